import { existsSync } from 'node:fs';
import pLimit from 'p-limit';
import { listRuns } from '../runFolder/listRuns';
import { runPaths } from '../runFolder/paths';
import type { RecordingOptions } from '../runFolder/recording/recordingWriter';
import type { Client } from './client';
import type { Viewer } from './protocol/graphqlApi';
import { isProjectName, isRunName, type UpsertBucketInput } from './protocol/inputs';
import { ProtocolError, Refusal } from './protocol/protocolError';
import { keyOf, TrackedRun, type RunName } from './trackedRun';

/** Runs whose folders are open at a time: each has three files. */
const MOST_OPEN = 200;
/** Runs that one server makes before it is started again. */
const MOST_MADE = 10_000;

export interface TrackedRunsOptions {
  readonly runsFolder: string;
  readonly viewer: Viewer;
  readonly recording?: RecordingOptions;
  /** A run begins or ends, in words for a person. */
  readonly tell: (line: string) => void;
  /** A run that was there before, when a client first speaks of it here. */
  readonly onFound: (run: TrackedRun) => Promise<void>;
}

/** The runs that clients send, by the names that they know them by. */
export class TrackedRuns {
  private readonly runs = new Map<string, TrackedRun>();
  /** Runs whose names others have now, while something is still written into them. */
  private former: readonly TrackedRun[] = [];
  /** Folders of runs that were there when this server began, by their keys. */
  private folders: Promise<Map<string, string>> | undefined;
  private readonly inTurn = pLimit(1);
  private made = 0;

  constructor(private readonly options: TrackedRunsOptions) {}

  /** The name of a run in full. @throws {Refusal} if it cannot be that of a run here */
  nameOf(entity: string | null | undefined, project: string | null | undefined, name: string | null | undefined): RunName {
    const run = { entity: this.entityOf(entity), project: project || 'uncategorized', name: name ?? '' };
    if (!isRunName(run.name)) throw new Refusal(`invalid run ID "${run.name.slice(0, 200)}"`);
    if (!isProjectName(run.project)) throw new Refusal(`invalid project name "${run.project.slice(0, 200)}"`);
    return run;
  }

  /** The run of that name; undefined if there is none. */
  async find(run: RunName): Promise<TrackedRun | undefined> {
    return this.inTurn(() => this.look(run));
  }

  /** @throws {ProtocolError} if there is none */
  async need(run: RunName): Promise<TrackedRun> {
    const found = await this.find(run);
    if (!found) throw new ProtocolError(`there is no run ${keyOf(run)}: it is made by UpsertBucket`, 404);
    return found;
  }

  /** Takes what an UpsertBucket says of a run, or begins one: also where a script begins anew under the id of an older run, which stays as it is. */
  async upsert(run: RunName, input: UpsertBucketInput, client: Client): Promise<{ run: TrackedRun; isNew: boolean }> {
    const there = await this.inTurn(async () => {
      const found = await this.look(run);
      if (found && (client.alwaysGoesOn || !(await found.isLeftBy(input)))) return { run: found, isNew: false };
      const begun = await this.begin(run, input, client.version);
      if (found) await this.giveUp(found);
      return { run: begun, isNew: true };
    });
    if (!there.isNew) await there.run.upsert(input);
    return there;
  }

  /** The run of that name, which is made where it is not there: its client goes on with what it began at another server. */
  async goOn(run: RunName, client: string | undefined): Promise<TrackedRun> {
    return this.inTurn(async () => (await this.look(run)) ?? this.begin(run, {}, client));
  }

  /** A run that begins anew under the name of an older one, which stays as it is. */
  async beginAnew(old: TrackedRun, client: string | undefined): Promise<TrackedRun> {
    const { displayName, notes, tags, group, jobType, config } = await old.face();
    const begun = await this.inTurn(() => this.begin(old.run, { displayName, notes, tags, groupName: group, jobType, config }, client));
    await this.giveUp(old);
    return begun;
  }

  get all(): readonly TrackedRun[] {
    return [...this.runs.values(), ...this.former];
  }

  private async giveUp(old: TrackedRun): Promise<void> {
    await old.giveUp();
    this.former = [...this.former, old].filter(({ isOpen }) => isOpen);
  }

  private entityOf(given: string | null | undefined): string {
    const entity = given || this.options.viewer.entity;
    if (!isProjectName(entity)) throw new Refusal(`invalid entity "${entity.slice(0, 200)}"`);
    return entity;
  }

  private async look(run: RunName): Promise<TrackedRun | undefined> {
    const key = keyOf(run);
    const there = this.runs.get(key);
    if (there) {
      // A person may have deleted it: it is not made again by what still comes of it.
      if (there.isOpen || existsSync(runPaths(there.folder).config)) return there;
      this.runs.delete(key);
    }
    this.folders ??= foldersIn(this.options.runsFolder);
    const folder = (await this.folders).get(key);
    if (folder === undefined || !existsSync(runPaths(folder).config)) return undefined;
    this.checkRoom();
    const found = TrackedRun.found(run, folder, this.options.recording ?? {});
    this.runs.set(key, found);
    await this.options.onFound(found);
    return found;
  }

  private async begin(run: RunName, input: UpsertBucketInput, client: string | undefined): Promise<TrackedRun> {
    this.checkRoom();
    if (this.made >= MOST_MADE) throw new Refusal(`${MOST_MADE} runs were made already: start the endpoint again to go on`);
    const { runsFolder, recording = {}, tell } = this.options;
    const begun = await TrackedRun.begin(run, input, { runsFolder, client, options: recording });
    this.made++;
    this.runs.set(keyOf(run), begun);
    // Should it be deleted, what still comes of it is none of an older one.
    (await this.folders)?.delete(keyOf(run));
    tell(`${keyOf(run)} begins: ${begun.folder}`);
    return begun;
  }

  private checkRoom(): void {
    if (this.all.filter(({ isOpen }) => isOpen).length >= MOST_OPEN)
      throw new Refusal(`${MOST_OPEN} runs go on already, which is the most that are taken at once`);
  }
}

/** The runs of another tool in a folder, by what they are called there; of several of one name the newest. */
async function foldersIn(runsFolder: string): Promise<Map<string, string>> {
  const { runs } = await listRuns(runsFolder);
  const found = new Map<string, string>();
  for (const { config, folder } of runs)
    if (config.kind === 'imported' && config.source.run !== undefined && /^wandb\b/.test(config.source.tool))
      found.set(config.source.run, folder);
  return found;
}
