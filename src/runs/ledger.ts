import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { isRunId } from '../contract/runId';
import { finishDeletions } from '../runFolder/deleteRun';
import { AT_ONCE, listRuns, type BrokenRun } from '../runFolder/listRuns';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import { UnbegunRunError } from '../runFolder/runFolderError';
import { Emitter } from '../util/emitter';
import { mapAtOnce } from '../util/mapAtOnce';
import { messageOf } from '../util/messageOf';
import { nextStep } from './designs/nextStep';
import { UnfinishedRuns } from './unfinishedRuns';

/** Of more runs that are to be read the first are told of before the last are read. */
const TOLD_TOGETHER = 500;

/** What has changed in a folder of runs; a run that can no longer be read counts as changed. */
export interface LedgerChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** The runs of a folder as they are on disk, whichever process put them there. */
export class Ledger {
  private readonly overviews = new Map<string, RunOverview>();
  /** The same in their order; undefined when something has changed since. */
  private sorted: readonly RunOverview[] | undefined;
  private readonly brokenRuns = new Map<string, BrokenRun>();
  private readonly changes = new Emitter<LedgerChange>();
  /** One after the other, so that an older reading never overtakes a newer one. */
  private readonly inTurn = pLimit(1);

  /** Runs to be read in the next turn, and that turn. */
  private readonly wanted = new Set<string>();
  private reading: Promise<void> | undefined;
  private readonly unfinished = new UnfinishedRuns();

  readonly onChanged = this.changes.event;
  /** The newest runs, as soon as they are read for the first time, for who shows them until all are; none if all are by then, or cannot be. */
  readonly newest: Promise<readonly RunOverview[]>;
  private setNewest: (newest: readonly RunOverview[]) => void = () => undefined;

  /** @param mayDelete whether deletions that did not come to their end are finished here; asked anew each time */
  constructor(
    readonly runsFolder: string,
    private readonly mayDelete: () => boolean = () => false,
  ) {
    this.newest = new Promise(resolve => (this.setNewest = resolve));
  }

  /** The oldest first. A run that is on disk as it was is the same object as before. */
  get runs(): readonly RunOverview[] {
    return (this.sorted ??= [...this.overviews.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  get broken(): readonly BrokenRun[] {
    return [...this.brokenRuns.values()];
  }

  find(id: string): RunOverview | undefined {
    return this.overviews.get(id);
  }

  /**
   * Reads every run folder anew.
   * @throws {RunFolderError} if the folder of the runs cannot be read
   */
  refresh(): Promise<void> {
    return this.inTurn(async () => {
      const onNewest = (newest: readonly RunOverview[]): void => this.setNewest([...newest]);
      const reading = listRuns(this.runsFolder, onNewest);
      const { runs, broken } = await reading.finally(() => this.setNewest([]));
      const there = new Set(runs.map(({ id }) => id));
      const removed = [...this.overviews.keys()].filter(id => !there.has(id));
      for (const id of removed) this.overviews.delete(id);
      const before = JSON.stringify(this.broken);
      this.brokenRuns.clear();
      for (const one of broken) this.brokenRuns.set(one.id, one);
      const { added, changed } = this.update(runs);
      const newlyBroken = JSON.stringify(this.broken) === before ? [] : broken.map(({ id }) => id);
      this.tell({ added, changed: [...changed, ...newlyBroken], removed });
    });
  }

  /** Reads some run folders anew. What is asked for while others are read is read together. */
  refreshRuns(ids: readonly string[]): Promise<void> {
    for (const id of ids) if (isRunId(id)) this.wanted.add(id);
    if (this.wanted.size === 0) return Promise.resolve();
    return (this.reading ??= this.inTurn(async () => {
      const wanted = [...this.wanted];
      this.wanted.clear();
      this.reading = undefined;
      for (let i = 0; i < wanted.length; i += TOLD_TOGETHER) await this.read(wanted.slice(i, i + TOLD_TOGETHER));
    }));
  }

  /**
   * Finds run folders that were added or removed, and runs that another machine has gone on with, without reading those that are at their end: a
   * file watcher misses changes in a folder that was itself only just made, and those that other machines make.
   */
  async noticeFolders(): Promise<void> {
    const names = await namesIn(this.runsFolder);
    // What cannot be asked for now is no less there.
    if (!names) return;
    const isKnown = (id: string): boolean => this.overviews.has(id) || this.brokenRuns.has(id);
    const added = names.filter(name => !isKnown(name) && isRunId(name));
    const isAllThere = names.filter(isKnown).length === this.overviews.size + this.brokenRuns.size;
    const there = isAllThere ? undefined : new Set(names);
    const removed = there ? [...this.overviews.keys(), ...this.brokenRuns.keys()].filter(id => !there.has(id)) : [];
    const changed = await this.unfinished.changed([...this.runs.filter(mayGoOn), ...this.broken]);
    await this.refreshRuns([...added, ...removed, ...changed]);
    if (this.mayDelete()) await finishDeletions(this.runsFolder, names);
  }

  dispose(): void {
    this.changes.dispose();
  }

  private async read(ids: readonly string[]): Promise<void> {
    const runs: RunOverview[] = [];
    const removed: string[] = [];
    const broken: string[] = [];
    await mapAtOnce(ids, AT_ONCE, async id => {
      const folder = path.join(this.runsFolder, id);
      try {
        runs.push(await readOverview(folder));
        this.brokenRuns.delete(id);
      } catch (error) {
        const wasKnown = this.overviews.delete(id);
        if (wasKnown) removed.push(id);
        const isThere = existsSync(folder) && !(error instanceof UnbegunRunError);
        const reason = messageOf(error);
        if (isThere && this.brokenRuns.get(id)?.reason !== reason) {
          this.brokenRuns.set(id, { id, folder, reason });
          broken.push(id);
        } else if (!isThere && this.brokenRuns.delete(id) && !wasKnown) removed.push(id);
      }
    });
    const { added, changed } = this.update(runs);
    this.tell({ added, changed: [...changed, ...broken], removed });
  }

  private update(runs: readonly RunOverview[]): { added: string[]; changed: string[] } {
    const added: string[] = [];
    const changed: string[] = [];
    for (const run of runs) {
      const { id } = run;
      const before = this.overviews.get(id);
      if (before && JSON.stringify(before) === JSON.stringify(run)) continue;
      if (before) changed.push(id);
      else added.push(id);
      this.overviews.set(id, run);
    }
    return { added, changed };
  }

  private tell(change: LedgerChange): void {
    if (change.added.length + change.changed.length + change.removed.length === 0) return;
    this.sorted = undefined;
    this.changes.fire(change);
  }
}

/** What is in a folder, nothing if there is none; undefined if it cannot be read, as of a file server that does not answer. */
async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : undefined));
}

/** Whether another process may go on with a run that none works on. */
function mayGoOn(run: RunOverview): boolean {
  return run.config.kind === 'trained' && nextStep(run) === 'resume';
}
