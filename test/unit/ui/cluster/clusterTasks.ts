import type { ClusterPlan } from '../../../../src/cluster/clusterPlan';
import type { ClusterSnapshot } from '../../../../src/cluster/clusterQueue';
import type { ClusterTask } from '../../../../src/cluster/clusterTask';
import { defaultParameters } from '../../../../src/contract/parameters';

const id = '20260101-000000-abcd';

/** A comparison of so many runs, `run 0` and on. */
export function planOf(runs: number): ClusterPlan {
  const places = Array.from({ length: runs }, (_, i) => i);
  const folder = `/lab/.digits/comparisons/${id}`;
  return {
    id,
    design: `comparisons/${id}`,
    folder,
    file: `${folder}/comparison.json`,
    runsFolder: '/lab/.digits/runs',
    runs: places.map(i => ({
      id: `run ${i}`,
      parameters: { ...defaultParameters, seed: i },
      engine: 'onnx',
      threads: 1,
      design: `comparisons/${id}`,
    })),
    counted: places,
  };
}

/** One of its tasks, which waits; `more` overrules. */
export function taskOf(place: number, more: Partial<ClusterTask> = {}): ClusterTask {
  return {
    runId: `run ${place}`,
    place,
    job: { name: `digits-${id}-0`, jobId: 17 },
    task: place,
    phase: 'waiting',
    state: 'PENDING (Resources)',
    exit: undefined,
    restarts: 0,
    nodes: '',
    isUnanswered: false,
    refusal: undefined,
    isDismissed: false,
    ...more,
  };
}

/** What is known of a plan of all these tasks. */
export function snapshotOf(tasks: readonly ClusterTask[], more: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  return { designs: [{ plan: planOf(tasks.length), tasks }], problem: undefined, broken: [], ...more };
}
