import { bytes as bytesInWords } from '../../util/format';
import type { ArtifactEntry } from './artifactEntry';
import type { ArtifactHost, StoredBytes } from './artifactState';
import { artifactFileOf, manifestDigest, readManifest, type ManifestFile } from './manifest';
import { ProtocolError, Refusal } from './protocolError';

/** What is in an artifact, as far as it is here. */
export interface ArtifactContents<F> {
  readonly files: ReadonlyMap<string, F>;
  /** Files of other addresses, which no client sends. */
  readonly references: readonly ManifestFile[];
  /** In sentences: which of its files are not here, and why. */
  readonly missing: readonly string[];
  /** Hex md5 that tells these contents from others. */
  readonly digest: string;
}

/** The artifacts beside the one that is looked at. */
interface Others<F extends StoredBytes> {
  readonly entry: (id: string) => ArtifactEntry<F> | undefined;
  /** The newest of its name. */
  readonly latest: (entry: ArtifactEntry<F>) => ArtifactEntry<F> | undefined;
  readonly all: () => Iterable<ArtifactEntry<F>>;
  /** Bytes that came with any artifact of the project. */
  readonly blob: (entry: ArtifactEntry<F>, md5: string) => { readonly birthId: string; readonly file: F } | undefined;
}

interface Source<F extends StoredBytes> {
  readonly from: ArtifactEntry<F>;
  readonly path: string;
}

/** Files by their digests; those that nobody has looked at yet by their paths. */
type Sources<F extends StoredBytes> = () => Readonly<Record<'byDigest' | 'unknown', ReadonlyMap<string, readonly Source<F>[]>>>;

/** Files that may have the bytes that are looked for: so many are read. */
const MOST_SOURCES = 5;
/** More sentences than a person reads. */
const MOST_MISSING = 500;

/** Holds what came for an artifact against its manifest, or those of its parts. */
export class Contents<F extends StoredBytes> {
  constructor(
    private readonly host: ArtifactHost<F>,
    private readonly others: Others<F>,
  ) {}

  /** @throws {ProtocolError | Refusal} if files and manifest do not agree */
  async of(entry: ArtifactEntry<F>, mostFiles: number): Promise<ArtifactContents<F>> {
    const { state, announced } = entry;
    const { listed, missing } = this.listOf(entry);
    if (listed.size > mostFiles && !this.host.lenient)
      throw new Refusal(`${state.name}: ${listed.size} files; expected at most ${mostFiles}`);
    const unlisted = [...announced.keys()].filter(path => !listed.has(path));
    if (unlisted.length > 0)
      throw new ProtocolError(`${state.name}: announced but not in the manifest: ${unlisted.slice(0, 10).join(', ')}`);
    const files = new Map<string, F>();
    const references: ManifestFile[] = [];
    const sources = this.sources(entry);
    for (const file of listed.values()) {
      if (this.isElsewhere(file)) references.push(file);
      else {
        const found =
          files.size < mostFiles
            ? await this.fileOf(entry, file, sources)
            : `${file.path}: an artifact has at most ${mostFiles} files here.`;
        if (typeof found === 'string') missing.push(found);
        else files.set(file.path, found);
      }
    }
    const isInParts = [...entry.manifests.values()].some(({ type }) => type !== 'FULL');
    const digest = isInParts ? digestOfAll(files, references) : state.digest;
    return { files, references, missing: fewer(missing), digest };
  }

  /** What all manifests together list. */
  private listOf(entry: ArtifactEntry<F>): { readonly listed: ReadonlyMap<string, ManifestFile>; readonly missing: string[] } {
    const { name } = entry.state;
    const sent = [...entry.manifests.values()].filter(({ bytes }) => bytes !== undefined);
    if (sent.length === 0) throw new ProtocolError(`${name}: committed without a manifest`);
    const listed = new Map<string, ManifestFile>();
    const missing: string[] = [];
    for (const { type, base, bytes } of sent) {
      // Where it was announced before there was any, it adds to what has come meanwhile.
      const before = type !== 'INCREMENTAL' ? undefined : base === null ? this.others.latest(entry) : this.others.entry(base);
      if (type === 'INCREMENTAL' && base !== null && before?.state.state !== 'COMMITTED')
        missing.push(`The files of the artifact that it adds to (${base.slice(0, 100)}) are not here.`);
      for (const file of [...(before ? filesOf(before) : []), ...readManifest(name, bytes!, entry.digests)]) listed.set(file.path, file);
    }
    return { listed, missing };
  }

  /** Whether nobody sends it: a file of another artifact may be here. */
  private isElsewhere({ ref }: ManifestFile): boolean {
    return ref !== null && (!this.host.lenient || artifactFileOf(ref) === undefined);
  }

  /** A file of the manifest, or in a sentence why it is not here. */
  private async fileOf(entry: ArtifactEntry<F>, file: ManifestFile, sources: Sources<F>): Promise<F | string> {
    const { path, ref, size, birthId } = file;
    const why = entry.refused.get(path);
    if (why !== undefined) return `${path} (${bytesInWords(size)}) was not taken: ${why}.`;
    if (ref === null && (entry.announced.has(path) || !this.host.lenient)) return this.cameOf(entry, file);
    if (ref === null && birthId === entry.id) return `${path} (${bytesInWords(size)}) was not sent.`;
    const unusable = this.host.lenient!.whyNoFile({ artifactID: entry.id, name: path, md5: file.digest });
    if (unusable !== undefined) return `${path} was not taken: ${unusable}.`;
    const brought = await this.bring(entry, file, sources);
    if (typeof brought === 'string') return `${path} was not taken: ${brought}`;
    return brought ?? `${path} is a file of another artifact (${ref ?? birthId}), which is not here.`;
  }

  /** @throws {ProtocolError} if the file of a manifest is not there as it says */
  private cameOf(entry: ArtifactEntry<F>, { path, digest, size, birthId }: ManifestFile): F {
    const { state, announced, came, id } = entry;
    if (announced.get(path) !== digest)
      throw new ProtocolError(`${state.name}: "${path}" of the manifest was not announced by CreateArtifactFiles`);
    const own = came.get(path);
    const blob = this.host.sharesFiles ? this.others.blob(entry, digest) : own?.md5 === digest ? { birthId: id, file: own } : undefined;
    if (blob === undefined) throw new ProtocolError(`${state.name}: "${path}" was not uploaded`);
    if (blob.file.size !== size) throw new ProtocolError(`${state.name}: "${path}" has ${blob.file.size} bytes, not ${size}`);
    if (blob.birthId !== birthId) throw new ProtocolError(`${state.name}: birthArtifactID of "${path}" is ${blob.birthId}, not ${birthId}`);
    return blob.file;
  }

  private async bring(entry: ArtifactEntry<F>, file: ManifestFile, sources: Sources<F>): Promise<F | string | undefined> {
    const to = { id: entry.id, scope: entry.scope, name: entry.state.name, path: file.path, digest: file.digest || undefined };
    let read = 0;
    for (const { from, path } of this.sourcesOf(file, sources)) {
      if (++read > MOST_SOURCES) break;
      const { id, scope, state } = from;
      const brought = await this.host.lenient!.bring(to, { id, scope, name: state.name, version: state.version ?? '', path });
      if (brought !== undefined) return brought;
    }
    return undefined;
  }

  /** Where its bytes may be, the likeliest first: where the manifest says; wherever a file of its digest is, or may be. */
  private *sourcesOf({ path, digest, ref, birthId }: ManifestFile, sources: Sources<F>): Iterable<Source<F>> {
    const said = ref === null ? { id: birthId, path } : artifactFileOf(ref)!;
    const named = this.others.entry(said.id);
    if (named?.state.state === 'COMMITTED' && Object.hasOwn(named.state.files, said.path)) yield { from: named, path: said.path };
    if (digest === '') return;
    const { byDigest, unknown } = sources();
    yield* byDigest.get(digest) ?? [];
    yield* unknown.get(said.path) ?? [];
  }

  /** The files of all artifacts of a project, looked through once, and only where they are asked for. */
  private sources({ state }: ArtifactEntry<F>): Sources<F> {
    let found: ReturnType<Sources<F>> | undefined;
    return () => {
      if (found) return found;
      const [byDigest, unknown] = [new Map<string, Source<F>[]>(), new Map<string, Source<F>[]>()];
      for (const from of this.others.all()) {
        if (from.state.state !== 'COMMITTED' || from.state.entity !== state.entity || from.state.project !== state.project) continue;
        for (const [path, { md5 }] of Object.entries(from.state.files)) {
          const [index, key] = md5 === undefined ? [unknown, path] : [byDigest, md5];
          const there = index.get(key);
          if (!there) index.set(key, [{ from, path }]);
          else if (there.length < MOST_SOURCES) there.push({ from, path });
        }
      }
      return (found = { byDigest, unknown });
    };
  }
}

/** The files of an artifact that is committed, as the manifest of one that has them too would list them. */
function filesOf<F extends StoredBytes>({ id, state, referenceDigests }: ArtifactEntry<F>): ManifestFile[] {
  const own = Object.entries(state.files).map(([path, { md5 = '', size }]) => ({ path, digest: md5, size, birthId: id, ref: null }));
  const elsewhere = state.references.map(([path, ref]) => ({ path, digest: referenceDigests.get(path) ?? ref, size: 0, birthId: '', ref }));
  return [...own, ...elsewhere];
}

function digestOfAll<F extends StoredBytes>(files: ReadonlyMap<string, F>, references: readonly ManifestFile[]): string {
  return manifestDigest([...[...files].map(([path, { md5 = '' }]) => ({ path, digest: md5 })), ...references]);
}

function fewer(missing: readonly string[]): readonly string[] {
  if (missing.length <= MOST_MISSING) return missing;
  return [...missing.slice(0, MOST_MISSING - 1), `${missing.length - MOST_MISSING + 1} further files are not here.`];
}
