/** `sweep.json`: a sweep as it was planned, what all of its runs have in common, and the runs. */
import * as v from 'valibot';
import { engineNames } from '../engines';
import { MAX_THREADS } from '../threads';
import { flag, list, oneOf, only, record, runId, text, time, whole } from './basics';
import { knownParameters, savedParameters } from './parameters';
import { MOST_RUNS, sweepPlan } from './sweepPlan';

const sweepRun = record({
  /** The run has it, or will have it when its turn comes. */
  id: runId,
  /** Of the parameters that vary. */
  values: knownParameters,
  seed: whole(0, 2 ** 32 - 1),
  /** It was there before the sweep. */
  reused: v.exactOptional(flag),
});

export const sweepFile = v.pipe(
  record({
    schemaVersion: only(1),
    id: runId,
    createdAt: time,
    author: v.nullable(text),
    plan: sweepPlan,
    /** What the runs have in common: all parameters; those that vary, and the seed, are those of no run. */
    base: savedParameters,
    /** Fixed before the first run. */
    engine: oneOf(engineNames),
    threads: whole(1, MAX_THREADS),
    /** In the order in which they are trained. */
    runs: list(sweepRun, MOST_RUNS),
  }),
  v.check(({ runs }) => new Set(runs.map(({ id }) => id)).size === runs.length, 'runs that are all different'),
);
