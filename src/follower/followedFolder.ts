import path from 'node:path';
import { makeFolder } from '../files/writeFiles';
import { CSV } from '../foreign/findRuns';
import { holdFileLock } from '../runFolder/fileLock';
import { writeGitignore } from '../runFolder/gitignore';
import { realHomeOf } from '../runFolder/home';
import type { Clock } from '../util/clock';
import { messageOf } from '../util/messageOf';
import { SourceFinder, type Place } from './findSources';
import { FolderWatch, type FolderChange } from './folderWatch';
import { FollowedSource, type FollowedSourceOptions } from './followedSource';
import { KnownRuns } from './knownRuns';
import { Room } from './room';
import type { ReadInTurn, Source } from './source';

/** What several writes in a row are waited for together. */
const SOON_MS = 100;
/** Runs that go on are looked at so often where the system tells of no change, as on the disk of another machine. */
const LIVE_MS = 5_000;
/** It is looked for others so often. */
const FIND_MS = 30_000;
/** At most, where much comes and goes. */
const FOUND_MS = 1_000;
/** Where it takes long there is a pause of so many times as long after it. */
const PAUSES = 10;
/** And whether another window still follows them. */
const LOCKED_MS = 10_000;

/** The file whose lock says that a process follows the files of these runs. */
const LOCKED = 'followed';

export interface FollowedFolderOptions extends Pick<FollowedSourceOptions, 'readKnownLabels'> {
  readonly runsFolder: string;
  readonly places: readonly Place[];
  /** For a person. */
  readonly tell: (line: string) => void;
  /** So many runs are followed now. */
  readonly onFound: (count: number) => void;
  readonly readInTurn: ReadInTurn;
  /** Places of sources that are not read. */
  readonly leftOut: ReadonlySet<string>;
  readonly clock: Clock;
  readonly now: () => number;
}

/** All that is followed into one folder of runs. One process does it at a time: others wait until it ends. */
export class FollowedFolder {
  private readonly sources = new Map<string, FollowedSource>();
  /** Names of sources by the folders that their files lie in. */
  private readonly byFolder = new Map<string, Set<string>>();
  /** Files of sources. */
  private readonly files = new Set<string>();
  private readonly finder: SourceFinder;
  private readonly watch = new FolderWatch(change => this.noticeChange(change));
  private readonly room = new Room();
  private readonly working = new Set<Promise<void>>();
  /** What was looked at while it was to be looked at again. */
  private readonly looking = new Map<string, 'once' | 'again'>();
  private readonly waits = new Map<string, () => void>();
  private readonly told = new Set<string>();
  private runs: KnownRuns | undefined;
  private unlock: (() => Promise<void>) | undefined;
  private isStopped = false;
  private finding: 'once' | 'again' | undefined;
  /** When it was looked for sources last, and how long that took. */
  private found = { at: 0, ms: 0 };

  constructor(private readonly options: FollowedFolderOptions) {
    this.finder = new SourceFinder(options);
  }

  start(): void {
    this.find();
  }

  /** Gives all runs up; settles when nothing is written any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const callOff of this.waits.values()) callOff();
    this.waits.clear();
    this.watch.dispose();
    for (let work = [...this.working]; work.length > 0; work = [...this.working]) await Promise.all(work);
    await this.giveUp();
  }

  /** Looks for sources; what asks for that meanwhile has it done once more, since two at once would both take the lock. */
  private find(): void {
    if (this.finding !== undefined) {
      this.finding = 'again';
      return;
    }
    this.finding = 'once';
    this.during('find', async () => {
      const begun = this.options.now();
      try {
        await this.findNow();
      } finally {
        const at = this.options.now();
        this.found = { at, ms: Math.max(0, at - begun) };
        const isAgain = this.finding === 'again';
        this.finding = undefined;
        if (isAgain) this.findSoon();
      }
    });
  }

  private async findNow(): Promise<void> {
    this.after('find', FIND_MS, () => this.find());
    const { places, now } = this.options;
    const { sources, folders, refused } = await this.finder.find(places, now());
    for (const line of refused) this.tellOnce(line);
    if (this.isStopped) return;
    // What is named, and not there yet, comes into the root. What came before it was watched is seen by looking again.
    for (const folder of this.watch.watch([...places.map(({ root }) => root), ...folders])) this.finder.forget(folder);
    if (sources.length > 0 && (await this.isMine())) this.take(sources);
    this.options.onFound(sources.length);
  }

  private take(sources: readonly Source[]): void {
    this.byFolder.clear();
    this.files.clear();
    for (const source of sources) {
      const known = this.sources.get(source.name);
      if (known) known.update(source);
      else {
        const { runsFolder, tell, now, readKnownLabels } = this.options;
        const options = { runsFolder, runs: this.runs!, room: this.room, tell, now, readKnownLabels };
        this.sources.set(source.name, new FollowedSource(source, options));
      }
      for (const file of source.files) {
        const folder = path.dirname(path.join(source.folder, file));
        this.files.add(path.join(source.folder, file));
        const names = this.byFolder.get(folder) ?? new Set();
        this.byFolder.set(folder, names.add(source.name));
      }
    }
    const found = new Set(sources.map(({ name }) => name));
    for (const [name, source] of this.sources) {
      // Of one whose files are gone the run ends first.
      if (found.has(name) || source.isLive) this.look(name);
      else this.sources.delete(name);
    }
  }

  private noticeChange({ folder, file, isNew }: FolderChange): void {
    for (const name of this.byFolder.get(folder) ?? []) this.after(keyOf(name), SOON_MS, () => this.look(name), 'sooner');
    // A log that is no known one may have its first line now.
    if (!isNew && (!CSV.test(file) || this.files.has(path.join(folder, file)))) return;
    this.finder.forget(folder);
    this.findSoon();
  }

  private findSoon(): void {
    const pause = Math.min(FIND_MS, Math.max(FOUND_MS, this.found.ms * PAUSES));
    const since = this.options.now() - this.found.at;
    this.after('find', since < 0 ? SOON_MS : Math.max(SOON_MS, pause - since), () => this.find(), 'sooner');
  }

  private look(name: string): void {
    const source = this.sources.get(name);
    if (!source || this.isStopped) return;
    if (this.looking.has(name)) {
      this.looking.set(name, 'again');
      return;
    }
    this.looking.set(name, 'once');
    this.during(name, async () => {
      const ms = await this.options.readInTurn(source.place, () => source.look());
      const isAgain = this.looking.get(name) === 'again';
      this.looking.delete(name);
      if (isAgain) this.look(name);
      else if (ms !== undefined) this.after(keyOf(name), Math.min(ms, LIVE_MS), () => this.look(name));
    });
  }

  /** Whether no other process follows into this folder; from then on it is this one. */
  private async isMine(): Promise<boolean> {
    if (this.unlock) return true;
    const { runsFolder } = this.options;
    await makeFolder(runsFolder);
    await writeGitignore(runsFolder);
    this.unlock = await holdFileLock(path.join(await realHomeOf(runsFolder), LOCKED), () => this.lose());
    if (!this.unlock) {
      this.tellOnce(`${runsFolder}: another window or process follows files into it. This one goes on when that ends.`);
      this.after('find', LOCKED_MS, () => this.find());
      return false;
    }
    this.runs = await KnownRuns.read(runsFolder);
    return true;
  }

  /** Another process took it over, since this one had slept. */
  private lose(): void {
    this.unlock = undefined;
    this.during('give up', () => this.giveUp());
  }

  private async giveUp(): Promise<void> {
    const sources = [...this.sources.values()];
    this.sources.clear();
    await Promise.all(sources.map(source => source.release()));
    await this.unlock?.().catch(() => undefined);
    this.unlock = undefined;
  }

  /** Does some work that `stop` waits for. */
  private during(what: string, work: () => Promise<void>): void {
    if (this.isStopped) return;
    const done = work().catch((error: unknown) => this.tellOnce(`${what}: ${messageOf(error)}`));
    this.working.add(done);
    void done.then(() => this.working.delete(done));
  }

  /** Calls back after a time, once for each name: the time that was set last counts, or with `sooner` the first of those that come soon. */
  private after(name: string, ms: number, callback: () => void, how: 'later' | 'sooner' = 'later'): void {
    if (this.isStopped) return;
    const key = how === 'sooner' ? `${name}, soon` : name;
    if (how === 'sooner' && this.waits.has(key)) return;
    this.waits.get(key)?.();
    const callOff = this.options.clock.after(ms, () => {
      this.waits.delete(key);
      callback();
    });
    this.waits.set(key, callOff);
  }

  private tellOnce(line: string): void {
    if (this.told.has(line) || this.told.size > 1_000) return;
    this.told.add(line);
    this.options.tell(line);
  }
}

/** Of its timer. */
function keyOf(source: string): string {
  return `source ${source}`;
}
