import type { ComparedRunPlan, ComparisonPlan, Factor, Hypothesis, Level } from '../../contract/effects';
import { isEngineName } from '../../contract/engines';
import { factorNames, MOST_LEVELS } from '../../contract/formats/comparisonFile';
import { defaultParameters, findParameter, type ParameterName, type Parameters } from '../../contract/parameters';
import { settingNames } from '../../contract/settingNames';
import type { ComparedRun } from './comparedRun';
import { varyingParameters } from '../differences';

/** Runs that somebody chose, of which it is asked what one parameter did. */
export interface ChosenRuns {
  /** The first has the reference level; its parameters are what is held equal. */
  readonly runs: readonly ComparedRun[];
  readonly factor: Factor;
  readonly hypothesis: Hypothesis | null;
  readonly author: string | null;
  readonly now: Date;
  readonly id: string;
}

/** The parameters, but for the seed, that differ among runs: if it is one, it is what they may be asked about. */
export function factorsAmong(runs: readonly ComparedRun[]): Factor[] {
  const varying = varyingParameters(runs.map(({ config }) => config.parameters));
  return factorNames.filter(name => varying.includes(name));
}

/**
 * A comparison of runs that are there, all of them marked: their results could be seen when they were chosen. A pair that differs in something
 * else too is refused by name, and can be settled.
 * @throws {Error} if the runs do not have two levels at least, or one of them has no level or seed
 */
export function comparisonOfRuns({ runs, factor, hypothesis, author, now, id }: ChosenRuns): ComparisonPlan {
  const unknown = ([factor, 'seed'] as const).flatMap(name => unknownOf(name, runs));
  if (unknown.length > 0) throw new Error(`${unknown.join(' ')} Without it a run has no place in a comparison of ${factor}.`);
  const placed = runs.flatMap(({ id: runId, config: { parameters } }): ComparedRunPlan[] => {
    const { [factor]: level, seed } = parameters;
    return level === undefined || seed === undefined ? [] : [{ id: runId, level, seed, late: true }];
  });
  const levels: Level[] = [...new Set(placed.map(({ level }) => level))];
  const [reference, ...others] = levels;
  if (reference === undefined || others.length === 0)
    throw new Error(`All of these runs have one value of ${factor}: choose runs with two values at least.`);
  if (levels.length > MOST_LEVELS)
    throw new Error(`These runs have ${levels.length} values of ${factor}; expected at most ${MOST_LEVELS}.`);
  // What the first does not know is held equal as another one has it.
  const baseline: Parameters = { ...defaultParameters };
  for (const { config } of runs.toReversed()) Object.assign(baseline, config.parameters);
  const trained = runs.flatMap(({ config }) => (config.kind === 'trained' && isEngineName(config.engine.name) ? [config.engine] : []));
  const { name, threads } = trained[0] ?? { name: 'onnx', threads: 1 };
  return {
    schemaVersion: 1,
    id,
    createdAt: now.toISOString(),
    author,
    factor,
    levels: isNumeric(factor) ? [reference, ...others.toSorted((a, b) => Number(a) - Number(b))] : levels,
    seeds: [...new Set(placed.map(({ seed }) => seed))].toSorted((a, b) => a - b),
    baseline,
    baselineRun: runs[0]!.id,
    engine: isEngineName(name) ? name : 'onnx',
    threads,
    hypothesis,
    runs: placed,
  };
}

/** That a parameter is not known of some runs, and under which names a script's setting is one. */
function unknownOf(name: ParameterName, runs: readonly ComparedRun[]): string[] {
  const without = runs.filter(({ config }) => config.parameters[name] === undefined);
  if (without.length === 0) return [];
  const ids = without.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = without.length > ids.length ? ` and ${without.length - ids.length} more` : '';
  return [
    `The ${name} is not known of ${ids.join(', ')}${more}: a script has to have it in its settings, as ${settingNames(name).join(' or ')}.`,
  ];
}

/** So many runs are named. */
const MOST_NAMED = 6;

function isNumeric(factor: Factor): boolean {
  const { kind } = findParameter(factor)!;
  return kind === 'integer' || kind === 'number';
}
