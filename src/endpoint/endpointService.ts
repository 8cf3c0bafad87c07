import type { RecordedArtifact } from '../contract/recording';
import { whyNoFileName } from '../runFolder/recording/fileName';
import { Artifacts, type ArtifactState, type StoredBytes } from './protocol/artifacts';
import type { FileStreamMessage } from './protocol/fileStream';
import type { Service, Viewer } from './protocol/graphqlApi';
import type {
  CreateArtifactInput,
  CreateFilesInput,
  CreateManifestInput,
  RunFilesInput,
  UpdateManifestInput,
  UpsertBucketInput,
} from './protocol/inputs';
import { ProtocolError, Refusal } from './protocol/protocolError';
import { ticket, type Place, type Storage } from './protocol/storage';
import { projectView, runIdOf, runView } from './protocol/views';
import { keyOf, type RunName, type TrackedRun } from './trackedRun';
import { TrackedRuns, type TrackedRunsOptions } from './trackedRuns';

/** No manifest is larger: of ten thousand files it has some two megabytes. */
const MOST_MANIFEST_BYTES = 16_000_000;

type EndpointArtifact = ArtifactState<StoredBytes>;

/** Who asks, as its request says. */
export interface Client {
  /** `0.31.0`; undefined where it does not say. */
  readonly version: string | undefined;
}

/** What is done with what clients send: runs in folders. */
export class EndpointService {
  readonly runs: TrackedRuns;
  readonly artifacts: Artifacts<StoredBytes>;

  constructor(
    private readonly storage: Storage,
    viewer: Viewer,
    private readonly options: Omit<TrackedRunsOptions, 'viewer' | 'onFound'>,
  ) {
    this.runs = new TrackedRuns({ ...options, viewer, onFound: run => this.restore(run) });
    this.artifacts = new Artifacts<StoredBytes>({
      storage,
      // Each run's folder has all of its artifacts, so that it is whole by itself.
      scopeOf: ({ entity, project, run }) => `${entity}/${project}/${run ?? ''}`,
      sharesFiles: false,
      runOf: async ({ entityName, projectName, runName }) => (await this.need(entityName, projectName, runName)).run,
      made: () => undefined,
      commit: (artifact, id) => this.commit(artifact, id),
      moved: (artifact, aliases) => void this.moveAliases(artifact, aliases),
      mind: () => undefined,
    });
  }

  /** The answers to one client's queries. */
  serviceFor(client: Client): Service {
    const { artifacts } = this;
    return {
      project: (entity, name) => this.project(entity, name),
      upsertRun: input => this.upsert(input, client),
      createRunFiles: input => this.createRunFiles(input),
      markRunFilesUploaded: async (input: RunFilesInput) => {
        await this.need(input.entityName, input.projectName, input.runName);
        return { success: true };
      },
      createArtifact: async (input: CreateArtifactInput) => this.createArtifact(input),
      createManifest: (input: CreateManifestInput) => artifacts.createManifest(input),
      updateManifest: (input: UpdateManifestInput) => artifacts.updateManifest(input),
      createArtifactFiles: (input: CreateFilesInput) => this.createArtifactFiles(input),
      commitArtifact: id => artifacts.commit(id),
    };
  }

  /** Takes a request of file_stream. */
  async stream(run: RunName, message: FileStreamMessage, client: Client): Promise<void> {
    let tracked = await this.runs.goOn(run, client.version);
    if (!(await tracked.stream(message))) {
      tracked = await this.runs.beginAnew(tracked, client.version);
      await tracked.stream(message);
    }
    if (message.complete) this.options.tell(`${keyOf(run)} has ended (exit code ${String(message.exitCode)}): ${tracked.folder}`);
  }

  /** Puts a file to the place that was signed. @param bytes how many will come */
  async put(
    place: Place,
    content: AsyncIterable<Uint8Array>,
    { bytes, md5 }: { readonly bytes: number; readonly md5: () => string },
  ): Promise<void> {
    if (place.kind === 'run') {
      const [entity, project, name] = place.run.split('/');
      await (await this.need(entity, project, name)).addFile(place.name, content);
      return;
    }
    if (place.kind === 'manifest') {
      if (bytes > MOST_MANIFEST_BYTES)
        throw new ProtocolError(`a manifest of ${bytes} bytes; expected at most ${MOST_MANIFEST_BYTES}`, 413);
      const parts: Uint8Array[] = [];
      for await (const part of content) parts.push(part);
      this.artifacts.storeManifest(place.artifact, Buffer.concat(parts));
      return;
    }
    const artifact = this.artifacts.expected(place.artifact);
    const run = await this.runOf(artifact);
    await run.addToArtifact(artifact.name, incomingOf(place.artifact), place.name, content);
    this.artifacts.store(place.artifact, place.name, { md5: md5(), size: bytes });
  }

  private async upsert(input: UpsertBucketInput, client: Client): Promise<object> {
    const [, idName, idProject, idEntity] = /^Run:v1:([^:]+):([^:]+):([^:]+)$/.exec(decoded(input.id)) ?? [];
    const name = this.runs.nameOf(input.entityName || idEntity, input.modelName || idProject, input.name || idName);
    const { run, isNew } = await this.runs.upsert(name, input, client.version);
    return { bucket: runView(await run.face()), inserted: isNew, serverSettings: { serverMessages: [] } };
  }

  /** Signed URLs for files of a run. @throws {Refusal} if one of the names is none that can be written */
  private async createRunFiles({ entityName, projectName, runName, files }: RunFilesInput): Promise<object> {
    const { run, tracked } = {
      tracked: await this.need(entityName, projectName, runName),
      run: this.runs.nameOf(entityName, projectName, runName),
    };
    await refuseNames(tracked, files, 'file');
    const headers = ticket();
    return {
      runID: runIdOf(run),
      uploadHeaders: headers,
      files: files.map(name => ({
        name,
        uploadUrl: this.storage.sign({ subject: `run file ${name}`, headers, place: { kind: 'run', run: keyOf(run), name } }),
      })),
    };
  }

  private async createArtifact(input: CreateArtifactInput): Promise<object> {
    const name = input.artifactCollectionName ?? input.artifactCollectionNames?.[0] ?? '';
    await refuseNames(await this.need(input.entityName, input.projectName, input.runName), [name], 'artifact');
    return this.artifacts.create(input);
  }

  private async createArtifactFiles(input: CreateFilesInput): Promise<object> {
    for (const { artifactID, name } of input.artifactFiles) {
      const why = whyNoFileName(name);
      if (why === undefined) continue;
      const artifact = this.artifacts.expected(artifactID);
      await refuseNames(await this.runOf(artifact), [name], `file of the artifact ${artifact.name}`);
    }
    return this.artifacts.createFiles(input);
  }

  /** A project as queries see it; null until a run made it. */
  private async project(entityName: string | null | undefined, name: string | null | undefined): Promise<object | null> {
    const { entity, project } = this.runs.nameOf(entityName, name, 'any');
    const find = async (args: { readonly name: string; readonly missingOk?: boolean }): Promise<object | null> => {
      const run = this.runs.nameOf(entity, project, args.name);
      const found = await this.runs.find(run);
      if (!found && args.missingOk !== true) throw new Refusal(`run ${keyOf(run)} not found`);
      return found ? runView(await found.face()) : null;
    };
    const artifact = (args: { readonly name: string }): object | null => this.artifacts.find(entity, project, args.name);
    return { ...projectView(entity, project), bucket: find, run: find, artifact };
  }

  private need(
    entity: string | null | undefined,
    project: string | null | undefined,
    name: string | null | undefined,
  ): Promise<TrackedRun> {
    return this.runs.need(this.runs.nameOf(entity, project, name));
  }

  private runOf({ entity, project, run }: Pick<EndpointArtifact, 'entity' | 'project' | 'run'>): Promise<TrackedRun> {
    return this.need(entity, project, run);
  }

  private async commit(artifact: EndpointArtifact, id: string): Promise<void> {
    const { name, type, version, aliases, description, digest, files, references } = artifact;
    const run = await this.runOf(artifact);
    const recorded: RecordedArtifact = {
      name,
      type,
      version: version ?? 'v0',
      aliases,
      description,
      digest,
      files: Object.entries(files).map(([path, { size }]) => ({ path, bytes: size })),
      missing: references.slice(0, 1000).map(([path, ref]) => `${path}: it lies at ${ref.slice(0, 500)}, and was not sent.`),
    };
    await run.commitArtifact(recorded, incomingOf(id));
  }

  private async moveAliases(artifact: EndpointArtifact, aliases: readonly string[]): Promise<void> {
    const run = await this.runOf(artifact);
    await run.moveAliases(artifact.name, artifact.version ?? 'v0', aliases).catch(() => undefined);
  }

  /** The artifacts that a run had before this server began. */
  private async restore(run: TrackedRun): Promise<void> {
    for (const { name, type, version, aliases, description, digest } of await run.artifacts())
      if (digest !== undefined && /^v\d+$/.test(version))
        this.artifacts.restore({
          entity: run.run.entity,
          project: run.run.project,
          run: run.run.name,
          type,
          name,
          version,
          aliases,
          description,
          metadata: null,
          digest,
          state: 'COMMITTED',
          files: {},
          references: [],
        });
  }
}

/** What a run's folder calls an artifact that is not whole yet. */
function incomingOf(id: string): string {
  return Buffer.from(id, 'base64').toString('latin1').replaceAll(/\D/g, '');
}

/** @throws {Refusal} if one of the names is none that can be written, which the run then tells too */
async function refuseNames(run: TrackedRun, names: readonly string[], what: string): Promise<void> {
  for (const name of names) {
    const why = name.includes('/') && what === 'artifact' ? 'it has a slash' : whyNoFileName(name);
    if (why === undefined) continue;
    const refusal = `the ${what} ${JSON.stringify(name.slice(0, 200))} is not taken: ${why}`;
    await run.noteMissing(`${refusal}.`);
    throw new Refusal(refusal);
  }
}

function decoded(id: string | null | undefined): string {
  return Buffer.from(id ?? '', 'base64').toString('utf8');
}
