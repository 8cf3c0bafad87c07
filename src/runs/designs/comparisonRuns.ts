import type { ComparedRunPlan, ComparisonPlan } from '../../contract/effects';
import { designOfComparison } from '../../designs/comparisonStore';
import { countedRuns, parametersOf } from '../../experiment/effects/planned';
import type { PlannedRun } from './plannedRun';

/** The runs of a comparison that count, in the order in which they are trained. */
export function comparisonRuns(plan: ComparisonPlan): PlannedRun[] {
  return countedRuns(plan).map(run => asPlanned(plan, run));
}

/**
 * All of its runs as its file has them, also those that others took the place of: runs only come to the end of that list, so that a run's place
 * in it stays the same.
 */
export function runsByPlace(plan: ComparisonPlan): PlannedRun[] {
  return plan.runs.map(run => asPlanned(plan, run));
}

function asPlanned(plan: ComparisonPlan, run: ComparedRunPlan): PlannedRun {
  const { id, engine, threads } = plan;
  return { id: run.id, parameters: parametersOf(plan, run), engine, threads, design: designOfComparison(id) };
}
