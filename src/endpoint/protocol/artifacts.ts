import { Contents } from './artifactContents';
import {
  announcedState,
  manifestNames,
  moveAliases,
  newArtifactId,
  newEntry,
  nextVersion,
  type ArtifactEntry,
  type Manifest,
} from './artifactEntry';
import { isArtifactName } from './inputs';
import type { ArtifactFileInput, CreateArtifactInput, CreateFilesInput, CreateManifestInput, UpdateManifestInput } from './inputs';
import type { ArtifactHost, ArtifactPlace, ArtifactRun, ArtifactState, StoredBytes } from './artifactState';
import { artifactView, membershipView } from './artifactView';
import { writeManifest } from './manifest';
import { ProtocolError, Refusal } from './protocolError';

/** Bytes, and the artifact that brought them. */
interface Blob<F> {
  readonly birthId: string;
  readonly file: F;
}

interface Named {
  readonly name: string;
}

/** More artifacts than a server of one person is sent before it ends. */
const MOST_ARTIFACTS = 20_000;
/** Aliases of one version, and characters of one. */
const MOST_ALIASES = 1_000;
const LONGEST_ALIAS = 1_000;
/** Files of one artifact. */
const MOST_FILES = 10_000;
/** Clients that send parts of one artifact. */
const MOST_MANIFESTS = 100;
/** Manifests of artifacts that are not committed yet, together. */
const MOST_MANIFEST_BYTES = 200_000_000;

/** The artifacts of a server. A commit is only had by one whose digest, manifest and files agree. */
export class Artifacts<F extends StoredBytes> {
  private readonly entries = new Map<string, ArtifactEntry<F>>();
  private readonly blobs = new Map<string, Blob<F>>();
  private readonly contents: Contents<F>;

  constructor(private readonly host: ArtifactHost<F>) {
    this.contents = new Contents(host, {
      entry: id => this.entries.get(id),
      latest: entry => this.latestOf(entry),
      all: () => this.entries.values(),
      blob: (entry, md5) => this.blobs.get(this.blobKey(entry, md5)),
    });
  }

  /** Whether one of a run's artifacts has a file at that path, or will have it. */
  hasFile(run: Pick<ArtifactState<F>, 'entity' | 'project'> & { readonly name: string }, path: string): boolean {
    return (
      this.some(({ state, announced }) => state.run === run.name && state.project === run.project && announced.has(path)) !== undefined
    );
  }

  /** What `name` or `name:alias` is in a project; null: nothing. */
  find(entity: string, project: string, name: string): object | null {
    const [collection, alias = 'latest'] = name.split(':');
    const found = [...this.entries.values()].findLast(
      ({ state }) =>
        state.entity === entity &&
        state.project === project &&
        state.name === collection &&
        (state.version === alias || state.aliases.includes(alias)),
    );
    return found === undefined ? null : this.view(found);
  }

  /** What a project's queries ask of its artifacts. */
  ofProject(entity: string, project: string): object {
    const find = (name: string): object | null => this.find(entity, project, name);
    const membership = (name: string): object | null => {
      const found = find(name);
      return found && membershipView(found);
    };
    return {
      artifact: ({ name }: Named) => find(name),
      artifactCollectionMembership: ({ name }: Named) => membership(name),
      artifactCollection: ({ name }: Named) => {
        const found = find(name) as { readonly artifactSequence: object } | null;
        const artifactMembership = ({ aliasName }: { readonly aliasName: string }): object | null => membership(`${name}:${aliasName}`);
        return found && { ...found.artifactSequence, artifactMembership };
      },
    };
  }

  /** Where a file of an artifact lies. @throws {ProtocolError} if it has none of that name */
  fileOf(id: string, path: string): { readonly state: ArtifactState<F>; readonly place: ArtifactPlace } {
    const entry = this.entries.get(id);
    if (entry?.state.state !== 'COMMITTED' || !Object.hasOwn(entry.state.files, path))
      throw new ProtocolError(`there is no artifact "${id.slice(0, 200)}" with such a file`, 404);
    return { state: entry.state, place: placeOf(entry) };
  }

  /** The file of an artifact that has this md5, in base64. @throws {ProtocolError} if there is none */
  fileOfDigest(id: string, digest: string): string {
    const files = Object.entries(this.entries.get(id)?.state.files ?? {});
    const found = files.find(([, { md5 }]) => md5 === digest)?.[0];
    if (found === undefined) throw new ProtocolError(`there is no artifact "${id.slice(0, 200)}" with such a file`, 404);
    return found;
  }

  /** What the artifact of that id is; null: there is none. */
  byId(id: string): object | null {
    const found = this.entries.get(id);
    return found === undefined ? null : this.view(found);
  }

  /** Which artifact a client means by the name that it gave it before this server knew it; null: none. */
  idOfClient(clientId: string): string | null {
    return this.some(entry => entry.clientId === clientId)?.id ?? null;
  }

  /** Knows an artifact that was committed before this server began. */
  restore(state: ArtifactState<F>, scope: string, isWhole: boolean): void {
    if (this.entries.size >= MOST_ARTIFACTS) return;
    const entry = newEntry(newArtifactId(), state, { scope });
    entry.isWhole = isWhole;
    this.entries.set(entry.id, entry);
  }

  async create(input: CreateArtifactInput): Promise<object> {
    const name = input.artifactCollectionName ?? input.artifactCollectionNames?.[0] ?? '';
    const run = await this.host.runOf(input);
    if (!isArtifactName(name)) throw new Refusal(`invalid artifact name "${name.slice(0, 200)}"`);
    if (!/^[0-9a-f]{32}$/.test(input.digest)) throw new ProtocolError(`${name}: the digest "${input.digest.slice(0, 200)}" is no hex md5`);
    for (const field of ['clientMutationId', 'labels', 'storageRegion', 'ttlDurationSeconds'] as const)
      if (input[field] !== undefined && input[field] !== null) this.host.mind(`${name}: older servers do not know "${field}"`);
    if ((input.aliases?.length ?? 0) >= MOST_ALIASES)
      throw new Refusal(`${name}: ${input.aliases!.length} aliases; expected fewer than ${MOST_ALIASES}`);
    const aliases = input.aliases?.map(({ artifactCollectionName, alias }) => {
      if (alias.length > LONGEST_ALIAS)
        throw new Refusal(`${name}: the alias "${alias.slice(0, 100)}…" has more than ${LONGEST_ALIAS} characters`);
      if (artifactCollectionName !== name) throw new ProtocolError(`${name}: the alias "${alias}" is one of "${artifactCollectionName}"`);
      return alias;
    });
    const others = [...this.entries.values()].filter(({ scope, state }) => scope === run.scope && state.name === name);
    const type = others[0]?.state.type ?? input.artifactTypeName;
    if (type !== input.artifactTypeName) throw new Refusal(`the artifact "${name}" is of type "${type}", not "${input.artifactTypeName}"`);
    const again = this.begunBefore(input, name, run, others);
    const same = others.find(({ state, isWhole }) => isWhole && state.state === 'COMMITTED' && state.digest === input.digest);
    if (same !== undefined && input.enableDigestDeduplication === true && !input.distributedID) {
      moveAliases(others, same, aliases ?? []);
      this.host.moved(same.state, placeOf(same), aliases ?? []);
      return { artifact: this.view(same) };
    }
    const entry = again ?? this.begin(input, { name, run, aliases: aliases ?? [] });
    if (entry.scope !== run.scope) this.host.lenient?.joined(entry.state, run);
    entry.digests.add(input.digest);
    entry.bases.add(this.latestOf(entry)?.id ?? null);
    return { artifact: this.view(entry) };
  }

  createManifest(input: CreateManifestInput): object {
    const entry = this.pending(input.artifactID);
    const { name } = entry.state;
    if (!entry.bases.has(input.baseArtifactID ?? null))
      this.host.mind(`${name}: baseArtifactID ${String(input.baseArtifactID)} is not the latest artifact that CreateArtifact answered`);
    const type = input.type ?? 'FULL';
    if (input.name !== manifestNames[type]) throw new ProtocolError(`${name}: a manifest "${input.name}" of type ${type}`);
    if (type !== 'FULL') this.host.mind(`${name}: a manifest of type ${type}, which is of a part only`);
    const there = [...entry.manifests.values()];
    if (there.some(other => other.type !== type)) throw new ProtocolError(`${name}: one manifest is of type ${type}, another one is not`);
    const full = type === 'FULL' ? there[0] : undefined;
    return this.manifestPayload(entry, full ?? this.newManifest(entry, type, input.baseArtifactID ?? null), input.digest);
  }

  updateManifest({ artifactManifestID, digest }: UpdateManifestInput): object {
    const entry = this.some(({ manifests }) => manifests.has(artifactManifestID));
    if (entry === undefined) throw new ProtocolError(`there is no manifest "${artifactManifestID}"`);
    return this.manifestPayload(this.pending(entry.id), entry.manifests.get(artifactManifestID)!, digest ?? '');
  }

  createFiles({ artifactFiles, storageLayout }: CreateFilesInput): object {
    if (storageLayout !== 'V2') throw new ProtocolError(`CreateArtifactFiles: storage layout ${storageLayout}; V2 is in use`);
    return { files: { edges: artifactFiles.map(file => ({ node: this.createFile(file) })) } };
  }

  /** What a file of an artifact is to be: where it goes, before it comes. @throws {ProtocolError} if the artifact takes none */
  expected(id: string): { readonly state: ArtifactState<F>; readonly place: ArtifactPlace } {
    const entry = this.pending(id);
    return { state: entry.state, place: placeOf(entry) };
  }

  /** A file of an artifact has come. */
  store(id: string, path: string, file: F): void {
    const entry = this.pending(id);
    // What came before it at its path is not there any more.
    entry.came.set(path, file);
    if (!this.host.sharesFiles || file.md5 === undefined) return;
    const key = this.blobKey(entry, file.md5);
    if (!this.blobs.has(key)) this.blobs.set(key, { birthId: id, file });
  }

  /** A file of an artifact will not be there: its commit says so. */
  refuse(id: string, path: string, why: string): void {
    const entry = this.pending(id);
    entry.announced.delete(path);
    entry.came.delete(path);
    entry.refused.set(path, why);
  }

  /** An artifact's manifest has come. */
  storeManifest(id: string, manifestId: string, bytes: Buffer): void {
    const manifest = this.pending(id).manifests.get(manifestId);
    if (!manifest) return;
    let all = bytes.length - (manifest.bytes?.length ?? 0);
    for (const { manifests } of this.entries.values()) for (const one of manifests.values()) all += one.bytes?.length ?? 0;
    if (all > MOST_MANIFEST_BYTES)
      throw new ProtocolError(`manifests of more than ${MOST_MANIFEST_BYTES} bytes wait for their artifacts to be committed`, 413);
    manifest.bytes = bytes;
  }

  /** The manifest of an artifact that is committed. @param digestOf the md5 of a file that nobody has looked at yet @throws {ProtocolError} */
  async manifestOf(
    id: string,
    digestOf: (place: ArtifactPlace, state: ArtifactState<F>, path: string) => Promise<string>,
  ): Promise<string> {
    const entry = this.entries.get(id);
    if (entry?.state.state !== 'COMMITTED') throw new ProtocolError(`there is no artifact "${id}" that is whole`, 404);
    const { state, referenceDigests } = entry;
    const files = [];
    for (const [path, { md5, size }] of Object.entries(state.files))
      files.push({ path, digest: md5 ?? (await digestOf(placeOf(entry), state, path)), size, ref: null });
    const references = state.references.map(([path, ref]) => ({ path, digest: referenceDigests.get(path) ?? ref, size: 0, ref }));
    return writeManifest(id, [...files, ...references]);
  }

  async commit(id: string): Promise<object> {
    const made = this.entries.get(id);
    // Asked again because the answer was lost: it is done.
    if (made?.state.state === 'COMMITTED') return { artifact: this.view(made) };
    if (made?.committing) return made.committing;
    const entry = this.pending(id);
    entry.committing = this.commitNow(entry).finally(() => (entry.committing = undefined));
    return entry.committing;
  }

  private async commitNow(entry: ArtifactEntry<F>): Promise<object> {
    const { state } = entry;
    const { files, references, missing, digest } = await this.contents.of(entry, MOST_FILES);
    const announced = state.digest;
    const others = [...this.entries.values()].filter(other => isSameCollection(other, entry));
    state.version = nextVersion(others.map(other => other.state.version));
    const aliases = ['latest', ...entry.aliases];
    state.aliases = [...new Set(aliases)].toSorted();
    for (const [path, file] of files)
      Object.defineProperty(state.files, path, { value: file, enumerable: true, configurable: true, writable: true });
    state.references = references.map(({ path, ref }) => [path, ref ?? ''] as const);
    state.digest = digest;
    let lost: readonly string[];
    try {
      lost = await this.host.commit(state, placeOf(entry), missing);
    } catch (error) {
      Object.assign(state, { version: null, aliases: [], references: [], digest: announced });
      for (const path of Object.keys(state.files)) delete state.files[path];
      throw error;
    }
    state.state = 'COMMITTED';
    for (const { path, digest } of references) entry.referenceDigests.set(path, digest);
    for (const manifest of entry.manifests.values()) manifest.bytes = undefined;
    entry.came.clear();
    entry.refused.clear();
    moveAliases(others, entry, aliases);
    const absent = [...missing, ...lost];
    entry.isWhole = absent.length === 0;
    if (absent.length > 0) throw new Refusal(`${state.name} ${state.version} is kept without some of its files. ${absent[0]}`);
    return { artifact: this.view(entry) };
  }

  /** An artifact that was begun already: its client asks again, or it is one of several that send parts of it. @throws {ProtocolError} */
  private begunBefore(
    { clientID, distributedID, digest }: CreateArtifactInput,
    name: string,
    { entity, project }: ArtifactRun,
    others: readonly ArtifactEntry<F>[],
  ): ArtifactEntry<F> | undefined {
    if (distributedID)
      return this.some(
        ({ state, distributedId }) =>
          distributedId === distributedID &&
          state.name === name &&
          state.entity === entity &&
          state.project === project &&
          state.state === 'PENDING',
      );
    const again = others.find(({ clientId }) => clientID && clientId === clientID);
    if (again !== undefined && !again.digests.has(digest)) throw new ProtocolError(`${name}: a clientID came again with another digest`);
    return again;
  }

  private begin(
    input: CreateArtifactInput,
    { name, run, aliases }: { readonly name: string; readonly run: ArtifactRun; readonly aliases: readonly string[] },
  ): ArtifactEntry<F> {
    if (this.entries.size >= MOST_ARTIFACTS) throw new Refusal(`${name}: ${MOST_ARTIFACTS} artifacts came already; no more are taken`);
    const id = this.host.idOf?.(this.entries.size + 1) ?? newArtifactId();
    const entry = newEntry<F>(id, announcedState(input, name, run), {
      scope: run.scope,
      aliases,
      clientId: input.clientID ?? undefined,
      distributedId: input.distributedID ?? undefined,
    });
    this.entries.set(id, entry);
    this.host.made(entry.state, placeOf(entry));
    return entry;
  }

  private newManifest(entry: ArtifactEntry<F>, type: Manifest['type'], base: string | null): Manifest {
    const { size } = entry.manifests;
    if (size >= MOST_MANIFESTS) throw new Refusal(`${entry.state.name}: ${MOST_MANIFESTS} manifests came already; no more are taken`);
    const manifest = { id: `${entry.id}-manifest${size === 0 ? '' : `-${size}`}`, type, base, bytes: undefined };
    entry.manifests.set(manifest.id, manifest);
    return manifest;
  }

  private createFile(file: ArtifactFileInput): object {
    const { artifactID, artifactManifestID, name, md5, mimetype } = file;
    const entry = this.pending(artifactID);
    const { state, announced, refused } = entry;
    if (!entry.manifests.has(artifactManifestID ?? ''))
      throw new ProtocolError(`${state.name}: "${artifactManifestID}" is not the manifest of this artifact`);
    if (mimetype) this.host.mind(`${state.name}: "${name}" with a MIME type, which older servers do not know`);
    if (Buffer.from(md5, 'base64').length !== 16 || !md5.endsWith('=='))
      throw new ProtocolError(`${state.name}: "${md5.slice(0, 100)}" of "${name}" is no base64 md5`);
    const node = { id: `${entry.id}/${name}`, name, displayName: name, storagePath: null, uploadMultipartUrls: null };
    // As one that is there already: an error would have some clients give up all of the artifact, and others wait for ever.
    const passedOver = { ...node, uploadUrl: null, uploadHeaders: [], artifact: { id: entry.id } };
    if (announced.size + refused.size >= MOST_FILES && !announced.has(name)) {
      if (!this.host.lenient) throw new Refusal(`${state.name}: more than ${MOST_FILES} files`);
      return passedOver;
    }
    const why = this.whyNoFile(entry, file);
    if (why !== undefined) {
      this.refuse(entry.id, name, why);
      return passedOver;
    }
    announced.set(name, md5);
    const blob = this.host.sharesFiles ? this.blobs.get(this.blobKey(entry, md5)) : undefined;
    if (blob !== undefined) return { ...passedOver, artifact: { id: blob.birthId } };
    if (!this.host.sharesFiles && entry.came.get(name)?.md5 === md5) return passedOver;
    const headers = [`Content-Md5:${md5}`, 'Content-Type:application/octet-stream'];
    const place = { kind: 'artifact', artifact: entry.id, name } as const;
    const uploadUrl = this.host.storage.sign({ subject: `artifact file ${name}`, headers, md5, place });
    return { ...node, uploadUrl, uploadHeaders: headers, artifact: { id: entry.id } };
  }

  private whyNoFile({ state }: ArtifactEntry<F>, file: ArtifactFileInput): string | undefined {
    const { lenient } = this.host;
    const inParts = file.uploadPartsInput?.length ? 'files of 2 GB and more are not taken' : undefined;
    if (inParts !== undefined && !lenient) throw new ProtocolError(`${state.name}: "${file.name}" is to come in parts; ${inParts}`);
    return inParts ?? lenient?.whyNoFile(file);
  }

  private manifestPayload(entry: ArtifactEntry<F>, manifest: Manifest, digest: string): object {
    // Only what has a digest can be uploaded; before, the manifest is a name for the files to refer to.
    if (digest !== '' && Buffer.from(digest, 'base64').length !== 16)
      throw new ProtocolError(`${entry.state.name}: the manifest's digest "${digest.slice(0, 100)}" is no base64 md5`);
    const headers = [`Content-Md5:${digest}`, 'Content-Type:application/json'];
    const sign = (): string => {
      if (digest === '') throw new ProtocolError(`${entry.state.name}: a manifest's upload URL was asked for without its digest`);
      const place = { kind: 'manifest', artifact: entry.id, manifest: manifest.id } as const;
      return this.host.storage.sign({ subject: 'manifest', headers, md5: digest, place });
    };
    const name = manifestNames[manifest.type];
    const file = { id: `${manifest.id}-file`, name, displayName: name, uploadUrl: sign, uploadHeaders: headers };
    return { artifactManifest: { id: manifest.id, file } };
  }

  private pending(id: string): ArtifactEntry<F> {
    const entry = this.entries.get(id);
    if (entry === undefined) throw new ProtocolError(`there is no artifact "${id.slice(0, 200)}"`);
    if (entry.committing) throw new ProtocolError(`${entry.state.name} is just being committed`);
    if (entry.state.state !== 'PENDING')
      throw new ProtocolError(`${entry.state.name} ${entry.state.version} is committed and cannot be changed`);
    return entry;
  }

  private latestOf(entry: ArtifactEntry<F>): ArtifactEntry<F> | undefined {
    return this.some(
      other => isSameCollection(other, entry) && other.state.state === 'COMMITTED' && other.state.aliases.includes('latest'),
    );
  }

  private some(is: (entry: ArtifactEntry<F>) => boolean): ArtifactEntry<F> | undefined {
    for (const entry of this.entries.values()) if (is(entry)) return entry;
    return undefined;
  }

  private blobKey({ state }: ArtifactEntry<F>, md5: string): string {
    return `${state.entity}/${state.project} ${md5}`;
  }

  private view(entry: ArtifactEntry<F>): object {
    return artifactView(entry, {
      latest: () => {
        const latest = this.latestOf(entry);
        return latest === undefined ? null : this.view(latest);
      },
      fileUrl: name =>
        this.host.storage.sign({ subject: `artifact file ${name}`, headers: [], place: { kind: 'readFile', artifact: entry.id, name } }),
      manifestUrl: () => this.host.storage.sign({ subject: 'manifest', headers: [], place: { kind: 'readManifest', artifact: entry.id } }),
    });
  }
}

function placeOf<F extends StoredBytes>({ id, scope }: ArtifactEntry<F>): ArtifactPlace {
  return { id, scope };
}

function isSameCollection<F extends StoredBytes>(a: ArtifactEntry<F>, b: ArtifactEntry<F>): boolean {
  return a.scope === b.scope && a.state.name === b.state.name;
}
