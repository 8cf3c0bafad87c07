import type { RecordedArtifact } from '../contract/recording';
import { whyNoFileName } from '../runFolder/recording/fileName';
import { useFileIn } from '../files/readFiles';
import { recordingFiles } from '../runFolder/recording/readRecording';
import { partsOf } from './hashedFile';
import { RecordingLimitError } from '../runFolder/recording/recordedFiles';
import { recordingLimits } from '../runFolder/recording/recordingLimits';
import { bytes as bytesInWords } from '../util/format';
import type { Client } from './client';
import type { ArtifactPlace, ArtifactRun, ArtifactState, StoredBytes } from './protocol/artifactState';
import { Artifacts } from './protocol/artifacts';
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
import { ticket, type Place, type Reading, type Storage } from './protocol/storage';
import { projectView, runIdOf, runView } from './protocol/views';
import { asLine, asText } from './sentTexts';
import { keyOf, type RunName, type TrackedRun } from './trackedRun';
import { TrackedRuns, type TrackedRunsOptions } from './trackedRuns';

/** No manifest is larger: of ten thousand files it has some two megabytes. */
const MOST_MANIFEST_BYTES = 16_000_000;

type EndpointArtifact = ArtifactState<StoredBytes>;

/** A file that comes. */
export interface Upload {
  readonly bytes: number;
  /** Throws where it is not what was announced. */
  readonly content: () => AsyncIterable<Uint8Array>;
  /** Base64, when all of it has come. */
  readonly md5: () => string;
  /** Reads what is left of it, for nothing: a client that is answered before it has sent all takes that for an error, and tries again. */
  readonly passOver: () => Promise<void>;
}

/** Takes a file that is read, all of it. */
export type Give = (bytes: number, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => Promise<void>;

/** What is done with what clients send: runs in folders. */
export class EndpointService {
  readonly runs: TrackedRuns;
  readonly artifacts: Artifacts<StoredBytes>;
  /** The runs that have artifacts, by their folders: another run may have the name of an older one. */
  private readonly holders = new Map<string, TrackedRun>();

  constructor(
    private readonly storage: Storage,
    viewer: Viewer,
    private readonly options: Omit<TrackedRunsOptions, 'viewer' | 'onFound'>,
  ) {
    this.runs = new TrackedRuns({ ...options, viewer, onFound: run => this.restore(run) });
    this.artifacts = new Artifacts<StoredBytes>({
      storage,
      sharesFiles: false,
      runOf: input => this.artifactRun(input),
      made: ({ name }, place) => this.holderOf(place).beginArtifact(name, incomingOf(place.id)),
      commit: (artifact, place, missing) => this.commit(artifact, place, missing),
      moved: ({ name, version }, place, aliases) =>
        void this.holderOf(place)
          .moveAliases(name, version ?? 'v0', aliases)
          .catch(() => undefined),
      mind: () => undefined,
      lenient: {
        whyNoFile: ({ name }) => whyNoFileName(name),
        joined: ({ name, run }, there) =>
          void this.holderOf(there)
            .noteMissing(`artifact ${name}: it is sent together with the run ${String(run)}, in whose folder it is.`)
            .catch(() => undefined),
        bring: (to, from) =>
          this.holderOf(to)
            .bringToArtifact({ ...to, incoming: incomingOf(to.id) }, { ...from, folder: from.scope })
            .catch((error: unknown) => {
              if (error instanceof RecordingLimitError) return error.message;
              throw error;
            }),
      },
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
      createArtifact: (input: CreateArtifactInput) => this.createArtifact(input),
      createManifest: (input: CreateManifestInput) => artifacts.createManifest(input),
      updateManifest: (input: UpdateManifestInput) => artifacts.updateManifest(input),
      createArtifactFiles: (input: CreateFilesInput) => artifacts.createFiles(input),
      commitArtifact: id => artifacts.commit(id),
      artifactById: id => artifacts.byId(id),
      artifactOfClient: id => artifacts.idOfClient(id),
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

  /** Puts a file to the place that was signed. */
  async put(place: Place, upload: Upload): Promise<void> {
    if (place.kind === 'run') {
      const [entity, project, name] = place.run.split('/');
      await (await this.need(entity, project, name)).addFile(place.name, upload.content());
      return;
    }
    if (place.kind === 'manifest') {
      if (upload.bytes > MOST_MANIFEST_BYTES)
        throw new ProtocolError(`a manifest of ${upload.bytes} bytes; expected at most ${MOST_MANIFEST_BYTES}`, 413);
      const parts: Uint8Array[] = [];
      for await (const part of upload.content()) parts.push(part);
      this.artifacts.storeManifest(place.artifact, place.manifest, Buffer.concat(parts));
      return;
    }
    await this.putToArtifact(place, upload);
  }

  /** Gives what is read at the place that was signed. @throws {ProtocolError} if it is not there */
  async read(place: Reading['place'], give: Give): Promise<void> {
    if (place.kind === 'readManifest') {
      const text = await this.artifacts.manifestOf(place.artifact, (at, { name, version }, path) =>
        this.holderOf(at).md5InArtifact({ name, version: version ?? '', path }),
      );
      const bytes = Buffer.from(text);
      return give(bytes.length, [bytes]);
    }
    const { state, place: at } = this.artifacts.fileOf(place.artifact, place.name);
    const name = `${recordingFiles.artifacts}/${state.name}/${state.version}/${place.name}`;
    const isGiven = await useFileIn(at.scope, name, async file => {
      await give(file.size, partsOf(file));
      return true;
    });
    if (!isGiven) throw new ProtocolError(`${name}: there is no such file any more`, 404);
  }

  /** A file that is not taken is passed over, and its artifact goes on without it: an error would have its client give up all of it. */
  private async putToArtifact({ artifact: id, name }: Extract<Place, { kind: 'artifact' }>, upload: Upload): Promise<void> {
    const { state, place } = this.artifacts.expected(id);
    const { fileBytes } = this.options.recording?.limits ?? recordingLimits;
    try {
      if (upload.bytes > fileBytes) throw new RecordingLimitError(`a file of a run has at most ${bytesInWords(fileBytes)}`);
      await this.holderOf(place).addToArtifact(state.name, incomingOf(id), name, upload.content());
    } catch (error) {
      if (!(error instanceof RecordingLimitError)) throw error;
      this.options.tell(`refused: artifact file ${name} of ${upload.bytes} bytes: ${error.message}`);
      this.artifacts.refuse(id, name, error.message.replace(/\.$/, ''));
      await upload.passOver();
      return;
    }
    this.artifacts.store(id, name, { md5: upload.md5(), size: upload.bytes });
  }

  private async upsert(input: UpsertBucketInput, client: Client): Promise<object> {
    const [, idName, idProject, idEntity] = /^Run:v1:([^:]+):([^:]+):([^:]+)$/.exec(decoded(input.id)) ?? [];
    const name = this.runs.nameOf(input.entityName || idEntity, input.modelName || idProject, input.name || idName);
    const { run, isNew } = await this.runs.upsert(name, input, client);
    return { bucket: runView(await run.face()), inserted: isNew, serverSettings: { serverMessages: [] } };
  }

  private async createRunFiles({ entityName, projectName, runName, files }: RunFilesInput): Promise<object> {
    const tracked = await this.need(entityName, projectName, runName);
    const { uploadHeaders, urls } = await this.uploadUrls(tracked, files);
    return { runID: runIdOf(tracked.run), uploadHeaders, files: urls.map(({ name, url }) => ({ name, uploadUrl: url })) };
  }

  /** Signed URLs for files of a run. @throws {Refusal} if one of the names is none that can be written */
  private async uploadUrls(
    run: TrackedRun,
    names: readonly string[],
  ): Promise<{ readonly uploadHeaders: string[]; readonly urls: readonly { readonly name: string; readonly url: string }[] }> {
    await refuseNames(run, names, 'file');
    const headers = ticket();
    const place = { kind: 'run', run: keyOf(run.run) } as const;
    const sign = (name: string): string => this.storage.sign({ subject: `run file ${name}`, headers, place: { ...place, name } });
    return { uploadHeaders: headers, urls: names.map(name => ({ name, url: sign(name) })) };
  }

  private async createArtifact(input: CreateArtifactInput): Promise<object> {
    if (!input.runName) throw new Refusal('an artifact of no run is not kept here: log it in a run (run.log_artifact)');
    const name = input.artifactCollectionName ?? input.artifactCollectionNames?.[0] ?? '';
    await refuseNames(await this.need(input.entityName, input.projectName, input.runName), [name], 'artifact');
    return this.artifacts.create(input);
  }

  /** A project as queries see it; null until a run made it. */
  private async project(entityName: string | null | undefined, name: string | null | undefined): Promise<object | null> {
    const { entity, project } = this.runs.nameOf(entityName, name, 'any');
    const find = async (args: { readonly name: string; readonly missingOk?: boolean }): Promise<object | null> => {
      const run = this.runs.nameOf(entity, project, args.name);
      const found = await this.runs.find(run);
      if (!found && args.missingOk !== true) throw new Refusal(`run ${keyOf(run)} not found`);
      return found ? { ...runView(await found.face(), () => found.willGoOn()), files: filesOf(found) } : null;
    };
    const filesOf = (run: TrackedRun) => async (args: { readonly names?: readonly (string | null)[] | null }) => {
      const { uploadHeaders, urls } = await this.uploadUrls(
        run,
        (args.names ?? []).filter(name => name !== null),
      );
      return { uploadHeaders, edges: urls.map(({ name, url }) => ({ node: { id: name, name, url, updatedAt: null } })) };
    };
    return { ...projectView(entity, project), ...this.artifacts.ofProject(entity, project), bucket: find, run: find };
  }

  private need(
    entity: string | null | undefined,
    project: string | null | undefined,
    name: string | null | undefined,
  ): Promise<TrackedRun> {
    return this.runs.need(this.runs.nameOf(entity, project, name));
  }

  private async artifactRun({ entityName, projectName, runName }: CreateArtifactInput): Promise<ArtifactRun> {
    const holder = await this.need(entityName, projectName, runName);
    this.holders.set(holder.folder, holder);
    return { ...holder.run, scope: holder.folder };
  }

  private holderOf({ scope }: Pick<ArtifactPlace, 'scope'>): TrackedRun {
    const holder = this.holders.get(scope);
    if (!holder) throw new ProtocolError(`${scope}: there is no such run`, 404);
    return holder;
  }

  private commit(artifact: EndpointArtifact, place: ArtifactPlace, missing: readonly string[]): Promise<readonly string[]> {
    const { name, type, version, aliases, description, digest, files, references } = artifact;
    const elsewhere = references.map(([path, ref]) => `${path}: it lies at ${ref.slice(0, 500)}, and was not sent.`);
    const recorded: RecordedArtifact = {
      name,
      type: asLine(type),
      version: version ?? 'v0',
      aliases,
      description: description && asText(description),
      digest,
      files: Object.entries(files).map(([path, { size }]) => ({ path, bytes: size })),
      missing: [...missing, ...elsewhere].map(asLine),
    };
    return this.holderOf(place).commitArtifact(recorded, incomingOf(place.id));
  }

  /** The artifacts that a run had before this server began. */
  private async restore(run: TrackedRun): Promise<void> {
    this.holders.set(run.folder, run);
    const { entity, project, name: id } = run.run;
    for (const { name, type, version, aliases, description, digest, files, missing } of await run.artifacts()) {
      if (digest === undefined || !/^v\d+$/.test(version)) continue;
      const state: EndpointArtifact = {
        entity,
        project,
        run: id,
        type,
        name,
        version,
        aliases,
        description,
        metadata: null,
        digest,
        state: 'COMMITTED',
        files: Object.fromEntries(files.map(({ path, bytes }) => [path, { md5: undefined, size: bytes }])),
        references: [],
      };
      this.artifacts.restore(state, run.folder, missing.length === 0);
    }
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
