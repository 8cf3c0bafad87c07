import type { ComparedRunPlan, ComparisonPlan, Factor, Hypothesis, Level } from '../../contract/effects';
import { isEngineName } from '../../contract/engines';
import { factorNames, MOST_LEVELS } from '../../contract/formats/comparisonFile';
import { defaultParameters, findParameter } from '../../contract/parameters';
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
  const placed = runs.map(({ id: runId, config: { parameters } }): ComparedRunPlan => {
    const { [factor]: level, seed } = parameters;
    if (level === undefined || seed === undefined) {
      const missing = level === undefined ? factor : 'seed';
      throw new Error(`${runId}: its ${missing} is not known, so that it has no place in a comparison of ${factor}.`);
    }
    return { id: runId, level, seed, late: true };
  });
  const levels: Level[] = [...new Set(placed.map(({ level }) => level))];
  const [reference, ...others] = levels;
  if (reference === undefined || others.length === 0)
    throw new Error(`All of these runs have one value of ${factor}: choose runs with two values at least.`);
  if (levels.length > MOST_LEVELS)
    throw new Error(`These runs have ${levels.length} values of ${factor}; expected at most ${MOST_LEVELS}.`);
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
    baseline: { ...defaultParameters, ...runs[0]!.config.parameters },
    baselineRun: runs[0]!.id,
    engine: isEngineName(name) ? name : 'onnx',
    threads,
    hypothesis,
    runs: placed,
  };
}

function isNumeric(factor: Factor): boolean {
  const { kind } = findParameter(factor)!;
  return kind === 'integer' || kind === 'number';
}
