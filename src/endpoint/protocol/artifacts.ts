import { randomInt } from 'node:crypto';
import {
  isArtifactName,
  type ArtifactFileInput,
  type CreateArtifactInput,
  type CreateFilesInput,
  type CreateManifestInput,
  type UpdateManifestInput,
} from './inputs';
import { parseLooseJson } from './looseJson';
import { readManifest, type ManifestFile } from './manifest';
import { ProtocolError, Refusal } from './protocolError';
import type { Storage } from './storage';

/** A file that came, as far as the protocol needs to know it. */
export interface StoredBytes {
  /** Base64. */
  readonly md5: string;
  readonly size: number;
}

/** What is known of an artifact. */
export interface ArtifactState<F extends StoredBytes> {
  readonly entity: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
  /** The run that logged it. */
  readonly run: string | null;
  /** `v0`, `v1`, …; null until it is committed. */
  version: string | null;
  aliases: readonly string[];
  readonly description: string | null;
  readonly metadata: unknown;
  /** Hex md5 of its manifest's entries. */
  readonly digest: string;
  state: 'PENDING' | 'COMMITTED';
  /** By path; empty until it is committed. */
  readonly files: Record<string, F>;
  /** Paths of files that lie elsewhere, with their addresses; empty until it is committed. */
  references: readonly (readonly [string, string])[];
}

/** What a server does with artifacts besides the protocol. */
export interface ArtifactHost<F extends StoredBytes> {
  readonly storage: Storage;
  /** The run that logs an artifact. */
  readonly runOf: (input: CreateArtifactInput) => Promise<{ readonly entity: string; readonly project: string; readonly name: string }>;
  /** Where the versions of a name are counted, and the same contents are one artifact. */
  readonly scopeOf: (artifact: Pick<ArtifactState<F>, 'entity' | 'project' | 'run'>) => string;
  /** Whether bytes that came with one artifact serve for all of its project. */
  readonly sharesFiles: boolean;
  readonly made: (artifact: ArtifactState<F>, id: string) => void;
  /** Keeps what is whole. What it throws is the answer, and the artifact stays uncommitted. */
  readonly commit: (artifact: ArtifactState<F>, id: string) => Promise<void>;
  /** Aliases went from other versions to this one, which came again. */
  readonly moved: (artifact: ArtifactState<F>, aliases: readonly string[]) => void;
  /** The id of the artifact of that number, from 1; absent: one by chance, since a server that began anew must not give one again. */
  readonly idOf?: (number: number) => string;
  /** What only a strict server minds. */
  readonly mind: (what: string) => void;
}

/** An artifact with what is no part of the comparable state. */
interface Entry<F extends StoredBytes> {
  readonly id: string;
  readonly state: ArtifactState<F>;
  readonly aliases: readonly string[];
  readonly clientId: string | undefined;
  /** What the client was told is the collection's latest artifact; null: there was none. */
  readonly bases: Set<string | null>;
  /** path → base64 md5, as CreateArtifactFiles announced them. */
  readonly announced: Map<string, string>;
  manifest: Manifest | undefined;
}

interface Manifest {
  readonly id: string;
  bytes: Buffer | undefined;
}

/** Bytes, and the artifact that brought them. */
interface Blob<F> {
  readonly birthId: string;
  readonly file: F;
}

/** More artifacts than a server of one person is sent before it ends. */
const MOST_ARTIFACTS = 20_000;
/** Files of one artifact. */
const MOST_FILES = 10_000;

/** The artifacts of a server. A commit is only had by one whose digest, manifest and files agree. */
export class Artifacts<F extends StoredBytes> {
  private readonly entries: Entry<F>[] = [];
  private readonly blobs = new Map<string, Blob<F>>();

  constructor(private readonly host: ArtifactHost<F>) {}

  /** Whether one of a run's artifacts has a file at that path, or will have it. */
  hasFile(run: Pick<ArtifactState<F>, 'entity' | 'project'> & { readonly name: string }, path: string): boolean {
    return this.entries.some(({ state, announced }) => state.run === run.name && state.project === run.project && announced.has(path));
  }

  /** What `name` or `name:alias` is in a project; null: nothing. */
  find(entity: string, project: string, name: string): object | null {
    const [collection, alias = 'latest'] = name.split(':');
    const found = this.entries.findLast(
      ({ state }) =>
        state.entity === entity &&
        state.project === project &&
        state.name === collection &&
        (state.version === alias || state.aliases.includes(alias)),
    );
    return found === undefined ? null : this.view(found);
  }

  /** Knows an artifact that was committed before this server began. */
  restore(state: ArtifactState<F>): void {
    if (this.entries.length >= MOST_ARTIFACTS) return;
    this.entries.push({
      id: newId(),
      state,
      aliases: state.aliases,
      clientId: undefined,
      bases: new Set(),
      announced: new Map(),
      manifest: undefined,
    });
  }

  async create(input: CreateArtifactInput): Promise<object> {
    const name = input.artifactCollectionName ?? input.artifactCollectionNames?.[0] ?? '';
    const run = await this.host.runOf(input);
    if (!isArtifactName(name)) throw new Refusal(`invalid artifact name "${name.slice(0, 200)}"`);
    if (!/^[0-9a-f]{32}$/.test(input.digest)) throw new ProtocolError(`${name}: the digest "${input.digest.slice(0, 200)}" is no hex md5`);
    for (const field of ['clientMutationId', 'labels', 'storageRegion', 'ttlDurationSeconds'] as const)
      if (input[field] !== undefined && input[field] !== null) this.host.mind(`${name}: older servers do not know "${field}"`);
    const aliases = input.aliases?.map(({ artifactCollectionName, alias }) => {
      if (artifactCollectionName !== name) throw new ProtocolError(`${name}: the alias "${alias}" is one of "${artifactCollectionName}"`);
      return alias;
    });
    const scope = this.host.scopeOf({ ...run, run: run.name });
    const others = this.entries.filter(({ state }) => this.host.scopeOf(state) === scope && state.name === name);
    const type = others[0]?.state.type ?? input.artifactTypeName;
    if (type !== input.artifactTypeName) throw new Refusal(`the artifact "${name}" is of type "${type}", not "${input.artifactTypeName}"`);
    const again = others.find(({ clientId }) => input.clientID && clientId === input.clientID);
    if (again !== undefined && again.state.digest !== input.digest)
      throw new ProtocolError(`${name}: a clientID came again with another digest`);
    const same = others.find(({ state }) => state.state === 'COMMITTED' && state.digest === input.digest);
    if (same !== undefined && input.enableDigestDeduplication === true) {
      moveAliases(others, same, aliases ?? []);
      this.host.moved(same.state, aliases ?? []);
      return { artifact: this.view(same) };
    }
    const entry = again ?? this.newEntry(input, { name, run, aliases: aliases ?? [] });
    entry.bases.add(this.latestOf(entry)?.id ?? null);
    return { artifact: this.view(entry) };
  }

  createManifest(input: CreateManifestInput): object {
    const entry = this.pending(input.artifactID);
    if (!entry.bases.has(input.baseArtifactID ?? null))
      this.host.mind(
        `${entry.state.name}: baseArtifactID ${String(input.baseArtifactID)} is not the latest artifact that CreateArtifact answered`,
      );
    if (input.name !== 'wandb_manifest.json' || (input.type ?? 'FULL') !== 'FULL')
      throw new ProtocolError(
        `${entry.state.name}: a manifest "${input.name}" of type ${String(input.type)}; only full ones are kept here`,
      );
    entry.manifest ??= { id: `${entry.id}-manifest`, bytes: undefined };
    return this.manifestPayload(entry, entry.manifest, input.digest);
  }

  updateManifest({ artifactManifestID, digest }: UpdateManifestInput): object {
    const entry = this.entries.find(({ manifest }) => manifest?.id === artifactManifestID);
    if (entry?.manifest === undefined) throw new ProtocolError(`there is no manifest "${artifactManifestID}"`);
    return this.manifestPayload(this.pending(entry.id), entry.manifest, digest ?? '');
  }

  createFiles({ artifactFiles, storageLayout }: CreateFilesInput): object {
    if (storageLayout !== 'V2') throw new ProtocolError(`CreateArtifactFiles: storage layout ${storageLayout}; V2 is in use`);
    return { files: { edges: artifactFiles.map(file => ({ node: this.createFile(file) })) } };
  }

  /** What a file of an artifact is to be: where it goes, before it comes. @throws {ProtocolError} if the artifact takes none */
  expected(id: string): ArtifactState<F> {
    return this.pending(id).state;
  }

  /** A file of an artifact has come. */
  store(id: string, path: string, file: F): void {
    const key = this.blobKey(this.pending(id), path, file.md5);
    if (!this.blobs.has(key)) this.blobs.set(key, { birthId: id, file });
  }

  /** An artifact's manifest has come. */
  storeManifest(id: string, bytes: Buffer): void {
    const { manifest } = this.pending(id);
    if (manifest) manifest.bytes = bytes;
  }

  async commit(id: string): Promise<object> {
    const made = this.entries.find(candidate => candidate.id === id);
    // Asked again because the answer was lost: it is done.
    if (made?.state.state === 'COMMITTED') return { artifact: this.view(made) };
    const entry = this.pending(id);
    const { state, manifest } = entry;
    if (manifest?.bytes === undefined) throw new ProtocolError(`${state.name}: committed without a manifest`);
    const all = readManifest(state.name, manifest.bytes, state.digest);
    if (all.length > MOST_FILES) throw new Refusal(`${state.name}: ${all.length} files; expected at most ${MOST_FILES}`);
    const files = all.filter(({ ref }) => ref === null).map(file => ({ path: file.path, blob: this.blobOf(entry, file) }));
    const left = [...entry.announced.keys()].filter(path => !files.some(file => file.path === path));
    if (left.length > 0) throw new ProtocolError(`${state.name}: announced but not in the manifest: ${left.slice(0, 10).join(', ')}`);

    const others = this.entries.filter(other => this.isSameCollection(other, entry));
    state.version = nextVersion(others.map(other => other.state.version));
    const aliases = ['latest', ...entry.aliases];
    state.aliases = [...new Set(aliases)].toSorted();
    for (const { path, blob } of files) state.files[path] = blob;
    state.references = all.flatMap(({ path, ref }) => (ref === null ? [] : [[path, ref] as const]));
    try {
      await this.host.commit(state, id);
    } catch (error) {
      state.version = null;
      state.aliases = [];
      for (const path of Object.keys(state.files)) delete state.files[path];
      throw error;
    }
    state.state = 'COMMITTED';
    manifest.bytes = undefined;
    moveAliases(others, entry, aliases);
    return { artifact: this.view(entry) };
  }

  private newEntry(
    input: CreateArtifactInput,
    of: {
      readonly name: string;
      readonly run: { readonly entity: string; readonly project: string; readonly name: string };
      readonly aliases: readonly string[];
    },
  ): Entry<F> {
    if (this.entries.length >= MOST_ARTIFACTS) throw new Refusal(`${of.name}: ${MOST_ARTIFACTS} artifacts came already; no more are taken`);
    const state: ArtifactState<F> = {
      entity: of.run.entity,
      project: of.run.project,
      type: input.artifactTypeName,
      name: of.name,
      run: of.run.name,
      version: null,
      aliases: [],
      description: input.description ?? null,
      metadata: metadataOf(of.name, input.metadata),
      digest: input.digest,
      state: 'PENDING',
      files: {},
      references: [],
    };
    const entry: Entry<F> = {
      id: this.host.idOf?.(this.entries.length + 1) ?? newId(),
      state,
      aliases: of.aliases,
      clientId: input.clientID ?? undefined,
      bases: new Set<string | null>(),
      announced: new Map<string, string>(),
      manifest: undefined,
    };
    this.entries.push(entry);
    this.host.made(state, entry.id);
    return entry;
  }

  /** @throws {ProtocolError} if the file of a manifest is not there as it says */
  private blobOf(entry: Entry<F>, { path, digest, size, birthId }: ManifestFile): F {
    const { state, announced } = entry;
    if (announced.get(path) !== digest)
      throw new ProtocolError(`${state.name}: "${path}" of the manifest was not announced by CreateArtifactFiles`);
    const blob = this.blobs.get(this.blobKey(entry, path, digest));
    if (blob === undefined) throw new ProtocolError(`${state.name}: "${path}" was not uploaded`);
    if (blob.file.size !== size) throw new ProtocolError(`${state.name}: "${path}" has ${blob.file.size} bytes, not ${size}`);
    if (blob.birthId !== birthId) throw new ProtocolError(`${state.name}: birthArtifactID of "${path}" is ${blob.birthId}, not ${birthId}`);
    return blob.file;
  }

  private createFile({ artifactID, artifactManifestID, name, md5, mimetype, uploadPartsInput }: ArtifactFileInput): object {
    const entry = this.pending(artifactID);
    const { state } = entry;
    if (entry.manifest === undefined || entry.manifest.id !== artifactManifestID)
      throw new ProtocolError(`${state.name}: "${artifactManifestID}" is not the manifest of this artifact`);
    if (uploadPartsInput?.length)
      throw new ProtocolError(`${state.name}: "${name}" is to come in parts; files of 2 GB and more are not taken`);
    if (mimetype) this.host.mind(`${state.name}: "${name}" with a MIME type, which older servers do not know`);
    if (Buffer.from(md5, 'base64').length !== 16 || !md5.endsWith('=='))
      throw new ProtocolError(`${state.name}: "${md5.slice(0, 100)}" of "${name}" is no base64 md5`);
    if (entry.announced.size >= MOST_FILES && !entry.announced.has(name)) throw new Refusal(`${state.name}: more than ${MOST_FILES} files`);
    entry.announced.set(name, md5);
    const blob = this.blobs.get(this.blobKey(entry, name, md5));
    const node = { id: `${entry.id}/${name}`, name, displayName: name, storagePath: null, uploadMultipartUrls: null };
    if (blob !== undefined) return { ...node, uploadUrl: null, uploadHeaders: [], artifact: { id: blob.birthId } };
    const headers = [`Content-Md5:${md5}`, 'Content-Type:application/octet-stream'];
    const place = { kind: 'artifact', artifact: entry.id, name } as const;
    const uploadUrl = this.host.storage.sign({ subject: `artifact file ${name}`, headers, md5, place });
    return { ...node, uploadUrl, uploadHeaders: headers, artifact: { id: entry.id } };
  }

  private manifestPayload(entry: Entry<F>, manifest: Manifest, digest: string): object {
    // Only what has a digest can be uploaded; before, the manifest is a name for the files to refer to.
    if (digest !== '' && Buffer.from(digest, 'base64').length !== 16)
      throw new ProtocolError(`${entry.state.name}: the manifest's digest "${digest.slice(0, 100)}" is no base64 md5`);
    const headers = [`Content-Md5:${digest}`, 'Content-Type:application/json'];
    const sign = (): string => {
      if (digest === '') throw new ProtocolError(`${entry.state.name}: a manifest's upload URL was asked for without its digest`);
      return this.host.storage.sign({ subject: 'manifest', headers, md5: digest, place: { kind: 'manifest', artifact: entry.id } });
    };
    const file = {
      id: `${manifest.id}-file`,
      name: 'wandb_manifest.json',
      displayName: 'wandb_manifest.json',
      uploadUrl: sign,
      uploadHeaders: headers,
    };
    return { artifactManifest: { id: manifest.id, file } };
  }

  private pending(id: string): Entry<F> {
    const entry = this.entries.find(candidate => candidate.id === id);
    if (entry === undefined) throw new ProtocolError(`there is no artifact "${id}"`);
    if (entry.state.state !== 'PENDING')
      throw new ProtocolError(`${entry.state.name} ${entry.state.version} is committed and cannot be changed`);
    return entry;
  }

  private latestOf(entry: Entry<F>): Entry<F> | undefined {
    return this.entries.find(
      other => this.isSameCollection(other, entry) && other.state.state === 'COMMITTED' && other.state.aliases.includes('latest'),
    );
  }

  private isSameCollection({ state: a }: Entry<F>, { state: b }: Entry<F>): boolean {
    return this.host.scopeOf(a) === this.host.scopeOf(b) && a.name === b.name;
  }

  private blobKey({ id, state }: Entry<F>, path: string, md5: string): string {
    return this.host.sharesFiles ? `${state.entity}/${state.project} ${md5}` : `${id} ${md5} ${path}`;
  }

  private view(entry: Entry<F>): object {
    const { digest, state, version, name, type } = entry.state;
    const sequence = {
      __typename: 'ArtifactSequence',
      id: `sequence-${name}`,
      name,
      digestAlgorithm: 'MANIFEST_MD5',
      latestArtifact: () => {
        const latest = this.latestOf(entry);
        return latest === undefined ? null : this.view(latest);
      },
    };
    return {
      id: entry.id,
      digest,
      state,
      versionIndex: version === null ? null : Number(version.slice(1)),
      artifactType: { id: `type-${type}`, name: type },
      artifactSequence: sequence,
    };
  }
}

/** As W&B's own: clients take the number out of it. */
function newId(): string {
  return Buffer.from(`Artifact:${randomInt(1, 2 ** 47)}`).toString('base64');
}

function nextVersion(versions: readonly (string | null)[]): string {
  const numbers = versions.map(version => (version === null ? -1 : Number(version.slice(1))));
  return `v${numbers.reduce((most, one) => Math.max(most, one), -1) + 1}`;
}

function metadataOf(name: string, metadata: string | null | undefined): unknown {
  try {
    return metadata ? parseLooseJson(metadata) : null;
  } catch (error) {
    throw new ProtocolError(`${name}: the metadata are no JSON (${String(error)})`);
  }
}

/** Each alias is had by one version of a collection. */
function moveAliases<F extends StoredBytes>(collection: readonly Entry<F>[], to: Entry<F>, aliases: readonly string[]): void {
  for (const { state } of collection) state.aliases = state.aliases.filter(alias => !aliases.includes(alias));
  to.state.aliases = [...new Set([...to.state.aliases, ...aliases])].toSorted();
}
