import type { InferOutput } from 'valibot';
import type { trashedRun } from '../contract/formats/trashedRuns';
import { moveToTrash, removeFromTrash, restoreFromTrash } from '../runFolder/trash';
import type { Clock } from '../util/clock';
import type { BackgroundWork } from './backgroundWork';

/** A run that this window moved to the trash. */
export type TrashedRun = InferOutput<typeof trashedRun>;

/** What a window keeps of them, for as long as they are in the trash. */
export interface TrashMemory {
  read(): readonly TrashedRun[];
  write(runs: readonly TrashedRun[]): void;
}

export interface TrashOptions {
  readonly memory: TrashMemory;
  /** The folders of runs that are open. */
  readonly runsFolders: readonly string[];
  /** Whether something may be removed for good; asked anew each time. */
  readonly mayDelete: () => boolean;
  readonly background: BackgroundWork;
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;
/** So long a run can be brought back. */
export const KEPT_MS = 7 * 24 * HOUR_MS;

/** The runs that this window has deleted: it can bring them back, and removes them for good after seven days; of others it knows nothing. */
export class Trash {
  private cancelTimer: (() => void) | undefined;
  private isDisposed = false;

  constructor(private readonly options: TrashOptions) {}

  /** Those of the open folders that can still be brought back, the one that was deleted last first. */
  get runs(): readonly TrashedRun[] {
    return this.open.filter(run => !isOver(run)).toReversed();
  }

  /** @returns undefined if there is no such folder any more. @throws {RunFolderError} if it cannot be moved */
  async add(folder: string, label: string): Promise<TrashedRun | undefined> {
    const entry = await moveToTrash(folder);
    if (!entry) return undefined;
    const run = { ...entry, label, deletedAt: new Date().toISOString() };
    const { memory } = this.options;
    memory.write([...memory.read(), run]);
    return run;
  }

  /** @throws {RunFolderError} if it cannot be brought back */
  async restore(run: TrashedRun): Promise<void> {
    await restoreFromTrash(run);
    this.forget(run);
  }

  /** Removes what is over, now and every hour. */
  keepEmptying(): void {
    this.cancelTimer?.();
    if (this.isDisposed) return;
    this.cancelTimer = this.options.clock.after(HOUR_MS, () => this.keepEmptying());
    this.options.background.run(this.empty());
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer?.();
  }

  private async empty(): Promise<void> {
    const { mayDelete, background } = this.options;
    if (!mayDelete()) return;
    for (const run of this.open.filter(isOver)) {
      try {
        await removeFromTrash(run);
        this.forget(run);
      } catch (error) {
        // It is tried again, and keeps no other one.
        background.report(error as Error);
      }
    }
  }

  /** Where the others lie nothing was checked. */
  private get open(): readonly TrashedRun[] {
    const { memory, runsFolders } = this.options;
    return memory.read().filter(({ runsFolder }) => runsFolders.includes(runsFolder));
  }

  private forget({ entry }: TrashedRun): void {
    const { memory } = this.options;
    memory.write(memory.read().filter(run => run.entry !== entry));
  }
}

function isOver({ deletedAt }: TrashedRun): boolean {
  return Date.now() - Date.parse(deletedAt) > KEPT_MS;
}

/** Of a process that remembers nothing for the next one. */
export function forgetfulTrash(): TrashMemory {
  let runs: readonly TrashedRun[] = [];
  return { read: () => runs, write: changed => void (runs = changed) };
}
