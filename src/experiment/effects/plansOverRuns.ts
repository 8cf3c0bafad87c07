import type { ComparisonPlan, Factor, Level } from '../../contract/effects';
import { MOST_LEVELS } from '../../contract/formats/comparisonFile';
import { defaultParameters, isComplete, parameterTable } from '../../contract/parameters';
import { wouldDivergeAgain } from '../../wording/divergence';
import { otherSettings } from '../recorded/heldSettings';
import type { ComparedRun } from './comparedRun';
import { comparisonOfRuns } from './ofRuns';

/**
 * What runs that are there tell of a parameter, though nobody planned them: a comparison for each set of runs that are alike but for the parameter
 * and the seed, those of most runs first. Where no two values are alike otherwise there is one over all runs: its pairs are refused, and say
 * what else differs. Only runs with an outcome count, and only those of which all parameters are known.
 * @param id what the comparisons are called; they are not kept
 * @returns none where all runs have one value
 */
export function plansOverRuns(
  runs: readonly ComparedRun[],
  factor: Factor,
  { now, id }: { readonly now: Date; readonly id: string },
): ComparisonPlan[] {
  const usable = runs.filter(run => whyPassedOver(run) === undefined);
  const alike = new Map<string, ComparedRun[]>();
  for (const run of usable) {
    const key = heldKey(run, factor);
    alike.set(key, [...(alike.get(key) ?? []), run]);
  }
  const several = [...alike.values()].filter(of => levelsOf(of, factor).length > 1);
  const asked = several.length > 0 ? several.toSorted((a, b) => b.length - a.length) : [usable];
  return asked
    .map(of => withPairs(onePerSeed(inOrder(of, factor), factor), factor))
    .filter(of => levelsOf(of, factor).length > 1)
    .map(of => comparisonOfRuns({ runs: of, factor, hypothesis: null, author: null, now, id }));
}

/**
 * Why a run does not count where nobody chose it, in words that follow a number of runs; undefined of one that does. A run that diverged has an
 * outcome too.
 */
export function whyPassedOver({ status, summary, config }: ComparedRun): string | undefined {
  if (status !== 'completed' && !(status === 'failed' && wouldDivergeAgain(summary?.reason))) return status;
  return isComplete(config.parameters) ? undefined : UNKNOWN_PARAMETERS;
}

/** Such a run counts only where somebody chooses it, and names what was not verified. */
export const UNKNOWN_PARAMETERS = 'with parameters that are not all known';

function heldKey({ config: { parameters }, recorded }: ComparedRun, factor: Factor): string {
  const settings =
    recorded && [...otherSettings(recorded.settings, parameters)].sort().map(place => [place, recorded.settings.values[place]]);
  return JSON.stringify([parameterTable.map(({ name }) => (name === factor || name === 'seed' ? null : parameters[name])), settings]);
}

function levelsOf(runs: readonly ComparedRun[], factor: Factor): Level[] {
  return [...new Set(runs.flatMap(({ config }) => config.parameters[factor] ?? []))];
}

/**
 * Those of the seeds that make a pair: nobody planned the others, so that nothing of them is missing. All where no seed makes one, which is then
 * what there is to say.
 * @param runs those of the reference first
 */
function withPairs(runs: readonly ComparedRun[], factor: Factor): readonly ComparedRun[] {
  const [reference] = levelsOf(runs, factor);
  const seedsAt = (isReference: boolean): Set<number | undefined> =>
    new Set(
      runs.filter(({ config }) => (config.parameters[factor] === reference) === isReference).map(({ config }) => config.parameters.seed),
    );
  const [ofReference, ofOthers] = [seedsAt(true), seedsAt(false)];
  const paired = runs.filter(({ config: { parameters } }) => ofReference.has(parameters.seed) && ofOthers.has(parameters.seed));
  return paired.length > 0 ? paired : runs;
}

/** Of several runs of one value and seed the last one. */
function onePerSeed(runs: readonly ComparedRun[], factor: Factor): ComparedRun[] {
  return [...new Map(runs.map(run => [`${run.config.parameters[factor]} ${run.config.parameters.seed}`, run])).values()];
}

/**
 * Those of the reference first: the default if a run has it, else the value of the oldest. Of several runs of one value and seed the last one
 * is one that was completed. More values than a comparison may have are left out, those of fewest runs.
 */
function inOrder(runs: readonly ComparedRun[], factor: Factor): ComparedRun[] {
  const levelOf = ({ config }: ComparedRun): Level | undefined => config.parameters[factor];
  const byAge = runs.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const count = new Map<Level | undefined, number>();
  for (const run of byAge) count.set(levelOf(run), (count.get(levelOf(run)) ?? 0) + 1);
  const usual: Level = defaultParameters[factor];
  const reference = count.has(usual) ? usual : byAge[0] && levelOf(byAge[0]);
  const kept = new Set(
    [...count.keys()]
      .toSorted((a, b) => Number(b === reference) - Number(a === reference) || count.get(b)! - count.get(a)!)
      .slice(0, MOST_LEVELS),
  );
  const rank = (run: ComparedRun): number => (levelOf(run) === reference ? 0 : 2) + Number(run.status === 'completed');
  return byAge.filter(run => kept.has(levelOf(run))).toSorted((a, b) => rank(a) - rank(b));
}
