import path from 'node:path';
import type { TrainerEvent } from '../contract/trainer';
import type { BrokenRun } from '../runFolder/listRuns';
import type { RunOverview } from '../runFolder/readRun';
import type { Clock } from '../util/clock';
import { Emitter } from '../util/emitter';
import { wouldDivergeAgain } from '../wording/divergence';
import { isAsBegun } from './asBegun';
import type { BackgroundWork } from './backgroundWork';
import type { Executor } from './executor';
import { describeListed, describeStarting, type LabRun } from './labRun';
import { Ledger } from './ledger';
import { OtherRuns } from './otherRuns';
import type { QueuedRun } from './queue';

export interface RunIndexOptions {
  readonly runsFolders: readonly string[];
  /** What trains the runs of this process. */
  readonly executor: Pick<Executor, 'active' | 'find'>;
  readonly background: BackgroundWork;
  readonly clock: Clock;
  /** Whether a person has a run before their eyes; asked anew each time. */
  readonly isLookedAt?: ((id: string) => boolean) | undefined;
  /** Whether what is half deleted may be deleted to its end; asked anew each time. By default not. */
  readonly mayDelete?: (() => boolean) | undefined;
}

/** How often run folders are checked for being added or removed. */
export const FOLDERS_MS = 2_000;

/** Files of a run that a list reads. Files that are written all the time, such as events.jsonl, are not among them. */
const listedFiles = ['config.json', 'summary.json', 'labels.json', 'owner.json', 'recording.json'];

/** All runs that are known: those that are on disk, those that this process trains, and those that other processes train. */
export class RunIndex {
  private readonly ledgers: readonly Ledger[];
  private readonly others: OtherRuns;
  /** Runs that were refused or broke before they had a folder. */
  private readonly withoutFolder = new Map<string, LabRun>();
  /** The last description of each run, with the facts that it was made from: it is used again as long as they are the same. */
  private readonly described = new Map<string, { readonly facts: readonly unknown[]; readonly run: LabRun }>();
  private cancelTimer: (() => void) | undefined;
  /** Another one after whatever changes the list, besides what this process trains. */
  private version = 0;
  private listed: { readonly facts: readonly unknown[]; readonly runs: readonly LabRun[] } | undefined;
  /** Since the last change was told, runs of other processes have told something. */
  private hasHeard = false;
  private isDisposed = false;

  private readonly changes = new Emitter<void>();
  private readonly events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();

  readonly onChanged = this.changes.event;
  /** What the runs of other processes tell. */
  readonly onEvents = this.events.event;
  /** The newest runs, as soon as they are read for the first time, for who shows them until all are; none if all are by then. */
  readonly newest: Promise<readonly LabRun[]>;

  constructor(private readonly options: RunIndexOptions) {
    const { background, clock, mayDelete, runsFolders } = options;
    this.others = new OtherRuns(clock, {
      onEvents: (id, events) => {
        this.hasHeard = true;
        this.version++;
        this.events.fire({ id, events });
      },
      // Whether they are still alive.
      afterReading: async ids => {
        await this.refreshRuns(ids);
        this.followOthers();
        if (this.hasHeard) this.tell();
      },
      isLookedAt: options.isLookedAt,
      inBackground: work => background.run(work),
    });
    this.ledgers = runsFolders.map(folder => new Ledger(folder, mayDelete));
    this.newest = Promise.all(this.ledgers.map(ledger => ledger.newest)).then(newest =>
      newest.flat().map(overview => this.describe(overview)),
    );
    for (const ledger of this.ledgers) {
      ledger.onChanged(({ removed }) => {
        this.version++;
        for (const id of removed) this.described.delete(id);
        this.followOthers();
        this.tell();
      });
    }
  }

  /** The oldest first. A run of which nothing has changed is the same object as before, and so is the list. */
  get runs(): readonly LabRun[] {
    const { active } = this.options.executor;
    // What this process trains goes on without telling that anything has changed.
    const facts = [this.version, ...active.flatMap(one => [one, one.run, one.isStopping])];
    const before = this.listed;
    if (before && facts.length === before.facts.length && facts.every((fact, i) => fact === before.facts[i])) return before.runs;
    const listed = this.ledgers.flatMap(ledger => ledger.runs.map(overview => this.describe(overview)));
    const known = new Set(listed.map(({ id }) => id));
    const starting = active.filter(({ id }) => !known.has(id)).flatMap(one => describeStarting(one) ?? []);
    const runs = [...listed, ...starting, ...this.withoutFolder.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.listed = { facts, runs };
    return runs;
  }

  /** Folders that look like runs and cannot be read. */
  get broken(): readonly BrokenRun[] {
    return this.ledgers.flatMap(({ broken }) => broken);
  }

  find(id: string): LabRun | undefined {
    const overview = this.findListed(id);
    if (overview) return this.describe(overview);
    const active = this.options.executor.find(id);
    return active ? describeStarting(active) : this.withoutFolder.get(id);
  }

  /** A run as it is on disk. */
  findListed(id: string): RunOverview | undefined {
    for (const ledger of this.ledgers) {
      const found = ledger.find(id);
      if (found) return found;
    }
    return undefined;
  }

  /**
   * Whether the run does not exist yet, or its folder still has the parameters that it was begun with: another process may have changed
   * them.
   */
  isAsBegun(run: QueuedRun): boolean {
    return isAsBegun(run, this.find(run.id)?.config);
  }

  /** Whether there is anything to be trained under an id: it is not there yet, or has ended before its time. */
  isToBeTrained(id: string): boolean {
    const run = this.find(id);
    if (this.options.executor.find(id) || run?.status === 'running' || run?.status === 'completed') return false;
    return !wouldDivergeAgain(run?.reason);
  }

  /** Reads everything anew, and looks from now on which folders come and go. */
  async refresh(): Promise<void> {
    await Promise.all(this.ledgers.map(ledger => ledger.refresh()));
    this.watchFolders();
    this.followOthers();
  }

  /** Reads some runs anew, which may be new, and tells of all of them at once. */
  async refreshRuns(ids: readonly string[]): Promise<void> {
    await Promise.all(this.ledgers.map(ledger => ledger.refreshRuns(ids.filter(id => !this.isKnownElsewhere(id, ledger)))));
  }

  /** A file watcher has seen that a file is different. */
  noticeChange(file: string): void {
    const { background } = this.options;
    for (const ledger of this.ledgers) {
      const [id, ...inside] = path.relative(ledger.runsFolder, file).split(path.sep);
      if (id === undefined || id === '..' || path.isAbsolute(id)) continue;
      if (id === '') background.run(ledger.refresh());
      else if (inside.length === 0 || listedFiles.includes(inside.join('/'))) background.run(ledger.refreshRuns([id]));
      // Not listed, but shown.
      else if (inside.join('/') === 'notes.md') this.tell();
    }
  }

  /** Shows a run that failed before it had a folder. */
  addWithoutFolder(run: LabRun): void {
    this.withoutFolder.set(run.id, run);
    this.version++;
    this.changes.fire();
  }

  /** Whether there was such a run. */
  removeWithoutFolder(id: string): boolean {
    const wasThere = this.withoutFolder.delete(id);
    this.version++;
    if (wasThere) this.changes.fire();
    return wasThere;
  }

  /** A run is this process's from now on. */
  stopFollowing(id: string): void {
    this.others.forget(id);
    this.version++;
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer?.();
    this.others.dispose();
    for (const ledger of this.ledgers) ledger.dispose();
    this.changes.dispose();
    this.events.dispose();
  }

  /** Whether a run is in the folder of another ledger, as far as is known. */
  private isKnownElsewhere(id: string, ledger: Ledger): boolean {
    return !ledger.find(id) && this.ledgers.some(other => other.find(id));
  }

  private tell(): void {
    this.hasHeard = false;
    this.changes.fire();
  }

  /** Checks repeatedly, since a file watcher is faster but cannot be relied on. */
  private watchFolders(): void {
    this.cancelTimer?.();
    if (this.isDisposed) return;
    const { background, clock } = this.options;
    this.cancelTimer = clock.after(FOLDERS_MS, () => {
      const looking = Promise.all(this.ledgers.map(ledger => ledger.noticeFolders()));
      background.run(looking.finally(() => this.watchFolders()));
    });
  }

  /** Follows the runs that other processes train. */
  private followOthers(): void {
    const running = this.ledgers.flatMap(ledger => ledger.runs.filter(({ status }) => status === 'running'));
    this.version++;
    this.others.follow(running.filter(({ id }) => !this.options.executor.find(id)));
  }

  private describe(overview: RunOverview): LabRun {
    const { id, status } = overview;
    const active = this.options.executor.find(id);
    const followed = status === 'running' ? this.others.find(id) : undefined;
    const facts = [overview, active?.run, active?.isStopping, followed];
    const before = this.described.get(id);
    if (before && facts.every((fact, i) => fact === before.facts[i])) return before.run;
    const run = describeListed(overview, active, followed);
    this.described.set(id, { facts, run });
    return run;
  }
}
