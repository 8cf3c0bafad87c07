import type { ComparedRunPlan, ComparisonPlan, Identification, Level, Pair } from '../../contract/effects';
import { failureInBrief, wouldDivergeAgain } from '../../wording/divergence';
import type { ComparedRun } from './comparedRun';
import { identify, type Guard } from './identification';

export type FindRun = (id: string) => ComparedRun | undefined;

/**
 * The pairs of a comparison: for each level but the reference, a pair for each seed in their order, whether it counts or not.
 * @param isTimed as `Guard` has it
 */
export function pairsOf(plan: ComparisonPlan, find: FindRun, isTimed = false): Pair[] {
  const [reference, ...others] = plan.levels;
  const guard: Guard = { factor: plan.factor, isTimed, acceptsBuilds: plan.acceptsBuilds ?? false };
  const seeds = seedsOf(plan);
  return others.flatMap(level =>
    seeds.map(seed => {
      const runs = [plannedRun(plan, reference!, seed), plannedRun(plan, level, seed)] as const;
      return pairOf({ level, seed, runs }, find, guard);
    }),
  );
}

/** All seeds that a comparison has, in their order: those that were planned, then those that were added. */
export function seedsOf({ seeds, runs }: Pick<ComparisonPlan, 'seeds' | 'runs'>): readonly number[] {
  return [...new Set([...seeds, ...runs.map(({ seed }) => seed)])];
}

/** The run of a level and a seed that counts: the last one, since it took the place of those before. */
export function plannedRun({ runs }: Pick<ComparisonPlan, 'runs'>, level: Level, seed: number): ComparedRunPlan | undefined {
  return runs.findLast(run => run.level === level && run.seed === seed);
}

interface PlannedPair {
  readonly level: Level;
  readonly seed: number;
  readonly runs: readonly [ComparedRunPlan | undefined, ComparedRunPlan | undefined];
}

const nothingToSay: Identification = { confounders: [], decided: [], unverified: [] };

function pairOf({ level, seed, runs: planned }: PlannedPair, find: FindRun, guard: Guard): Pair {
  const [reference, other] = planned.map(run => run && find(run.id));
  const runs = [planned[0]?.id ?? null, planned[1]?.id ?? null] as const;
  const isLate = planned.some(run => run?.late === true);
  const base = { level, seed, runs, isLate };
  const waiting = (reason: string): Pair => ({ ...base, state: 'waiting', reason, identification: nothingToSay });
  if (!reference || !other) return waiting('a run of it is missing');
  const identification = identify(reference, other, guard);
  if (identification.confounders.length > 0)
    return { ...base, state: 'refused', identification, reason: `not identified: also ${confoundersInWords(identification)}` };
  const failed = [reference, other].find(({ status }) => status === 'failed');
  if (failed) {
    const reason = failed.summary?.reason ?? '';
    const state = wouldDivergeAgain(reason) ? 'diverged' : 'failed';
    return { ...base, state, identification, reason: `${failed.id}: ${failureInBrief(reason) || 'failed'}` };
  }
  const unfinished = [reference, other].find(({ status }) => status !== 'completed');
  if (unfinished) return { ...waiting(`${unfinished.id} is ${unfinished.status}`), identification };
  return { ...base, state: 'paired', identification, reason: null };
}

/** `batch_size 32 → 64, threads 1 → 2` */
export function confoundersInWords({ confounders }: Pick<Identification, 'confounders'>): string {
  return confounders.map(({ name, values: [from, to] }) => `${name} ${from} → ${to}`).join(', ');
}
