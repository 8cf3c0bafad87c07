import type { ClusterTask } from '../../../src/cluster/clusterTask';

/** A task that runs, with what is different. */
export function aTask(more: Partial<ClusterTask> = {}): ClusterTask {
  return {
    runId: '20260103-000000-aaaa',
    place: 0,
    job: { name: 'digits-20260103-000000-plan-0', jobId: 7 },
    task: more.place ?? 0,
    phase: 'running',
    state: 'RUNNING',
    exit: undefined,
    restarts: 0,
    nodes: 'n1',
    isUnanswered: false,
    refusal: undefined,
    isDismissed: false,
    ...more,
  };
}
