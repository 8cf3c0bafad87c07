import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { encodeNpy, type NpyArray } from '../artifacts/npy';
import { noLabels, type RunLabels } from '../contract/labels';
import type { TrainedConfig } from '../contract/run';
import { replay } from '../contract/runState';
import { summarize } from '../contract/summary';
import type { TrainerEvent } from '../contract/trainer';
import { readTailIn, useFileIn } from '../files/readFiles';
import { removeEmptyFolderIn, removeFileIn, removeTree } from '../files/tree';
import { makeFolder } from '../files/writeFiles';
import { toJson } from '../util/json';
import { toJsonLine } from '../util/jsonLines';
import { economy } from './economy';
import { EventsFile } from './eventsFile';
import { writeGitignore } from './gitignore';
import { LostRunError, takeOwnership, type Ownership } from './ownership';
import { runPaths, trainersFiles, type RunPaths } from './paths';
import { limits, readBytes } from './readFile';
import { readEvents, readOverview } from './readRun';
import { RunFolderError, storageError } from './runFolderError';

/** Writes a run folder while this process owns it; see ownership.ts for what keeps it from writing afterwards. */
export class RunWriter {
  readonly paths: RunPaths;
  private readonly economy = economy();
  private readonly events: EventsFile;
  private isOpen = true;

  private constructor(
    folder: string,
    private readonly ownership: Ownership,
    /** The last line of events.jsonl has no end. */
    isTorn: boolean,
  ) {
    this.paths = runPaths(folder);
    this.events = new EventsFile(folder, ownership, { isTorn, waitMs: this.economy.waitMs });
  }

  /**
   * Makes the folder of a new run.
   * @param labels on a cluster there is no labels.json without any
   * @param notes what notes.md begins with; without it there is none
   * @throws {RunFolderError} if it is there already, or cannot be written
   */
  static async create(folder: string, config: TrainedConfig, labels: Partial<RunLabels> = {}, notes = ''): Promise<RunWriter> {
    try {
      await makeFolder(path.dirname(folder));
      await writeGitignore(path.dirname(folder));
    } catch (error) {
      throw storageError(`${path.dirname(folder)}: the folder of the runs cannot be made`, error);
    }
    try {
      await mkdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new RunFolderError(`${folder}: there is a run of that id already.`);
      throw storageError(`${folder}: the run folder cannot be made`, error);
    }
    let ownership: Ownership | undefined;
    try {
      ownership = await takeOwnership(folder);
      const allLabels = { ...noLabels, ...labels };
      if (!economy().sparesFiles || !isDeepStrictEqual(allLabels, noLabels)) await ownership.write('labels.json', toJson(allLabels));
      if (notes !== '') await ownership.write('notes.md', notes);
      await ownership.write('config.json', toJson(config));
      return new RunWriter(folder, ownership, false);
    } catch (error) {
      await ownership?.release();
      // Without its config it is no run; what another process has in its place is left alone.
      if (!ownership?.lost.aborted && !(error instanceof LostRunError)) await removeTree(folder);
      throw storageError(`${folder}: the run folder cannot be written`, error);
    }
  }

  /**
   * Takes over the folder of a run that no process works on. What an earlier attempt has left of a file is removed; its lines stay, also one
   * that is torn.
   * @param after refused if there was a later attempt than this one
   * @throws {RunFolderError} if another process works on it, if a part of it is a link, or it cannot be written
   */
  static async resume(folder: string, after?: number): Promise<RunWriter> {
    let ownership: Ownership | undefined;
    try {
      await checkFiles(folder);
      ownership = await takeOwnership(folder, after);
      // Another process may have been faster, and have ended it meanwhile.
      if ((await readOverview(folder)).summary?.status === 'completed')
        throw new RunFolderError(`${folder}: this run is completed; there is nothing to resume.`);
      // Before the summary of what is to go on is removed.
      await readEvents(folder);
      const isTorn = await endsTorn(folder);
      // Windows renames nothing over a file that is open.
      if (ownership.hasRival && process.platform !== 'win32') await replaceEvents(folder, ownership);
      ownership.check();
      await removeFileIn(folder, 'summary.json');
      return new RunWriter(folder, ownership, isTorn);
    } catch (error) {
      await ownership?.release();
      throw storageError(`${folder}: the run cannot be taken up again`, error);
    }
  }

  /** Which attempt at the run this is. */
  get attempt(): number {
    return this.ownership.attempt;
  }

  /** Aborted, with a LostRunError, as soon as it is found that another process has the run now, or that its folder is gone. */
  get lost(): AbortSignal {
    return this.ownership.lost;
  }

  /**
   * Adds a line to events.jsonl, whole or not at all; returns the event as it was written, with its attempt. One that only tells how far the run
   * is may wait for a moment, so that several are written together.
   * @throws {LostRunError} if the run is not this process's any more; {RunFolderError} if it cannot be written
   */
  append<E extends TrainerEvent>(event: E): E {
    if (!this.isOpen) throw new RunFolderError(`${this.paths.folder}: the run was closed.`);
    const stamped = { ...event, attempt: this.attempt };
    try {
      this.events.append(toJsonLine(stamped), passing.has(event.type));
    } catch (error) {
      throw storageError(`${this.paths.events}: cannot be written`, error);
    }
    return stamped;
  }

  /** Writes a file of the run so that its name appears only with its whole content. @throws as append() does */
  async write(file: string, content: Uint8Array | string): Promise<void> {
    try {
      await this.ownership.write(this.nameOf(file), content);
    } catch (error) {
      throw storageError(`${file}: cannot be written`, error);
    }
  }

  async writeArray(file: string, array: NpyArray): Promise<void> {
    await this.write(file, encodeNpy(array));
  }

  /** Has what was appended so far on disk. @throws {RunFolderError} if it cannot be written */
  async sync(): Promise<void> {
    try {
      await this.events.sync();
    } catch (error) {
      throw storageError(`${this.paths.events}: cannot be written`, error);
    }
  }

  /** Writes the summary of a run that has ended, and gives the folder up. @throws as append() does */
  async close(): Promise<void> {
    try {
      this.events.syncNow();
      const summary = summarize(replay(await readEvents(this.paths.folder)));
      if (!summary) return;
      await this.write(this.paths.summary, toJson(summary));
      // One that stays does no harm.
      if (summary.status === 'completed' && this.economy.sparesFiles) await this.removeCheckpoint().catch(() => undefined);
    } finally {
      await this.abandon();
    }
  }

  /** Gives the folder up as it is. May be called again. */
  async abandon(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.events.close();
    await this.ownership.release();
  }

  /** A run that is completed is resumed by nobody, and this was a third of its bytes. */
  private async removeCheckpoint(): Promise<void> {
    const { folder, checkpoint } = this.paths;
    const name = this.nameOf(checkpoint);
    this.ownership.check();
    await removeFileIn(folder, name);
    await removeEmptyFolderIn(folder, path.posix.dirname(name));
  }

  /** Of one of the run's files, inside its folder. */
  private nameOf(file: string): string {
    return path.relative(this.paths.folder, file).replaceAll(path.sep, '/');
  }
}

/** Events that tell how far a run is, many times a second: a run that goes on does again what they tell of. */
const passing: ReadonlySet<TrainerEvent['type']> = new Set(['batchEnded', 'resourcesSampled']);

/**
 * Checks that a run can be written, before anything is begun.
 * @throws {RunFolderError} if a link, or something else than a file, stands where a trainer writes
 */
export async function checkFiles(folder: string): Promise<void> {
  try {
    for (const name of trainersFiles) await useFileIn(folder, name, () => undefined);
  } catch (error) {
    throw storageError(`${folder}: the run cannot be taken up again`, error);
  }
}

/** A copy takes the place of events.jsonl, so that nothing comes into it from a process that has the file open. */
async function replaceEvents(folder: string, ownership: Ownership): Promise<void> {
  const bytes = await readBytes(folder, 'events.jsonl', limits.events);
  if (bytes) await ownership.write('events.jsonl', bytes);
}

/** Whether the last line of events.jsonl has no end. */
async function endsTorn(folder: string): Promise<boolean> {
  const tail = await readTailIn(folder, 'events.jsonl', 1);
  return tail !== undefined && tail.length > 0 && tail[0] !== 0x0a;
}
