import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { MOST_FILES } from '../contract/formats/followed';
import { fileSizeIn } from '../files/readFiles';
import { checkFolders, locate } from '../files/location';
import { isLogHead } from '../contract/logHead';
import { csvHead } from '../foreign/csv/readCsv';
import { CSV, DEEPEST } from '../foreign/findRuns';
import { isEventFile, runsOfEventFiles } from '../foreign/tensorboard/eventFiles';
import { messageOf } from '../util/messageOf';
import { FolderNames } from './folderNames';
import { runsAround } from './ownRuns';
import { placeOf, type ReadInTurn, type Source } from './source';

/** Folders that are looked through for one path of the setting, and runs that are found in all of them. */
export const MOST_FOLDERS = 2_000;
export const MOST_SOURCES = 200;
/** Files that may be logs, in all of them. */
const MOST_TABLES = 10_000;
const MOST_EVENT_FILES = 20_000;

/** A CSV file that is shorter may get its first line yet. */
const SHORT_BYTES = 64_000;

/** Files and folders below a root. */
export interface Place {
  /** Without links. */
  readonly root: string;
  /** Below the root, with `/`; an empty one is the root itself. */
  readonly paths: readonly string[];
  /** Whether names below the root say where a file lies. */
  readonly isOpen: boolean;
  /** Where the runs are kept: nothing in it is followed. */
  readonly runsFolder: string;
}

export interface FoundSources {
  readonly sources: readonly Source[];
  /** That were looked through. */
  readonly folders: readonly string[];
  /** What is not followed and why, for a person. */
  readonly refused: readonly string[];
}

export interface SourceFinderOptions {
  readonly readInTurn: ReadInTurn;
  /** Places of sources that are not read. */
  readonly leftOut: ReadonlySet<string>;
}

/** Finds what can be followed, again and again: a CSV file that is no log is looked at once. */
export class SourceFinder {
  /** What CSV files turned out to be, by their paths. */
  private tables = new Map<string, Table>();
  private tablesBefore = new Map<string, Table>();
  private readonly names = new FolderNames();

  constructor(private readonly options: SourceFinderOptions) {}

  /**
   * What can be followed at these places.
   * @param now in ms since 1970: what was looked at not long ago, and has not changed as far as the system tells, is not looked at again
   */
  async find(places: readonly Place[], now: number): Promise<FoundSources> {
    this.names.begin(now);
    this.tablesBefore = this.tables;
    this.tables = new Map();
    const all: FoundSources[] = [];
    for (const place of places) {
      const search = new Search(place, {
        leftOut: this.options.leftOut,
        names: this.names,
        isLog: (folder, name) => this.isLog(folder, name),
      });
      for (const one of place.paths) await search.start(one);
      all.push(search.found());
    }
    return {
      sources: all.flatMap(({ sources }) => sources),
      folders: all.flatMap(({ folders }) => folders),
      refused: all.flatMap(({ refused }) => refused),
    };
  }

  /** Something in this folder changed. */
  forget(folder: string): void {
    this.names.forget(folder);
  }

  /** @returns undefined where too many were looked at already */
  private async isLog(folder: string, name: string): Promise<boolean | undefined> {
    const file = path.join(folder, name);
    if (this.options.leftOut.has(file)) return false;
    const again = this.tables.get(file);
    if (again) return again.isLog;
    if (this.tables.size >= MOST_TABLES) return undefined;
    const known = this.tablesBefore.get(file);
    const bytes = known && (known.isLog || known.bytes > SHORT_BYTES) ? known.bytes : ((await fileSizeIn(folder, name)) ?? 0);
    if (known?.bytes === bytes) {
      this.tables.set(file, known);
      return known.isLog;
    }
    const head = bytes === 0 ? undefined : await this.options.readInTurn(file, () => csvHead(folder, name)).catch(() => undefined);
    const isLog = head !== undefined && isLogHead(head);
    this.tables.set(file, { bytes, isLog });
    return isLog;
  }
}

interface Table {
  readonly bytes: number;
  readonly isLog: boolean;
}

interface SearchParts {
  readonly leftOut: ReadonlySet<string>;
  readonly names: FolderNames;
  readonly isLog: (folder: string, name: string) => Promise<boolean | undefined>;
}

class Search {
  private readonly sources = new Map<string, Source>();
  private readonly folders = new Set<string>();
  private readonly refused: string[] = [];
  private eventFiles: string[] = [];

  constructor(
    private readonly place: Place,
    private readonly parts: SearchParts,
  ) {}

  found(): FoundSources {
    return { sources: [...this.sources.values()], folders: [...this.folders], refused: this.refused };
  }

  /** @param below the root, with `/` */
  async start(below: string): Promise<void> {
    const { root, runsFolder } = this.place;
    const shown = below === '' ? root : `${root}${path.sep}${below}`;
    try {
      this.eventFiles = [];
      const isFile = below !== '' && (await this.isFile(below));
      const around = runsAround(await realpath(shown), runsFolder);
      if (around !== undefined) throw new Error(`${shown}: it lies in ${around}, where runs are kept; what is in it is not followed.`);
      if (isFile) return await this.takeFile(below);
      await this.look(below, 0);
      // As an import of that place has them.
      const names = this.eventFiles.map(name => (below === '' ? name : name.slice(below.length + 1)));
      for (const [folder, files] of runsOfEventFiles(names)) this.takeEvents([below, folder].filter(part => part !== '').join('/'), files);
    } catch (error) {
      // It may come yet.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.refuse(`${shown}: there is no such file or folder yet.`);
      else this.refuse(messageOf(error));
    }
  }

  /** Whether it is a file; else it is a folder. @throws {Error} if it is neither, or lies behind a link */
  private async isFile(below: string): Promise<boolean> {
    const { root } = this.place;
    await checkFolders(root, below);
    const found = await lstat(locate(root, below));
    if (!found.isFile() && !found.isDirectory())
      throw new Error(`${root}${path.sep}${below}: this is neither a file nor a folder; links are not followed.`);
    return found.isFile();
  }

  private takeEvents(below: string, files: readonly string[]): void {
    const folder = path.join(this.place.root, below);
    if (files.length > MOST_FILES) this.refuse(`${folder}: a run of ${files.length} event files; expected at most ${MOST_FILES}.`);
    else this.add({ kind: 'tensorboard', folder, files, name: this.nameOf(below) });
  }

  private async takeFile(below: string): Promise<void> {
    const [folder, file] = [path.posix.dirname(below), path.posix.basename(below)];
    const place = path.join(this.place.root, folder);
    this.folders.add(place);
    if (isEventFile(file)) this.add({ kind: 'tensorboard', folder: place, files: [file], name: this.nameOf(below) });
    else if (file.endsWith('.wandb')) await this.takeWandb(folder === '.' ? '' : folder, [file]);
    else if (CSV.test(file)) this.add({ kind: 'csv', folder: place, files: [file], name: this.nameOf(below) });
    else
      this.refuse(
        `${path.join(place, file)}: this is nothing that is followed. Expected an event file of TensorBoard, a CSV log with a column epoch or step, or a .wandb file.`,
      );
  }

  private async look(below: string, depth: number): Promise<void> {
    const folder = path.join(this.place.root, below);
    if (folder === this.place.runsFolder) return;
    if (this.folders.size >= MOST_FOLDERS) {
      this.refuse(`${this.place.root}: only ${MOST_FOLDERS} folders are looked through. Name those that the runs are in.`);
      return;
    }
    this.folders.add(folder);
    const { events, wandb, tables, folders, isRun } = await this.parts.names.in(folder);
    if (isRun) return;
    if (wandb.length > 0) return this.takeWandb(below, wandb);
    const within = (name: string): string => (below === '' ? name : `${below}/${name}`);
    for (const name of events) this.takeEventFile(within(name));
    for (const name of tables) {
      const isLog = await this.parts.isLog(folder, name);
      if (isLog === undefined) this.refuse(`Only ${MOST_TABLES} CSV files are looked at. Name the folders that the logs are in.`);
      if (isLog === true) this.add({ kind: 'csv', folder, files: [name], name: this.nameOf(within(name)) });
    }
    if (depth === DEEPEST) return;
    for (const name of folders) await this.lookInto(within(name), depth + 1);
  }

  private takeEventFile(below: string): void {
    if (this.eventFiles.length < MOST_EVENT_FILES) this.eventFiles.push(below);
    else this.refuse(`${this.place.root}: only ${MOST_EVENT_FILES} event files are looked at. Name the folders of the runs that go on.`);
  }

  /** What goes away meanwhile, or cannot be read, keeps the rest from nothing. */
  private async lookInto(below: string, depth: number): Promise<void> {
    try {
      await this.look(below, depth);
    } catch (error) {
      this.refuse(messageOf(error));
    }
  }

  private async takeWandb(below: string, files: readonly string[]): Promise<void> {
    const folder = path.join(this.place.root, below);
    if (files.length > 1) this.refuse(`${folder}: there is more than one .wandb file in it.`);
    else this.add({ kind: 'wandb', folder, files, name: this.nameOf(below) });
  }

  private add(source: Source): void {
    if (this.parts.leftOut.has(placeOf(source))) return;
    if (this.sources.size < MOST_SOURCES || this.sources.has(source.name)) this.sources.set(source.name, source);
    else this.refuse(`${this.place.root}: only ${MOST_SOURCES} runs are followed. Name the folders of those that go on.`);
  }

  private refuse(why: string): void {
    if (!this.refused.includes(why)) this.refused.push(why);
  }

  private nameOf(below: string): string {
    const { isOpen, root } = this.place;
    return isOpen ? below || '.' : path.join(root, below);
  }
}
