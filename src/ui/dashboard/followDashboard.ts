import type { Disposable } from '../../util/emitter';
import type { Dashboards } from './dashboards';
import type { RunsTree } from '../tree/runsTree';

/** Has the view Runs select the run whose dashboard is the active editor. */
export function followActiveDashboard(dashboards: Dashboards, tree: RunsTree): Disposable {
  const follow = (): void => {
    const runId = dashboards.activeRun;
    // A list that is just changing may not have the row; it is none of what matters.
    if (runId !== undefined) tree.select(runId).catch(() => undefined);
  };
  const listening = [dashboards.onDidChangeActive(follow), tree.view.onDidChangeVisibility(follow)];
  return {
    dispose: () => {
      for (const one of listening) one.dispose();
    },
  };
}
