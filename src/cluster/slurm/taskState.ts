import type { QueuedTasks } from './queueAnswer';
import { tasksOf } from './taskRanges';

/** `waiting`: it will run; `running`: it may be writing its run; `over`: this attempt is; `unknown`: a state of a later version. */
export type TaskPhase = 'waiting' | 'running' | 'over' | 'unknown';

/** By Slurm's own names of states (squeue(1), JOB STATE CODES). */
const phases: Readonly<Record<string, TaskPhase>> = {
  PENDING: 'waiting',
  REQUEUED: 'waiting',
  REQUEUE_FED: 'waiting',
  REQUEUE_HOLD: 'waiting',
  RESV_DEL_HOLD: 'waiting',
  SPECIAL_EXIT: 'waiting',
  CONFIGURING: 'running',
  RUNNING: 'running',
  RESIZING: 'running',
  SIGNALING: 'running',
  STAGE_OUT: 'running',
  STOPPED: 'running',
  SUSPENDED: 'running',
  COMPLETING: 'running',
  // Of a federation: another cluster has begun it.
  REVOKED: 'running',
  BOOT_FAIL: 'over',
  CANCELLED: 'over',
  COMPLETED: 'over',
  DEADLINE: 'over',
  FAILED: 'over',
  // The node is lost to the controller; what ran there may still be computing.
  NODE_FAIL: 'over',
  OUT_OF_MEMORY: 'over',
  PREEMPTED: 'over',
  TIMEOUT: 'over',
};

export function phaseOf({ state }: Pick<QueuedTasks, 'state'>): TaskPhase {
  return phases[state.endsWith('+') ? state.slice(0, -1) : state] ?? 'unknown';
}

/** `PENDING (Resources)`, `RUNNING`: in Slurm's own words. */
export function stateInWords({ state, reason }: Pick<QueuedTasks, 'state' | 'reason'>): string {
  // The reason of a task that was cancelled is that for which it waited before.
  return reason === '' || reason === 'None' || state === 'CANCELLED' ? state : `${state} (${reason})`;
}

/** Those words as the two that they are of; a reason is empty where there is none. */
export function partsOf(words: string): Pick<QueuedTasks, 'state' | 'reason'> {
  const at = words.indexOf(' (');
  return at < 0 ? { state: words, reason: '' } : { state: words.slice(0, at), reason: words.slice(at + 2, -1) };
}

/** How the batch script ended; undefined while nothing is known of it. */
export function exitOf({
  exit,
  state,
}: Pick<QueuedTasks, 'exit' | 'state'>): { readonly code: number; readonly signal: number } | undefined {
  if (phaseOf({ state }) !== 'over') return undefined;
  const [first = 0, second] = exit.split(':').map(Number);
  return second === undefined ? { code: first >> 8, signal: first & 127 } : { code: first, signal: second };
}

/**
 * What Slurm knows of each task. One that it does not know was cancelled while it waited, or ended so long ago that Slurm has forgotten it
 * (MinJobAge): its run folder says what became of it.
 */
export class TaskStates {
  /** By job and task. */
  private readonly byJob = new Map<number, Map<number, QueuedTasks>>();
  /** Jobs by their names. */
  private readonly ids = new Map<string, Set<number>>();

  constructor(readonly records: readonly QueuedTasks[]) {
    // What a task has of its own is said of it, and not what is said of those that wait.
    const isOwn = ({ tasks }: QueuedTasks): boolean => /^\d+$/.test(tasks);
    for (const record of [...records.filter(one => !isOwn(one)), ...records.filter(isOwn)]) {
      let tasks = this.byJob.get(record.jobId);
      if (!tasks) this.byJob.set(record.jobId, (tasks = new Map()));
      if (isOwn(record)) tasks.set(Number(record.tasks), record);
      else for (const task of tasksOf(record.tasks)) tasks.set(task, record);
      const ids = this.ids.get(record.name);
      if (ids) ids.add(record.jobId);
      else this.ids.set(record.name, new Set([record.jobId]));
    }
  }

  /** @param name of the job: a controller that lost its state may give its number to another one */
  of({ name, jobId }: { readonly name: string; readonly jobId: number }, task: number): QueuedTasks | undefined {
    const record = this.byJob.get(jobId)?.get(task);
    return record?.name === name ? record : undefined;
  }

  has(name: string): boolean {
    return this.ids.has(name);
  }

  /** The number of the job of a name; undefined if Slurm has none, or several. */
  jobOf(name: string): number | undefined {
    const ids = this.ids.get(name);
    return ids?.size === 1 ? [...ids][0] : undefined;
  }
}
