import { isRunning, thisProcess, type Owner } from '../runFolder/owner';
import type { Clock } from '../util/clock';
import type { QueuedRun } from './queue';

/** What is kept for the next start of this process: the runs that it was training, and where. */
export interface Memory {
  read(): readonly RememberedRun[];
  write(runs: readonly RememberedRun[]): void;
}

export interface RememberedRun extends QueuedRun {
  readonly runsFolder: string;
  /** The process that was to train it. */
  readonly owner: Owner | undefined;
}

/** How often it is checked whether the process that was to train a run is gone. */
export const OWNER_CHECK_MS = 1_000;

/** The runs that this process is to train, remembered for its successor in case it dies. */
export class OwnRuns {
  private readonly mine = new Map<string, RememberedRun>();
  /** Of a process that is still there: this one's predecessor that is about to end, or another window that remembers in the same place. */
  private others: readonly RememberedRun[] = [];
  private cancelTimer: (() => void) | undefined;
  private isDisposed = false;

  constructor(
    private readonly memory: Memory,
    private readonly clock: Clock,
  ) {}

  get all(): readonly RememberedRun[] {
    return [...this.mine.values()];
  }

  find(id: string): RememberedRun | undefined {
    return this.mine.get(id);
  }

  /**
   * Takes over the runs of a process that is gone. If that process still exists, waits for its end.
   * @param onTakenOver called when more was taken over later
   */
  async takeOver(onTakenOver: () => void): Promise<void> {
    if (this.mine.size === 0 && this.others.length === 0) this.others = this.memory.read();
    this.takeOverFromDead();
    this.cancelTimer?.();
    if (this.others.length === 0 || this.isDisposed) return;
    this.cancelTimer = this.clock.after(OWNER_CHECK_MS, () => {
      const before = this.mine.size;
      void this.takeOver(onTakenOver).then(() => {
        if (this.mine.size > before) onTakenOver();
      });
    });
  }

  add(run: QueuedRun, runsFolder: string): void {
    this.mine.set(run.id, { ...run, runsFolder, owner: thisProcess() });
    this.remember();
  }

  remove(id: string): void {
    if (this.mine.delete(id)) this.remember();
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer?.();
  }

  private takeOverFromDead(): void {
    const elsewhere = this.others.filter(({ owner }) => owner?.pid !== process.pid && isRunning(owner));
    for (const run of this.others) {
      // The record of this process is newer than that of its predecessor.
      if (!elsewhere.includes(run) && !this.mine.has(run.id)) this.mine.set(run.id, run);
    }
    this.others = elsewhere;
  }

  private remember(): void {
    this.memory.write([...this.others, ...this.mine.values()]);
  }
}
