import { readManifest, type ManifestFile } from './manifest';
import type { Runs } from './runs';
import { Breach, Refusal, type ArtifactState, type RunState, type ServerState, type StoredFile } from './serverState';
import type { Storage } from './storage';

export interface CreateArtifactInput {
  readonly entityName: string;
  readonly projectName: string;
  readonly runName?: string | null;
  readonly artifactTypeName: string;
  readonly artifactCollectionName?: string | null;
  readonly artifactCollectionNames?: readonly string[] | null;
  readonly digest: string;
  readonly description?: string | null;
  readonly aliases?: readonly { readonly artifactCollectionName: string; readonly alias: string }[] | null;
  readonly metadata?: string | null;
  readonly clientID?: string | null;
  readonly enableDigestDeduplication?: boolean | null;
  readonly clientMutationId?: string | null;
  readonly labels?: string | null;
  readonly storageRegion?: string | null;
  readonly ttlDurationSeconds?: number | null;
}

export interface CreateManifestInput {
  readonly artifactID: string;
  readonly baseArtifactID?: string | null;
  readonly name: string;
  readonly digest: string;
  readonly type?: string | null;
}

export interface ArtifactFileInput {
  readonly artifactID: string;
  readonly artifactManifestID?: string | null;
  readonly name: string;
  readonly md5: string;
  readonly mimetype?: string | null;
  readonly uploadPartsInput?: readonly unknown[] | null;
}

/** An artifact with what is no part of the comparable state. */
interface Entry {
  readonly id: string;
  readonly state: ArtifactState;
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

/** Bytes that artifacts share, and the artifact that brought them. */
interface Blob {
  readonly birthId: string;
  readonly file: StoredFile;
}

/** The artifacts of a server. A commit is only had by one whose digest, manifest and blobs agree. */
export class Artifacts {
  private readonly entries: Entry[] = [];
  /** By `entity/project` and base64 md5. */
  private readonly blobs = new Map<string, Blob>();

  constructor(
    private readonly state: ServerState,
    private readonly runs: Runs,
    private readonly storage: Storage,
  ) {}

  /** Whether one of a run's artifacts has a file at that path, or will have it. */
  hasFile(run: RunState, path: string): boolean {
    return this.entries.some(({ state, announced }) => state.run === run.name && announced.has(path));
  }

  /** What `name` or `name:alias` is; null: nothing. */
  find(entity: string, project: string, name: string): object | null {
    const [collection, alias = 'latest'] = name.split(':');
    const found = this.entries.find(
      ({ state }) =>
        state.entity === entity &&
        state.project === project &&
        state.name === collection &&
        (state.version === alias || state.aliases.includes(alias)),
    );
    return found === undefined ? null : this.view(found);
  }

  create(input: CreateArtifactInput): object {
    const name = input.artifactCollectionName ?? input.artifactCollectionNames?.[0] ?? '';
    const run = this.runs.find(input.entityName, input.projectName, input.runName);
    if (!/^[^/:]{1,128}$/.test(name)) throw new Refusal(`invalid artifact name "${name}"`);
    if (!/^[0-9a-f]{32}$/.test(input.digest)) throw new Breach(`${name}: the digest "${input.digest}" is no hex md5`);
    for (const field of ['clientMutationId', 'labels', 'storageRegion', 'ttlDurationSeconds'] as const)
      if (input[field] !== undefined && input[field] !== null) throw new Breach(`${name}: older servers do not know "${field}"`);
    const aliases = input.aliases?.map(({ artifactCollectionName, alias }) => {
      if (artifactCollectionName !== name) throw new Breach(`${name}: the alias "${alias}" is one of "${artifactCollectionName}"`);
      return alias;
    });
    const others = this.entries.filter(({ state }) => state.entity === run.entity && state.project === run.project && state.name === name);
    const type = others[0]?.state.type ?? input.artifactTypeName;
    if (type !== input.artifactTypeName) throw new Refusal(`the artifact "${name}" is of type "${type}", not "${input.artifactTypeName}"`);
    const again = others.find(({ clientId }) => input.clientID && clientId === input.clientID);
    if (again !== undefined && again.state.digest !== input.digest) throw new Breach(`${name}: a clientID came again with another digest`);
    const same = others.find(({ state }) => state.state === 'COMMITTED' && state.digest === input.digest);
    if (same !== undefined && input.enableDigestDeduplication === true) {
      moveAliases(others, same, aliases ?? []);
      return { artifact: this.view(same) };
    }
    const state: ArtifactState = {
      entity: run.entity,
      project: run.project,
      type,
      name,
      run: run.name,
      version: null,
      aliases: [],
      description: input.description ?? null,
      metadata: input.metadata ? JSON.parse(input.metadata) : null,
      digest: input.digest,
      state: 'PENDING',
      files: {},
    };
    const entry = again ?? {
      id: `artifact-${this.entries.length + 1}`,
      state,
      aliases: aliases ?? [],
      clientId: input.clientID ?? undefined,
      bases: new Set<string | null>(),
      announced: new Map<string, string>(),
      manifest: undefined,
    };
    if (again === undefined) {
      this.entries.push(entry);
      this.state.artifacts.push(state);
    }
    entry.bases.add(this.latestOf(entry)?.id ?? null);
    return { artifact: this.view(entry) };
  }

  createManifest(input: CreateManifestInput): object {
    const entry = this.pending(input.artifactID);
    if (!entry.bases.has(input.baseArtifactID ?? null))
      throw new Breach(
        `${entry.state.name}: baseArtifactID ${String(input.baseArtifactID)} is not the latest artifact that CreateArtifact answered`,
      );
    if (input.name !== 'wandb_manifest.json' || (input.type ?? 'FULL') !== 'FULL')
      throw new Breach(`${entry.state.name}: a manifest "${input.name}" of type ${String(input.type)}; only full ones are kept here`);
    entry.manifest ??= { id: `${entry.id}-manifest`, bytes: undefined };
    return this.manifestPayload(entry, entry.manifest, input.digest);
  }

  updateManifest({ artifactManifestID, digest }: { readonly artifactManifestID: string; readonly digest?: string | null }): object {
    const entry = this.entries.find(({ manifest }) => manifest?.id === artifactManifestID);
    if (entry?.manifest === undefined) throw new Breach(`there is no manifest "${artifactManifestID}"`);
    return this.manifestPayload(this.pending(entry.id), entry.manifest, digest ?? '');
  }

  createFiles(files: readonly ArtifactFileInput[], layout: string): object {
    if (layout !== 'V2') throw new Breach(`CreateArtifactFiles: storage layout ${layout}; V2 is in use`);
    return { files: { edges: files.map(file => ({ node: this.createFile(file) })) } };
  }

  commit(id: string): object {
    const made = this.entries.find(candidate => candidate.id === id);
    // Asked again because the answer was lost: it is done.
    if (made?.state.state === 'COMMITTED') return { artifact: this.view(made) };
    const entry = this.pending(id);
    const { state, manifest } = entry;
    if (manifest?.bytes === undefined) throw new Breach(`${state.name}: committed without a manifest`);
    const files = readManifest(state.name, manifest.bytes, state.digest).map(file => ({ path: file.path, blob: this.blobOf(entry, file) }));
    const left = [...entry.announced.keys()].filter(path => !files.some(file => file.path === path));
    if (left.length > 0) throw new Breach(`${state.name}: announced but not in the manifest: ${left.join(', ')}`);

    for (const { path, blob } of files) state.files[path] = blob;
    const others = this.entries.filter(other => isSameCollection(other, entry));
    state.version = `v${others.filter(other => other.state.state === 'COMMITTED').length}`;
    state.state = 'COMMITTED';
    moveAliases(others, entry, ['latest', ...entry.aliases]);
    return { artifact: this.view(entry) };
  }

  /** @throws Breach if the file of a manifest is not there as it says */
  private blobOf({ state, announced }: Entry, { path, digest, size, birthId }: ManifestFile): StoredFile {
    if (announced.get(path) !== digest)
      throw new Breach(`${state.name}: "${path}" of the manifest was not announced by CreateArtifactFiles`);
    const blob = this.blobs.get(blobKey(state, digest));
    if (blob === undefined) throw new Breach(`${state.name}: "${path}" was not uploaded`);
    if (blob.file.bytes.length !== size) throw new Breach(`${state.name}: "${path}" has ${blob.file.bytes.length} bytes, not ${size}`);
    if (blob.birthId !== birthId) throw new Breach(`${state.name}: birthArtifactID of "${path}" is ${blob.birthId}, not ${birthId}`);
    return blob.file;
  }

  private createFile({ artifactID, artifactManifestID, name, md5, mimetype, uploadPartsInput }: ArtifactFileInput): object {
    const entry = this.pending(artifactID);
    const { state } = entry;
    if (entry.manifest === undefined || entry.manifest.id !== artifactManifestID)
      throw new Breach(`${state.name}: "${artifactManifestID}" is not the manifest of this artifact`);
    if (mimetype || uploadPartsInput?.length)
      throw new Breach(`${state.name}: "${name}" with a MIME type or in parts, which older servers do not know`);
    if (Buffer.from(md5, 'base64').length !== 16 || !md5.endsWith('=='))
      throw new Breach(`${state.name}: "${md5}" of "${name}" is no base64 md5`);
    entry.announced.set(name, md5);
    const blob = this.blobs.get(blobKey(state, md5));
    const node = { id: `${entry.id}/${name}`, name, displayName: name, storagePath: null, uploadMultipartUrls: null };
    if (blob !== undefined) return { ...node, uploadUrl: null, uploadHeaders: [], artifact: { id: blob.birthId } };
    const headers = [`Content-Md5:${md5}`, 'Content-Type:application/octet-stream'];
    const store = (bytes: Buffer): void => {
      const key = blobKey(state, md5);
      if (!this.blobs.has(key)) this.blobs.set(key, { birthId: entry.id, file: { md5, bytes } });
    };
    const uploadUrl = this.storage.sign({ subject: `artifact file ${name}`, headers, md5, store });
    return { ...node, uploadUrl, uploadHeaders: headers, artifact: { id: entry.id } };
  }

  private manifestPayload(entry: Entry, manifest: Manifest, digest: string): object {
    // Only what has a digest can be uploaded; before, the manifest is a name for the files to refer to.
    if (digest !== '' && Buffer.from(digest, 'base64').length !== 16)
      throw new Breach(`${entry.state.name}: the manifest's digest "${digest}" is no base64 md5`);
    const headers = [`Content-Md5:${digest}`, 'Content-Type:application/json'];
    const store = (bytes: Buffer): void => void (manifest.bytes = bytes);
    const sign = (): string => {
      if (digest === '') throw new Breach(`${entry.state.name}: a manifest's upload URL was asked for without its digest`);
      return this.storage.sign({ subject: 'manifest', headers, md5: digest, store });
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

  private pending(id: string): Entry {
    const entry = this.entries.find(candidate => candidate.id === id);
    if (entry === undefined) throw new Breach(`there is no artifact "${id}"`);
    if (entry.state.state !== 'PENDING') throw new Breach(`${entry.state.name} ${entry.state.version} is committed and cannot be changed`);
    return entry;
  }

  private latestOf(entry: Entry): Entry | undefined {
    return this.entries.find(other => isSameCollection(other, entry) && other.state.aliases.includes('latest'));
  }

  private view(entry: Entry): object {
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

function isSameCollection({ state: a }: Entry, { state: b }: Entry): boolean {
  return a.entity === b.entity && a.project === b.project && a.name === b.name;
}

/** Each alias is had by one version of a collection. */
function moveAliases(collection: readonly Entry[], to: Entry, aliases: readonly string[]): void {
  for (const { state } of collection) state.aliases = state.aliases.filter(alias => !aliases.includes(alias));
  to.state.aliases = [...new Set([...to.state.aliases, ...aliases])].toSorted();
}

function blobKey({ entity, project }: ArtifactState, md5: string): string {
  return `${entity}/${project} ${md5}`;
}
