import { varyingParameters } from '../experiment/differences';
import { keptResults } from '../experiment/effects/effectMetrics';
import { nameAndValueInBrief } from '../experiment/runLabel';
import type { RunOverview } from '../runFolder/readRun';
import type { PlannedRun } from '../runs/designs/plannedRun';
import { duration, percent } from '../util/format';
import { failureInBrief } from '../wording/divergence';

/** Names each run of a plan by the parameters that vary among all of them: `num_filters 8 · seed 3`; by its id where none does. */
export function plannedLabels(runs: readonly PlannedRun[]): (id: string) => string {
  const varying = varyingParameters(runs.map(({ parameters }) => parameters));
  const byId = new Map(runs.map(run => [run.id, run]));
  return id => {
    const run = byId.get(id);
    return (run && varying.map(name => nameAndValueInBrief(name, run.parameters)).join(' · ')) || id;
  };
}

/** What has come of a run that has ended: `num_filters 8 · seed 3  98.12 %  4.2 s`, or why it has no result. */
export function endedInWords(label: string, overview: RunOverview | undefined, reason: string): string {
  if (overview?.status !== 'completed' || !overview.summary) return `${label}  ${failureInBrief(reason)}`;
  const accuracy = keptResults(overview.summary)?.valAccuracy ?? overview.summary.testAccuracy;
  const took = overview.summary.durationMs;
  return [label, accuracy != null && percent(accuracy), took !== null && duration(took)].filter(Boolean).join('  ');
}
