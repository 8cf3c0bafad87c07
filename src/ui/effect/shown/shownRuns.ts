import type { ToldRun } from '../../../contract/effectPage';
import type { ComparisonPlan } from '../../../contract/effects';
import type { ComparedRun } from '../../../experiment/effects/comparedRun';
import { effectMetrics } from '../../../experiment/effects/effectMetrics';
import { countedRuns } from '../../../experiment/effects/planned';

/** What the views know of a run besides its files. */
export interface RunFacts {
  readonly label: string;
  readonly status: ToldRun['status'];
}

interface Known {
  readonly factsOf: (id: string) => RunFacts;
  readonly find: (id: string) => ComparedRun | undefined;
}

/** All runs of a plan, those that were replaced too, in the order in which they are trained. */
export function shownRuns(plan: ComparisonPlan, { factsOf, find }: Known): ToldRun[] {
  const counts = new Set(countedRuns(plan).map(({ id }) => id));
  return plan.runs.map(({ id, level, seed, late }): ToldRun => {
    const run = find(id);
    const git = run?.config.git;
    const summary = run?.summary;
    return {
      id,
      ...factsOf(id),
      level,
      seed,
      author: run?.config.author ?? null,
      commit: git?.commit.slice(0, 7) ?? null,
      isLate: late ?? false,
      isReplaced: !counts.has(id),
      values: effectMetrics.map(metric => (summary && run.status === 'completed' ? metric.ofRun(summary) : null)),
    };
  });
}

/** Whether a run is still to come to its end by itself. */
export function isAtWork(status: ToldRun['status']): boolean {
  return status === 'queued' || status === 'missing' || status === 'starting' || status === 'running' || status === 'interrupted';
}
