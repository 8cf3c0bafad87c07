import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type * as v from 'valibot';
import { parseJson } from '../contract/formats/parseJson';
import { isRunId } from '../contract/runId';
import { checkFolders, isMissing } from '../files/location';
import { useFileIn } from '../files/readFiles';
import { makeFolder, makeFoldersIn, writeFileIn } from '../files/writeFiles';
import { withFileLock } from '../runFolder/fileLock';
import { homeOf, realHomeOf } from '../runFolder/home';
import { limits, readJsonFile } from '../runFolder/readFile';
import { readingError, RunFolderError, storageError } from '../runFolder/runFolderError';
import { systemClock } from '../util/clock';
import { mapAtOnce } from '../util/mapAtOnce';
import { messageOf } from '../util/messageOf';
import { designText, readOneOfRuns } from './designText';

/** A design as it is kept. The name of its folder decides what it is called: an id in a file is not believed. */
export interface KeptDesign<Plan> {
  readonly id: string;
  readonly folder: string;
  readonly plan: Plan;
}

/** A folder that cannot be read as a design. */
export interface BrokenDesign {
  readonly id: string;
  readonly folder: string;
  readonly reason: string;
}

type DesignSchema = v.GenericSchema<unknown, { readonly id: string; readonly runs: readonly object[] }>;

/** A design as far as it is about one of its runs. */
export interface KeptRun<Plan> extends KeptDesign<Plan> {
  /** How many runs it has; the plan has no other one than that which was asked for, and none where there is none in that place. */
  readonly count: number;
}

/** What designs of a kind are kept in. */
export interface DesignKind<S extends DesignSchema> {
  /** The name of the folder of all of them, beside that of the runs. */
  readonly folder: string;
  /** The file of each of them, in a folder of its own. */
  readonly file: string;
  readonly schema: S;
}

/** Designs that are read at a time. */
const AT_ONCE = 16;

/** Where the designs of a folder of runs are kept: one folder for each, beside the runs. Reading changes nothing. */
export class DesignStore<S extends DesignSchema> {
  /** The folder of all of them; it need not be there. */
  readonly folder: string;

  constructor(
    readonly kind: DesignKind<S>,
    private readonly runsFolder: string,
  ) {
    this.folder = path.join(homeOf(runsFolder), kind.folder);
  }

  /** All that can be read, the oldest first, and those that cannot. @throws {RunFolderError} if their folder cannot be read */
  async list(): Promise<{ readonly designs: readonly KeptDesign<v.InferOutput<S>>[]; readonly broken: readonly BrokenDesign[] }> {
    const designs: KeptDesign<v.InferOutput<S>>[] = [];
    const broken: BrokenDesign[] = [];
    await mapAtOnce(await this.ids(), AT_ONCE, async id => {
      try {
        designs.push(await this.read(id));
      } catch (error) {
        broken.push({ id, folder: path.join(this.folder, id), reason: messageOf(error) });
      }
    });
    const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
    return { designs: designs.sort(byId), broken: broken.sort(byId) };
  }

  /** @throws {RunFolderError} if there is none, or its file is not what it should be */
  async read(id: string): Promise<KeptDesign<v.InferOutput<S>>> {
    const folder = path.join(this.folder, id);
    const { folder: kind, file, schema } = this.kind;
    const home = await realHomeOf(this.runsFolder);
    const plan = isRunId(id) ? await readJsonFile(home, `${kind}/${id}/${file}`, schema, { limit: limits.medium }) : undefined;
    if (!plan) throw new RunFolderError(`${folder}: there is no ${this.kind.file}.`);
    return { id, folder, plan: { ...plan, id } };
  }

  /**
   * One of a design's runs, by its place from 0. Of a design as `write` leaves it nothing is read of the other runs, nor whether they are all different.
   * @throws as read()
   */
  async readRun(id: string, index: number): Promise<KeptRun<v.InferOutput<S>>> {
    const { folder: kind, file, schema } = this.kind;
    if (isRunId(id)) {
      const home = await realHomeOf(this.runsFolder);
      try {
        const one = await useFileIn(home, `${kind}/${id}/${file}`, opened => readOneOfRuns(opened, index));
        if (one) return { id, folder: path.join(this.folder, id), plan: { ...parseJson(schema, one.json, file), id }, count: one.count };
      } catch {
        // Reading all of it says what is wrong.
      }
    }
    const kept = await this.read(id);
    const { runs } = kept.plan;
    return { ...kept, plan: { ...kept.plan, runs: runs.slice(index, index + 1) }, count: runs.length };
  }

  /**
   * The same of the design whose file is at a path.
   * @throws {RunFolderError} if there is none, or it is not kept beside these runs
   */
  async readRunAt(file: string, index: number): Promise<KeptRun<v.InferOutput<S>>> {
    const id = path.basename(path.dirname(file));
    const [found, kept] = await Promise.all(
      [file, path.join(this.folder, id, this.kind.file)].map(one => realpath(one).catch(() => undefined)),
    );
    if (found === undefined) throw new RunFolderError(`${file}: there is no such file.`);
    if (found !== kept)
      throw new RunFolderError(`${file}: its runs are not in ${this.runsFolder}; say with --runs which folder of runs it lies beside.`);
    return this.readRun(id, index);
  }

  /** Keeps a new one. @throws {RunFolderError} if it cannot be written */
  async write(plan: v.InferOutput<S>): Promise<KeptDesign<v.InferOutput<S>>> {
    const folder = path.join(this.folder, plan.id);
    await this.storing(folder, async () => {
      await makeFolder(this.runsFolder);
      const home = await realHomeOf(this.runsFolder);
      await writeFileIn(home, `${this.kind.folder}/${plan.id}/${this.kind.file}`, designText(plan));
    });
    return { id: plan.id, folder, plan };
  }

  /** Changes one; what another process wrote meanwhile is what it begins with. @throws {RunFolderError} if it cannot be read or written */
  async change(id: string, how: (plan: v.InferOutput<S>) => v.InferOutput<S>): Promise<KeptDesign<v.InferOutput<S>>> {
    const { folder, plan: before } = await this.read(id);
    // Neither a lock nor a file where nothing would be different.
    if (how(before) === before) return { id, folder, plan: before };
    return this.storing(folder, () =>
      withFileLock(path.join(folder, this.kind.file), async lock => {
        const { plan } = await this.read(id);
        const changed = how(plan);
        if (changed !== plan) await lock.write(designText(changed));
        return { id, folder, plan: changed };
      }),
    );
  }

  /**
   * Does some work while no other process does work of this kind here.
   * @param already asked while another one is at work: what it finds is taken in place of the work
   * @throws {RunFolderError} if the folder cannot be written, or another process takes too long
   */
  async alone<T>(work: () => Promise<T>, already?: () => Promise<T | undefined>): Promise<T> {
    try {
      await makeFolder(this.runsFolder);
      await makeFoldersIn(await realHomeOf(this.runsFolder), `${this.kind.folder}/any`);
    } catch (error) {
      throw storageError(`${this.folder}: cannot be written`, error);
    }
    return withFileLock(path.join(this.folder, 'all'), work, systemClock, already);
  }

  /** Those of all, broken ones too, the oldest first. @throws {RunFolderError} if their folder cannot be read */
  async ids(): Promise<string[]> {
    try {
      const home = await realHomeOf(this.runsFolder);
      await checkFolders(home, `${this.kind.folder}/any`);
      return (await readdir(this.folder)).filter(isRunId).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw readingError(this.folder, error);
    }
  }

  private async storing<T>(folder: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storageError(`${folder}: cannot be written`, error);
    }
  }
}
