import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeNpy, type NpyArray } from '../artifacts/npy';
import { noLabels, type RunLabels } from '../contract/labels';
import type { RunConfig } from '../contract/run';
import { replay } from '../contract/runState';
import { summarize } from '../contract/summary';
import type { TrainerEvent } from '../contract/trainer';
import { removeUnfinished, writeFileIn } from '../files/writeFiles';
import { toJson } from '../util/json';
import { parseJsonLines, toJsonLine } from '../util/jsonLines';
import { takeOwnership, type Ownership } from './owner';
import { runPaths, type RunPaths } from './paths';
import { readOverview } from './readRun';
import { RunFolderError, storageError } from './runFolderError';

/** What Git should not keep of run folders. */
const GITIGNORE = 'checkpoint/\nowner.json\nowner.*.json\nwandb/\n*.tmp\n';

/** The one who writes a run folder, while it owns it. */
export class RunWriter {
  readonly paths: RunPaths;
  private readonly events: number;

  private constructor(
    folder: string,
    private readonly ownership: Ownership,
  ) {
    this.paths = runPaths(folder);
    this.events = openSync(this.paths.events, 'a');
  }

  /**
   * Makes the folder of a new run.
   * @throws {RunFolderError} if it is there already, or cannot be written
   */
  static async create(folder: string, config: RunConfig, labels: Partial<RunLabels> = {}): Promise<RunWriter> {
    try {
      await mkdir(path.dirname(folder), { recursive: true });
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
      await writeFileIn(folder, 'labels.json', toJson({ ...noLabels, ...labels }));
      await writeFileIn(folder, 'config.json', toJson(config));
      return new RunWriter(folder, ownership);
    } catch (error) {
      // First, since a heartbeat would make the folder again.
      await ownership?.release();
      // Without its config it is no run.
      await rm(folder, { recursive: true, force: true });
      throw storageError(`${folder}: the run folder cannot be written`, error);
    }
  }

  /**
   * Takes over the folder of a run that nobody works on; what a crash left of a last line or of a file is removed.
   * @throws {RunFolderError} if somebody else works on it, or it cannot be written
   */
  static async resume(folder: string): Promise<RunWriter> {
    const { events, summary } = runPaths(folder);
    let ownership: Ownership | undefined;
    try {
      ownership = await takeOwnership(folder);
      // Whoever was faster may have ended it meanwhile.
      if ((await readOverview(folder)).summary?.status === 'completed')
        throw new RunFolderError(`${folder}: this run is completed; there is nothing to resume.`);
      if (existsSync(events)) truncateSync(events, parseJsonLines(readFileSync(events), events).wholeBytes);
      await rm(summary, { force: true });
      await removeUnfinished(folder);
      return new RunWriter(folder, ownership);
    } catch (error) {
      await ownership?.release();
      if (error instanceof RunFolderError) throw error;
      throw storageError(`${folder}: the run cannot be taken up again`, error);
    }
  }

  /**
   * Adds a line to events.jsonl, whole or not at all.
   * @throws {RunFolderError} if it cannot be written
   */
  append(event: TrainerEvent): void {
    const line = Buffer.from(toJsonLine(event));
    const { size } = fstatSync(this.events);
    try {
      // On a full disk a part may be written.
      for (let at = 0; at < line.length;) at += writeSync(this.events, line, at);
    } catch (error) {
      // Else the next line would stand in the middle of this one.
      ftruncateSync(this.events, size);
      throw storageError(`${this.paths.events}: cannot be written`, error);
    }
  }

  /** Writes a file of the run so that its name appears only with its whole content. */
  async write(file: string, content: Uint8Array | string): Promise<void> {
    try {
      await writeFileIn(this.paths.folder, path.relative(this.paths.folder, file).replaceAll(path.sep, '/'), content);
    } catch (error) {
      throw storageError(`${file}: cannot be written`, error);
    }
  }

  async writeArray(file: string, array: NpyArray): Promise<void> {
    await this.write(file, encodeNpy(array));
  }

  /** Writes the summary of a run that has ended, and gives the folder up. */
  async close(): Promise<void> {
    fsyncSync(this.events);
    closeSync(this.events);
    const { values } = parseJsonLines(readFileSync(this.paths.events), this.paths.events);
    const summary = summarize(replay(values as TrainerEvent[]));
    try {
      if (summary) await this.write(this.paths.summary, toJson(summary));
    } finally {
      await this.ownership.release();
    }
  }
}

/** Once for all runs: in `.digits` if that is what the runs are kept in, else beside the runs. */
async function writeGitignore(runsFolder: string): Promise<void> {
  const parent = path.dirname(runsFolder);
  const file = path.join(path.basename(parent) === '.digits' ? parent : runsFolder, '.gitignore');
  await writeFile(file, GITIGNORE, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
