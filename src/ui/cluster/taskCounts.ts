import { isUnderWay, type ClusterTask } from '../../cluster/clusterTask';
import { hasEnded, type FoundRun } from '../../runs/designs/nextStep';
import { grouped } from '../../util/format';

/** A run as its folder tells; undefined: it has none. */
type Find = (runId: string) => FoundRun | undefined;

/** What Slurm is doing of a task; undefined: nothing any more, or nothing yet. */
export function workOf(task: ClusterTask, find: Find): 'running' | 'waiting' | undefined {
  if (!isUnderWay(task)) return undefined;
  if (task.phase === 'running') return 'running';
  // What is not known of a run that is at its end makes no difference.
  return task.phase === 'unknown' && hasEnded(find(task.runId)) ? undefined : 'waiting';
}

export interface TaskCounts {
  readonly running: number;
  readonly waiting: number;
}

/** How many tasks run, and how many wait to. */
export function countsOf(tasks: readonly ClusterTask[], find: Find): TaskCounts {
  const counts = { running: 0, waiting: 0 };
  for (const task of tasks) {
    const work = workOf(task, find);
    if (work) counts[work]++;
  }
  return counts;
}

/** `1 running, 5 waiting at Slurm`; empty of none. */
export function countsInWords({ running, waiting }: TaskCounts): string {
  const words = [running > 0 && `${grouped(running)} running`, waiting > 0 && `${grouped(waiting)} waiting`].filter(Boolean).join(', ');
  return words && `${words} at Slurm`;
}
