import type { ComparisonPlan } from '../../contract/effects';
import { designOfComparison } from '../../designs/comparisonStore';
import { countedRuns, parametersOf } from '../../experiment/effects/planned';
import type { PlannedRun } from './plannedRun';

/** The runs of a comparison that count, in the order in which they are trained. */
export function comparisonRuns(plan: ComparisonPlan): PlannedRun[] {
  const { id, engine, threads } = plan;
  return countedRuns(plan).map(run => ({
    id: run.id,
    parameters: parametersOf(plan, run),
    engine,
    threads,
    design: designOfComparison(id),
  }));
}
