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
  readonly keeper: Owner;
}

/** How often is looked whether the process that was to train a run is gone. */
export const KEEPER_MS = 1_000;

/** The runs that this process is to train, kept for the next one should it die. */
export class OwnRuns {
  private readonly mine = new Map<string, RememberedRun>();
  /** Of a process that is still there: this one's predecessor that is about to end, or another window that remembers in the same place. */
  private others: readonly RememberedRun[] = [];
  private cancelLooking: (() => void) | undefined;
  private isDisposed = false;

  constructor(
    private readonly memory: Memory,
    private readonly clock: Clock,
  ) {}

  get all(): readonly RememberedRun[] {
    return [...this.mine.values()];
  }

  /**
   * Takes over what a process that is gone was to train. Of one that is still there it waits for the end.
   * @param onTaken called when more was taken over later
   */
  async takeOver(onTaken: () => void): Promise<void> {
    if (this.mine.size === 0 && this.others.length === 0) this.others = this.memory.read();
    await this.sort();
    this.cancelLooking?.();
    if (this.others.length === 0 || this.isDisposed) return;
    this.cancelLooking = this.clock.after(KEEPER_MS, () => {
      const before = this.mine.size;
      void this.takeOver(onTaken).then(() => {
        if (this.mine.size > before) onTaken();
      });
    });
  }

  keep(run: QueuedRun, runsFolder: string): void {
    this.mine.set(run.id, { ...run, runsFolder, keeper: thisProcess() });
    this.remember();
  }

  forget(id: string): void {
    if (this.mine.delete(id)) this.remember();
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelLooking?.();
  }

  private async sort(): Promise<void> {
    for (const run of this.others) {
      const isElsewhere = run.keeper?.pid !== process.pid && isRunning(run.keeper);
      // Of two that look at once one takes it; and what this process has begun meanwhile it knows better.
      if (isElsewhere || !this.others.includes(run)) continue;
      this.others = this.others.filter(other => other !== run);
      if (!this.mine.has(run.id)) this.mine.set(run.id, run);
    }
  }

  private remember(): void {
    this.memory.write([...this.others, ...this.mine.values()]);
  }
}
