/** `comparison.json`: what one parameter did, as it was planned: its levels, what is held equal, what was expected, and the runs. */
import * as v from 'valibot';
import { engineNames } from '../engines';
import { parameterTable, type ParameterName } from '../parameters';
import { MAX_THREADS } from '../threads';
import { flag, list, oneOf, only, positive, record, runId, text, time, whole } from './basics';
import { savedParameters, valuesOf } from './parameters';

/** More levels are a sweep. */
export const MOST_LEVELS = 20;
/** More replicates tell nothing more. */
export const MOST_SEEDS = 200;
/** A hypothesis is a sentence, not an essay. */
export const LONGEST_HYPOTHESIS = 2_000;

/** What a comparison is about, in the order in which they are shown; the first is what a hypothesis is about unless it says otherwise. */
export const effectMetricNames = ['val_accuracy', 'val_loss', 'test_accuracy', 'test_loss', 'macro_f1', 'macro_auroc', 'duration'] as const;

/** What a person may expect of a change. */
export const expectations = ['higher', 'lower', 'no effect'] as const;

export const hypothesis = v.pipe(
  record({
    /** In the person's words; may be empty. */
    text: v.pipe(v.string('text'), v.maxLength(LONGEST_HYPOTHESIS, `a text of at most ${LONGEST_HYPOTHESIS} characters`)),
    /** The verdict is on it alone. */
    metric: oneOf(effectMetricNames),
    /** What the other levels are to make of it, against the first one. */
    expected: oneOf(expectations),
    /** Differences below it are no effect; in the metric's own unit. */
    margin: v.exactOptional(positive),
  }),
  v.check(({ expected, margin }) => (expected === 'no effect') === (margin !== undefined), 'a margin with "no effect", and only there'),
);

const level = v.union([v.number('a value of the parameter'), text], 'a value of the parameter');
const seed = whole(0, 2 ** 32 - 1);

const comparedRun = record({
  /** The run has it, or will have it when its turn comes. */
  id: runId,
  level,
  seed,
  /** It was chosen when results could be seen: a run that was there before, or a seed that was added. */
  late: v.exactOptional(flag),
  /** It took the place of a run that could not be counted. */
  replaces: v.exactOptional(runId),
});

/** What a comparison may be about: the seed is its replicates. */
export const factorNames = parameterTable.map(({ name }) => name).filter((name): name is Exclude<ParameterName, 'seed'> => name !== 'seed');

const plan = record({
  schemaVersion: only(1),
  id: runId,
  createdAt: time,
  author: v.nullable(text),
  /** The one parameter that changes. */
  factor: v.picklist(factorNames, `one of ${factorNames.join(', ')}`),
  /** The first is what the others are compared with. */
  levels: v.pipe(list(level, MOST_LEVELS), v.minLength(2, 'two levels at least')),
  /** The replicates that were planned. */
  seeds: v.pipe(list(seed, MOST_SEEDS), v.minLength(1, 'one seed at least')),
  /** What is held equal: all parameters; those of the factor and of the seed are the baseline's own. */
  baseline: savedParameters,
  /** The run that it was asked of. */
  baselineRun: v.nullable(runId),
  /** Fixed before the first run. */
  engine: oneOf(engineNames),
  threads: whole(1, MAX_THREADS),
  hypothesis: v.nullable(hypothesis),
  /** Runs of another build of the same numerics count. */
  acceptsBuilds: v.exactOptional(flag),
  /** In the order in which they are trained; of two for a level and a seed the later one counts. */
  runs: list(comparedRun, MOST_LEVELS * MOST_SEEDS * 2),
});

type Plan = v.InferOutput<typeof plan>;

export const comparisonFile = v.pipe(
  plan,
  v.check(
    ({ factor, levels }: Plan) => levels.every(value => v.is(valuesOf[factor], value)),
    'levels that are values of the parameter that changes',
  ),
  v.check(({ levels }: Plan) => new Set(levels).size === levels.length, 'levels that are all different'),
  v.check(({ levels, runs }: Plan) => runs.every(run => levels.includes(run.level)), 'runs whose levels are among the levels'),
  v.check(({ runs }: Plan) => new Set(runs.map(({ id }) => id)).size === runs.length, 'runs that are all different'),
  v.check(
    ({ seeds, runs }: Plan) => new Set([...seeds, ...runs.map(({ seed }) => seed)]).size <= MOST_SEEDS,
    `at most ${MOST_SEEDS} seeds, with those that were added`,
  ),
);
