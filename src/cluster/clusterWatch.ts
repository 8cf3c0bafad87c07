import { Emitter, type Disposable } from '../util/emitter';
import type { Clock } from '../util/clock';
import { noCluster, type ClusterQueue, type ClusterSnapshot } from './clusterQueue';
import { isUnderWay, type ClusterTask } from './clusterTask';

/** How soon it is looked again while something is under way and changes. */
const SOONEST_MS = 5_000;
/** While nothing changes it is looked half as often each time, up to this; a controller that does not answer is left alone for longer. */
const LATEST_MS = 60_000;
const UNREACHABLE_MS = 300_000;
/** Whether another process has submitted something, while nothing is under way: files alone are looked at. */
const IDLE_MS = 30_000;

export interface ClusterChange {
  readonly snapshot: ClusterSnapshot;
  /** Runs whose tasks have begun, ended, or wait again: their folders may be different. */
  readonly runIds: readonly string[];
}

/** Looks again and again what a cluster does, the less often the less there is to see. */
export class ClusterWatch implements Disposable {
  private readonly changes = new Emitter<ClusterChange>();
  private current: ClusterSnapshot = noCluster;
  private cancelTimer: (() => void) | undefined;
  private waitMs = SOONEST_MS;
  private looking: Promise<void> | undefined;
  /** Before the first look nothing is known, and then not that there is nothing. */
  private hasLooked = false;
  private isDisposed = false;

  readonly onChanged = this.changes.event;

  constructor(
    private readonly queue: Pick<ClusterQueue, 'look'>,
    private readonly clock: Clock,
  ) {}

  get snapshot(): ClusterSnapshot {
    return this.current;
  }

  /** Looks now, and from now on often again: something was submitted, cancelled, or is being looked at. Never rejects. */
  async lookNow(): Promise<void> {
    this.waitMs = SOONEST_MS;
    // What is being asked may have been asked before the change.
    await this.looking;
    await (this.looking ?? this.look());
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer?.();
    this.changes.dispose();
  }

  private look(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    if (this.isDisposed) return Promise.resolve();
    this.looking = this.ask().finally(() => {
      this.looking = undefined;
      if (!this.isDisposed) this.cancelTimer = this.clock.after(this.waitMs, () => void this.look());
    });
    return this.looking;
  }

  private async ask(): Promise<void> {
    const before = this.current;
    const after = await this.queue.look();
    const [isFirst, hasChanged] = [!this.hasLooked, before !== after];
    [this.current, this.hasLooked] = [after, true];
    if (after.problem) this.waitMs = Math.min(this.waitMs * 2, UNREACHABLE_MS);
    else if (!after.designs.some(({ tasks }) => tasks.some(isUnderWay))) this.waitMs = IDLE_MS;
    else this.waitMs = hasChanged ? SOONEST_MS : Math.min(this.waitMs * 2, LATEST_MS);
    // At the first look the folders have just been read.
    if (hasChanged) this.changes.fire({ snapshot: after, runIds: isFirst ? [] : changedRuns(before, after) });
  }
}

function changedRuns(before: ClusterSnapshot, after: ClusterSnapshot): string[] {
  const known = new Map(before.designs.map(design => [design.plan.folder, design]));
  return after.designs.flatMap(design => {
    const earlier = known.get(design.plan.folder);
    if (earlier === design) return [];
    const tasks = new Map(earlier?.tasks.map(task => [task.runId, task]));
    return design.tasks.flatMap(task => (isAnother(tasks.get(task.runId), task) ? [task.runId] : []));
  });
}

/** What another process has submitted meanwhile may have begun before it is seen. */
function isAnother(earlier: ClusterTask | undefined, task: ClusterTask): boolean {
  if (!earlier) return hasBegun(task);
  return (
    earlier !== task &&
    (earlier.phase !== task.phase || earlier.restarts !== task.restarts || (earlier.job.name !== task.job.name && hasBegun(task)))
  );
}

function hasBegun({ phase }: ClusterTask): boolean {
  return phase === 'running' || phase === 'over' || phase === 'forgotten';
}
