import type { ComparedRunPlan, ComparisonPlan, Level } from '../../contract/effects';
import type { Parameters } from '../../contract/parameters';

/** All seeds that a comparison has, in their order: those that were planned, then those that were added. */
export function seedsOf({ seeds, runs }: Pick<ComparisonPlan, 'seeds' | 'runs'>): readonly number[] {
  return [...new Set([...seeds, ...runs.map(({ seed }) => seed)])];
}

/** The run of a level and a seed that counts: the last one, since it took the place of those before. */
export function plannedRun({ runs }: Pick<ComparisonPlan, 'runs'>, level: Level, seed: number): ComparedRunPlan | undefined {
  return runs.findLast(run => run.level === level && run.seed === seed);
}

/** The runs that count, in the order in which they are trained. */
export function countedRuns({ runs }: Pick<ComparisonPlan, 'runs'>): readonly ComparedRunPlan[] {
  const replaced = new Set(runs.map(({ replaces }) => replaces));
  return runs.filter(({ id }) => !replaced.has(id));
}

/** The parameters of a run of a plan. */
export function parametersOf(
  { factor, baseline }: Pick<ComparisonPlan, 'factor' | 'baseline'>,
  { level, seed }: Pick<ComparedRunPlan, 'level' | 'seed'>,
): Parameters {
  return { ...baseline, [factor]: level, seed };
}
