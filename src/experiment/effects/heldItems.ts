import type { ComparisonPlan, Pair } from '../../contract/effects';
import type { ComparedRun } from './comparedRun';
import { heldEqualOf } from './heldEqual';
import type { FindRun } from './pairs';

/** Something that a comparison holds equal, and whether it did. */
export interface HeldItem {
  readonly name: string;
  /** Its values, all different; none where no run tells. */
  readonly values: readonly string[];
  /**
   * `equal`: in both runs of every pair. `decided`: the factor decides it too. `differs`: in some pair, which is refused. `unverified`: a run does
   * not tell.
   */
  readonly state: 'equal' | 'decided' | 'differs' | 'unverified';
}

/** What the pairs of a comparison have in common; what only effects on time need is left out. */
export function heldItems(plan: ComparisonPlan, pairs: readonly Pair[], find: FindRun): HeldItem[] {
  const runs = [...new Set(pairs.flatMap(pair => pair.runs))].flatMap((id): ComparedRun[] => {
    const run = id === null ? undefined : find(id);
    return run ? [run] : [];
  });
  const named = (part: 'confounders' | 'decided'): Set<string> =>
    new Set(pairs.flatMap(({ identification }) => identification[part].map(({ name }) => name)));
  const [refused, decided] = [named('confounders'), named('decided')];
  const unverified = new Set(pairs.flatMap(({ identification }) => identification.unverified));
  return heldEqualOf(runs)
    .filter(({ name, only }) => name !== plan.factor && only !== 'time')
    .map(({ name, of }) => {
      const values = [...new Set(runs.flatMap(run => of(run) ?? []))];
      const state = refused.has(name) ? 'differs' : decided.has(name) ? 'decided' : unverified.has(name) ? 'unverified' : 'equal';
      return { name, values, state };
    });
}
