import type { QueuedTasks } from './queueAnswer';
import { isIn, rangesOf, type TaskRange } from './taskRanges';

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
  BOOT_FAIL: 'over',
  CANCELLED: 'over',
  COMPLETED: 'over',
  DEADLINE: 'over',
  FAILED: 'over',
  // The node is lost to the controller; what ran there may still be computing.
  NODE_FAIL: 'over',
  OUT_OF_MEMORY: 'over',
  PREEMPTED: 'over',
  REVOKED: 'over',
  TIMEOUT: 'over',
};

export function phaseOf({ state }: Pick<QueuedTasks, 'state'>): TaskPhase {
  return phases[state.replace(/\+$/, '')] ?? 'unknown';
}

/** `PENDING (Resources)`, `RUNNING`: in Slurm's own words. */
export function stateInWords({ state, reason }: Pick<QueuedTasks, 'state' | 'reason'>): string {
  return reason === '' || reason === 'None' ? state : `${state} (${reason})`;
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
  private readonly single = new Map<string, QueuedTasks>();
  private readonly several = new Map<number, { readonly ranges: readonly TaskRange[]; readonly record: QueuedTasks }[]>();

  constructor(readonly records: readonly QueuedTasks[]) {
    for (const record of records) {
      const { jobId, tasks } = record;
      if (/^\d+$/.test(tasks)) {
        this.single.set(`${jobId}_${tasks}`, record);
        continue;
      }
      const those = this.several.get(jobId) ?? [];
      those.push({ ranges: rangesOf(tasks), record });
      this.several.set(jobId, those);
    }
  }

  /** @param name of the job: a controller that lost its state may give its number to another one */
  of({ name, jobId }: { readonly name: string; readonly jobId: number }, task: number): QueuedTasks | undefined {
    const record = this.single.get(`${jobId}_${task}`) ?? this.several.get(jobId)?.find(({ ranges }) => isIn(ranges, task))?.record;
    return record?.name === name ? record : undefined;
  }
}
