import type { ComparedRunPlan, ComparisonPlan, Confounder, Identification, Level, Pair } from '../../contract/effects';
import { parameterTable } from '../../contract/parameters';
import { failureInBrief, wouldDivergeAgain } from '../../wording/divergence';
import { valueInWords } from '../runLabel';
import type { ComparedRun } from './comparedRun';
import { identify, type Guard } from './identification';
import { parametersOf, plannedRun, seedsOf } from './planned';

/** A run by its id; undefined of one that does not exist yet. */
export type FindRun = (id: string) => ComparedRun | undefined;

/**
 * The pairs of a comparison: for each level but the reference, a pair for each seed in their order, whether it counts or not.
 * @param isTimed as `Guard` has it
 */
export function pairsOf(plan: ComparisonPlan, find: FindRun, isTimed = false): Pair[] {
  const [, ...levels] = plan.levels;
  return levels.flatMap(level => seedsOf(plan).map(seed => pairOf(plan, { level, seed, isTimed }, find)));
}

/** Whether a pair of a level has a run that was chosen when results could be seen. */
export function hasLatePair(pairs: readonly Pick<Pair, 'level' | 'isLate'>[], of: Level): boolean {
  return pairs.some(({ level, isLate }) => isLate && level === of);
}

/** `batch_size 32 → 64, threads 1 → 2` */
export function confoundersInWords({ confounders }: Pick<Identification, 'confounders'>): string {
  return confounders.map(({ name, values: [from, to] }) => `${name} ${from} → ${to}`).join(', ');
}

interface PairPlace {
  readonly level: Level;
  readonly seed: number;
  readonly isTimed: boolean;
}

const nothingToSay: Identification = { confounders: [], decided: [], unverified: [] };

function pairOf(plan: ComparisonPlan, { level, seed, isTimed }: PairPlace, find: FindRun): Pair {
  const planned = [plannedRun(plan, plan.levels[0]!, seed), plannedRun(plan, level, seed)] as const;
  const [reference, other] = planned.map(run => run && find(run.id));
  const runs = [planned[0]?.id ?? null, planned[1]?.id ?? null] as const;
  const base = { level, seed, runs, isLate: planned.some(run => run?.late === true) };
  if (!reference || !other) return { ...base, state: 'waiting', reason: 'a run of it is missing', identification: nothingToSay };
  const guard: Guard = { factor: plan.factor, isTimed, acceptsBuilds: plan.acceptsBuilds ?? false };
  const between = identify(reference, other, guard);
  const identification = {
    ...between,
    confounders: withUnplanned(between.confounders, plan, [
      [reference, planned[0]!],
      [other, planned[1]!],
    ]),
  };
  if (identification.confounders.length > 0)
    return { ...base, state: 'refused', identification, reason: `not identified: also ${confoundersInWords(identification)}` };
  return { ...base, identification, ...stateOf([reference, other]) };
}

function stateOf(runs: readonly ComparedRun[]): Pick<Pair, 'state' | 'reason'> {
  const failed = runs.find(({ status }) => status === 'failed');
  if (failed) {
    const reason = failed.summary?.reason ?? '';
    return { state: wouldDivergeAgain(reason) ? 'diverged' : 'failed', reason: `${failed.id}: ${failureInBrief(reason) || 'failed'}` };
  }
  const unfinished = runs.find(({ status }) => status !== 'completed');
  return unfinished ? { state: 'waiting', reason: `${unfinished.id} is ${unfinished.status}` } : { state: 'paired', reason: null };
}

/** With what a run has otherwise than the plan says, as from the plan to the run: the two of a pair may both be off. */
function withUnplanned(
  confounders: readonly Confounder[],
  plan: ComparisonPlan,
  runs: readonly (readonly [ComparedRun, ComparedRunPlan])[],
): readonly Confounder[] {
  const named = new Map(confounders.map(confounder => [confounder.name, confounder]));
  for (const [{ config }, planned] of runs) {
    const expected = parametersOf(plan, planned);
    for (const { name } of parameterTable) {
      const value = config.parameters[name];
      if (value === undefined || value === expected[name] || named.has(name)) continue;
      named.set(name, { name, values: [valueInWords(name, expected), valueInWords(name, config.parameters)] });
    }
  }
  return [...named.values()];
}
