import type { ComparedRunPlan, ComparisonPlan, Factor, Hypothesis, Level } from '../../contract/effects';
import { isEngineName } from '../../contract/engines';
import { factorNames, MOST_LEVELS } from '../../contract/formats/comparisonFile';
import { defaultParameters, findParameter, type ParameterName, type Parameters } from '../../contract/parameters';
import { formatParameter } from '../../contract/parseParameters';
import { settingNames } from '../../contract/settingNames';
import { namedInShort } from '../../util/namedInShort';
import type { ComparedRun } from './comparedRun';
import { configDiff, type ConfigRow } from '../comparison/configDiff';
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

/** The settings beside the parameters that scripts recorded, and that differ among runs, with their values. */
export function settingsAmong(runs: readonly ComparedRun[]): readonly ConfigRow[] {
  return configDiff(runs.map(({ config: { parameters }, recorded }) => ({ parameters, recorded, making: [] }))).settings;
}

/** Why runs cannot be asked about what differs among them: it is no parameter. */
export function noFactorInWords(runs: readonly ComparedRun[]): string {
  const settings = settingsAmong(runs);
  if (settings.length === 0)
    return 'These runs differ in no parameter that is known of them, but the seed: choose runs with two values of one. Settings of a script are known by the names in docs/python.md.';
  const told = settings.slice(0, MOST_NAMED).map(({ name, values }) => `${name} (${[...new Set(values)].slice(0, MOST_NAMED).join(', ')})`);
  const more = settings.length > told.length ? ` and ${settings.length - told.length} more` : '';
  return `These runs differ in no parameter of Digits Lab, but the seed. They differ in the recorded ${settings.length === 1 ? 'setting' : 'settings'} ${told.join(', ')}${more}. ${ONLY_PARAMETERS}`;
}

/** What may be asked about. */
export const ONLY_PARAMETERS = `Today it can only be asked what one of the ${factorNames.length} parameters did: ${factorNames.join(', ')}. Where a setting is one of them, log it under that name.`;

/**
 * A comparison of runs that are there, all of them marked: their results could be seen when they were chosen. A pair that differs in something
 * else too is refused by name, and can be settled.
 * @throws {Error} if the runs do not have two levels at least, one of them has no level or seed, or two have the same
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
  const twice = repeatsIn(placed, factor);
  if (twice.length > 0) throw new Error(`Which of these runs is meant? ${twice.join('; ')}. Leave one of each.`);
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

/** `seed 1 at 16 twice: A, B`: nothing says which of them counts. */
function repeatsIn(placed: readonly ComparedRunPlan[], factor: Factor): string[] {
  const places = new Map<string, string[]>();
  for (const { id, level, seed } of placed) {
    const place = `seed ${seed} at ${formatParameter(findParameter(factor)!, level)}`;
    places.set(place, [...(places.get(place) ?? []), id]);
  }
  const times = (count: number): string => (count === 2 ? 'twice' : `${count} times`);
  return [...places].flatMap(([place, ids]) => (ids.length > 1 ? [`${place} ${times(ids.length)}: ${ids.join(', ')}`] : []));
}

/** That a parameter is not known of some runs, and under which names a script's setting is one. */
function unknownOf(name: ParameterName, runs: readonly ComparedRun[]): string[] {
  const without = runs.filter(({ config }) => config.parameters[name] === undefined);
  if (without.length === 0) return [];
  const ids = namedInShort(
    without.map(({ id }) => id),
    MOST_NAMED,
  );
  return [
    `The ${name} is not known of ${ids}: a script has to have it in its settings, as ${settingNames(name).join(' or ')} (beside a CSV log: hparams.yaml).`,
  ];
}

/** So many runs are named. */
const MOST_NAMED = 6;

function isNumeric(factor: Factor): boolean {
  const { kind } = findParameter(factor)!;
  return kind === 'integer' || kind === 'number';
}
