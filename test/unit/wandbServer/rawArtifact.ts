import { createHash } from 'node:crypto';
import { md5, type GraphqlAnswer, type RawClient, type Upload } from './rawClient';

export type ManifestEntry = Readonly<Record<string, unknown>> & { readonly digest: string };

export interface RawArtifactOptions {
  readonly name?: string;
  /** What its manifest lists; files that are announced are in it by themselves. */
  readonly entries?: Readonly<Record<string, ManifestEntry>>;
  readonly files?: Readonly<Record<string, Buffer>>;
  readonly manifestType?: 'FULL' | 'PATCH' | 'INCREMENTAL';
  /** Absent: the latest one, as the server says. */
  readonly base?: string;
  /** Further fields of CreateArtifact. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const names = { FULL: 'wandb_manifest.json', PATCH: 'wandb_manifest.patch.json', INCREMENTAL: 'wandb_manifest.incremental.json' };
let clients = 0;

/** An artifact of several files, step by step as a client sends it. */
export class RawArtifact {
  private readonly birthIds = new Map<string, string>();

  private constructor(
    private readonly client: RawClient,
    private readonly options: RawArtifactOptions,
    readonly id: string,
    /** `COMMITTED`: the same one is there already. */
    readonly state: string,
    private readonly base: string | null,
    private readonly manifestId: string,
  ) {}

  static async begin(client: RawClient, options: RawArtifactOptions): Promise<RawArtifact> {
    const { name = 'data', manifestType = 'FULL', files = {}, entries = {} } = options;
    const listed = { ...entries, ...Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, { digest: md5(bytes) }])) };
    const plan = { name, type: 'dataset', digest: digestOf(listed), clientID: `client-${++clients}` };
    const { data, errors } = await client.createArtifact(plan, options.more);
    if (!data) throw new Error(errors.join());
    const { id, state, artifactSequence } = data.createArtifact.artifact;
    const base = options.base ?? artifactSequence.latestArtifact?.id ?? null;
    const isThere = state === 'COMMITTED';
    const manifest = isThere ? undefined : await client.createManifest(id, base, '', { type: manifestType, name: names[manifestType] });
    return new RawArtifact(client, options, id, state, base, manifest?.id ?? '');
  }

  /** Announces a file. @param more further fields */
  async announce(path: string, more: Readonly<Record<string, unknown>> = {}): Promise<Upload> {
    const bytes = this.options.files![path]!;
    const upload = await this.client.createFile({
      artifactID: this.id,
      artifactManifestID: this.manifestId,
      name: path,
      md5: md5(bytes),
      ...more,
    });
    this.birthIds.set(path, upload.artifact!.id);
    return upload;
  }

  /** Announces a file and sends it. */
  async send(path: string): Promise<number | null> {
    const upload = await this.announce(path);
    return upload.uploadUrl === null ? null : this.client.put(upload, this.options.files![path]!);
  }

  /** Sends the manifest. */
  async list(): Promise<void> {
    const { manifestType = 'FULL', entries = {}, files = {} } = this.options;
    const own = Object.entries(files).map(([path, bytes]) => [
      path,
      { digest: md5(bytes), size: bytes.length, birthArtifactID: this.birthIds.get(path) ?? this.id },
    ]);
    const contents = { ...entries, ...(Object.fromEntries(own) as Record<string, ManifestEntry>) };
    const bytes = Buffer.from(
      JSON.stringify({
        version: 1,
        storagePolicy: 'wandb-storage-policy-v1',
        storagePolicyConfig: { storageLayout: 'V2' },
        contents,
      }),
    );
    const upload =
      manifestType === 'FULL'
        ? (await this.client.createManifest(this.id, this.base, md5(bytes))).file
        : await this.client.updateManifest(this.manifestId, md5(bytes));
    await this.client.put(upload, bytes);
  }

  async commit(): Promise<GraphqlAnswer<unknown>> {
    await this.list();
    return this.client.commit(this.id);
  }

  /** All of it. @returns what the server answered last: nothing where it had it already */
  static async log(client: RawClient, options: RawArtifactOptions): Promise<{ readonly id: string; readonly errors: readonly string[] }> {
    const artifact = await RawArtifact.begin(client, options);
    if (artifact.state === 'COMMITTED') return { id: artifact.id, errors: [] };
    for (const path of Object.keys(options.files ?? {})) await artifact.send(path);
    return { id: artifact.id, errors: (await artifact.commit()).errors };
  }
}

function digestOf(entries: Readonly<Record<string, { readonly digest: string }>>): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const path of Object.keys(entries).toSorted()) hash.update(`${path}:${entries[path]!.digest}\n`);
  return hash.digest('hex');
}
