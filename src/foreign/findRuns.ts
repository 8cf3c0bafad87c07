import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRange, useFileIn } from '../files/readFiles';
import { messageOf } from '../util/messageOf';
import { csvRuns, hasRuns } from './csv/csvRuns';
import { csvHead } from './csv/readCsv';
import { namesIn } from './fileNames';
import { asForeignError, ForeignError } from './foreignError';
import type { FoundRun } from './foreignRun';
import { experimentRuns, META, metaKind, readFileRun } from './mlflow/fileStore';
import { SQLITE_HEAD } from './mlflow/databaseHead';
import { sqliteRuns } from './mlflow/sqliteStore';
import { isEventFile, runsOfEventFiles } from './tensorboard/eventFiles';
import { readEvents } from './tensorboard/readEvents';
import { readWandb } from './wandb/readWandb';

/** For a person: what can be imported besides arrays. */
export const EXPECTED =
  "TensorBoard's event files, a CSV log with a column epoch or step, a run folder of W&B (offline-run-…, run-…), or MLflow's mlruns/ or mlflow.db";

/** A folder is looked through so deep, and no more folders of it. */
export const DEEPEST = 6;
const MOST_FOLDERS = 5_000;
/** Runs, tables and event files in all of it. */
const MOST_FOUND = 100_000;

/** They hold programs, not runs; hidden ones neither. */
export const PASSED_OVER = /^(\.|node_modules$|__pycache__$|site-packages$|venv$)/;

const ARRAYS = /\.np[yz]$/i;
export const CSV = /\.[ct]sv$/i;
const ARCHIVE = /\.(zip|tgz|tar(\.gz)?)$/i;
const DATABASE = /\.(db|sqlite3?)$/i;
/** What MLflow calls it. */
const MLFLOW_DATABASE = 'mlflow.db';

/** What lies at a place that a person named. */
export interface Found {
  readonly runs: readonly FoundRun[];
  /** There are NumPy arrays, and nothing else, or nothing but tables that may belong to them. */
  readonly areArrays: boolean;
}

/**
 * The runs of other tools at a place: a file, or a folder, which is looked through.
 * @param programs the folder that SQLite as WebAssembly lies in
 * @throws {ForeignError} if there is nothing that can be imported, or it cannot be read
 */
export async function findRuns(given: string, programs: string): Promise<Found> {
  const { real, isFolder } = await resolved(given);
  if (!isFolder) return findFile(given, real, programs);
  const search = new Search(real, programs);
  await search.look('', 0);
  const { runs, tables, hasArrays } = search.found();
  if (hasArrays && runs.length === 0) return { runs: [], areArrays: true };
  if (runs.length + tables.length > 0) return { runs: [...runs, ...tables], areArrays: false };
  throw new ForeignError(`${given}: nothing in this folder can be imported. Expected arrays (.npy, .npz), ${EXPECTED}.`);
}

async function resolved(given: string): Promise<{ readonly real: string; readonly isFolder: boolean }> {
  try {
    // A person may name a place by a link; what lies in a folder is not followed.
    const real = await realpath(given);
    return { real, isFolder: (await stat(real)).isDirectory() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new ForeignError(`${given}: there is no such file or folder.`, { cause: error });
    throw asForeignError(error, given);
  }
}

async function findFile(given: string, file: string, programs: string): Promise<Found> {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  const only = (read: FoundRun['read']): Found => ({ runs: [{ path: given, read }], areArrays: false });
  if (ARRAYS.test(name)) return { runs: [], areArrays: true };
  if (isEventFile(name)) return only(() => readEvents({ folder, files: [name] }));
  if (name.endsWith('.wandb')) return only(() => readWandb(folder));
  if (CSV.test(name)) return { runs: await csvRuns(folder, name, given), areArrays: false };
  if (name === META && (await metaKind(folder)) === 'run') return only(() => readFileRun(folder));
  if (await isDatabase(folder, name)) return { runs: await sqliteRuns({ folder, name, programs }), areArrays: false };
  if (ARCHIVE.test(name))
    throw new ForeignError(
      `${given}: this is an archive, of which nothing is imported. One that was exported here is a run: unpack it into .digits/runs. Unpack others and import their folder.`,
    );
  throw new ForeignError(`${given}: this is nothing that can be imported. Expected arrays (.npy, .npz), ${EXPECTED}.`);
}

async function isDatabase(folder: string, name: string): Promise<boolean> {
  const head = await useFileIn(folder, name, file => readRange(file, 0, SQLITE_HEAD.length)).catch(() => undefined);
  return head?.toString('latin1') === SQLITE_HEAD;
}

/** Looks through a folder. */
class Search {
  private readonly runs: FoundRun[] = [];
  private readonly tables: FoundRun[] = [];
  private readonly eventFiles: string[] = [];
  private hasArrays = false;
  private folders = 0;
  private count = 0;

  constructor(
    private readonly root: string,
    private readonly programs: string,
  ) {}

  found(): { readonly runs: readonly FoundRun[]; readonly tables: readonly FoundRun[]; readonly hasArrays: boolean } {
    const ofEvents = [...runsOfEventFiles(this.eventFiles)].map(([below, files]): FoundRun => {
      const folder = path.join(this.root, below);
      return { path: folder, read: () => readEvents({ folder, files }) };
    });
    return { runs: [...this.runs, ...ofEvents], tables: this.tables, hasArrays: this.hasArrays };
  }

  /** @param below the folder in the root, with `/`; empty for the root itself */
  async look(below: string, depth: number): Promise<void> {
    if (++this.folders > MOST_FOLDERS)
      throw new ForeignError(`${this.root}: it has more than ${MOST_FOLDERS} folders; name those that the runs are in.`);
    const folder = path.join(this.root, below);
    const { files, folders } = await namesIn(folder);
    if (files.some(name => name.endsWith('.wandb'))) {
      this.add(this.runs, { path: folder, read: () => readWandb(folder) });
      return;
    }
    const kind = files.includes(META) ? await metaKind(folder).catch(() => undefined) : undefined;
    if (kind === 'run') {
      this.add(this.runs, { path: folder, read: () => readFileRun(folder) });
      return;
    }
    if (kind === 'experiment') {
      for (const run of await experimentRuns(folder)) this.add(this.runs, run);
      return;
    }
    await this.lookAtFiles(below, files);
    // As givenArrays looks for them: in the folder and in those in it.
    if (depth <= 1 && files.some(name => ARRAYS.test(name))) this.hasArrays = true;
    if (depth === DEEPEST) return;
    for (const name of folders) if (!PASSED_OVER.test(name)) await this.look(below === '' ? name : `${below}/${name}`, depth + 1);
  }

  private add<T>(to: T[], one: T): void {
    if (++this.count > MOST_FOUND)
      throw new ForeignError(
        `${this.root}: there are more than ${MOST_FOUND} runs and logs in it; name the folders of those that are to be imported.`,
      );
    to.push(one);
  }

  private async lookAtFiles(below: string, files: readonly string[]): Promise<void> {
    const folder = path.join(this.root, below);
    for (const name of files) {
      if (isEventFile(name)) this.add(this.eventFiles, below === '' ? name : `${below}/${name}`);
      else if (CSV.test(name)) {
        const head = await csvHead(folder, name).catch(() => undefined);
        if (head && hasRuns(head)) for (const run of await csvRuns(folder, name)) this.add(this.tables, run);
      } else if (DATABASE.test(name)) await this.lookAtDatabase(folder, name);
    }
  }

  /** One that is not called as MLflow calls it may be anybody's. */
  private async lookAtDatabase(folder: string, name: string): Promise<void> {
    let runs: readonly FoundRun[] = [];
    try {
      runs = await sqliteRuns({ folder, name, programs: this.programs });
    } catch (error) {
      if (name === MLFLOW_DATABASE) runs = [{ path: path.join(folder, name), read: () => Promise.reject(asError(error)) }];
    }
    for (const run of runs) this.add(this.runs, run);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ForeignError(messageOf(error));
}
