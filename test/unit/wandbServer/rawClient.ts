import { createHash } from 'node:crypto';

/** A server that speaks the protocol. */
export interface SpokenTo {
  readonly url: string;
  readonly key: string;
}

export interface GraphqlAnswer<T> {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly string[];
}

/** Where a file is to be put, as the server answers it. */
export interface Upload {
  readonly uploadUrl: string | null;
  readonly uploadHeaders: readonly string[];
  readonly artifact?: { readonly id: string };
}

/** What an artifact's upload does; a test changes one thing of it. */
export interface ArtifactPlan {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly digest: string;
  readonly clientID: string;
  /** What is put to the storage instead of the bytes; null: nothing. */
  readonly put: Buffer | null;
  readonly putHeaders: Readonly<Record<string, string>>;
  /** The manifest's entry of the file. */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly hasManifest: boolean;
}

export const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('base64');

export const quickRun = { entity: 'digits', project: 'digits-cnn', run: 'run-1' };

/** Speaks the protocol without any knowledge of what is right: a test says each word of it. */
export class RawClient {
  constructor(
    private readonly server: SpokenTo,
    private readonly key = server.key,
    /** Whom the runs belong to. */
    private readonly entity = quickRun.entity,
  ) {}

  async graphql<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<GraphqlAnswer<T>> {
    const response = await this.post('/graphql', { query, variables });
    const { data = null, errors = [] } = (await response.json()) as { data?: T | null; errors?: { message: string }[] };
    return { status: response.status, data, errors: errors.map(({ message }) => message) };
  }

  async post(place: string, body: unknown): Promise<Response> {
    const Authorization = `Basic ${Buffer.from(`api:${this.key}`).toString('base64')}`;
    const headers = { Authorization, 'Content-Type': 'application/json' };
    return await fetch(this.server.url + place, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async upsert(
    input: Readonly<Record<string, unknown>> = {},
  ): Promise<GraphqlAnswer<{ upsertBucket: { inserted: boolean; bucket: Counts } }>> {
    const query = `mutation UpsertBucket($input: UpsertBucketInput!) { upsertBucket(input: $input) {
      inserted bucket { id historyLineCount logLineCount eventsLineCount } } }`;
    return await this.graphql(query, { input: { name: quickRun.run, modelName: quickRun.project, ...input } });
  }

  /** The answer's status. */
  async stream(body: unknown, run = quickRun.run): Promise<number> {
    return (await this.post(`/files/${this.entity}/${quickRun.project}/${run}/file_stream`, body)).status;
  }

  async runFile(name: string): Promise<Upload> {
    const query = `mutation CreateRunFiles($files: [String!]!, $project: String!, $run: String!) {
      createRunFiles(input: { projectName: $project, runName: $run, files: $files }) { runID uploadHeaders files { name uploadUrl } } }`;
    const { data } = await this.graphql<{ createRunFiles: { uploadHeaders: string[]; files: { uploadUrl: string }[] } }>(query, {
      ...quickRun,
      files: [name],
    });
    return { uploadUrl: data!.createRunFiles.files[0]!.uploadUrl, uploadHeaders: data!.createRunFiles.uploadHeaders };
  }

  /** The answer's status. */
  async put({ uploadUrl, uploadHeaders }: Upload, bytes: Buffer, changed: Readonly<Record<string, string>> = {}): Promise<number> {
    const headers: Record<string, string> = {};
    for (const line of uploadHeaders) headers[line.slice(0, line.indexOf(':'))] = line.slice(line.indexOf(':') + 1);
    return (await fetch(uploadUrl!, { method: 'PUT', headers: { ...headers, ...changed }, body: new Uint8Array(bytes) })).status;
  }

  /** Goes through all steps of an artifact; the answer to the last. */
  async logArtifact(plan: ArtifactPlan): Promise<GraphqlAnswer<{ commitArtifact: { artifact: { digest: string } } }>> {
    const created = await this.createArtifact(plan);
    const { id: artifactID, artifactSequence } = created.data!.createArtifact.artifact;
    const base = artifactSequence.latestArtifact?.id ?? null;
    const early = await this.createManifest(artifactID, base, '');
    const file = await this.createFile({ artifactID, artifactManifestID: early.id, name: plan.path, md5: md5(plan.bytes) });
    if (file.uploadUrl !== null && plan.put !== null) await this.put(file, plan.put, plan.putHeaders);
    const entry = { digest: md5(plan.bytes), birthArtifactID: file.artifact!.id, size: plan.bytes.length, ...plan.entry };
    const manifest = {
      version: 1,
      storagePolicy: 'wandb-storage-policy-v1',
      storagePolicyConfig: { storageLayout: 'V2' },
      contents: { [plan.path]: entry },
      ...plan.manifest,
    };
    const bytes = Buffer.from(JSON.stringify(manifest));
    const late = await this.createManifest(artifactID, base, md5(bytes));
    if (plan.hasManifest) await this.put(late.file, bytes);
    return await this.commit(artifactID);
  }

  async createArtifact(
    { name, type, digest, clientID }: Pick<ArtifactPlan, 'name' | 'type' | 'digest' | 'clientID'>,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<
    GraphqlAnswer<{
      createArtifact: { artifact: { id: string; state: string; artifactSequence: { latestArtifact: { id: string } | null } } };
    }>
  > {
    const query = `mutation CreateArtifact($input: CreateArtifactInput!) { createArtifact(input: $input) {
      artifact { id state artifactSequence { latestArtifact { id } } } } }`;
    const input = {
      entityName: this.entity,
      projectName: quickRun.project,
      runName: quickRun.run,
      artifactTypeName: type,
      artifactCollectionName: name,
      digest,
      digestAlgorithm: 'MANIFEST_MD5',
      aliases: [{ artifactCollectionName: name, alias: 'latest' }],
      clientID,
      enableDigestDeduplication: true,
      ...more,
    };
    return await this.graphql(query, { input });
  }

  async commit(artifactID: string): Promise<GraphqlAnswer<{ commitArtifact: { artifact: { digest: string } } }>> {
    const query = 'mutation CommitArtifact($id: ID!) { commitArtifact(input: { artifactID: $id }) { artifact { id digest } } }';
    return await this.graphql(query, { id: artifactID });
  }

  async createManifest(
    artifactID: string,
    baseArtifactID: string | null,
    digest: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<{ id: string; file: Upload }> {
    const query = `mutation CreateArtifactManifest($input: CreateArtifactManifestInput!, $isLast: Boolean!) {
      createArtifactManifest(input: $input) { artifactManifest { id file { uploadUrl @include(if: $isLast) uploadHeaders @include(if: $isLast) } } } }`;
    const input = { artifactID, baseArtifactID, name: 'wandb_manifest.json', digest, ...this.names, ...more };
    const { data } = await this.graphql<{ createArtifactManifest: { artifactManifest: { id: string; file: Upload } } }>(query, {
      input,
      isLast: digest !== '',
    });
    return data!.createArtifactManifest.artifactManifest;
  }

  /** The URL of a manifest that was made without its digest. */
  async updateManifest(artifactManifestID: string, digest: string): Promise<Upload> {
    const query = `mutation UpdateArtifactManifest($id: ID!, $digest: String) {
      updateArtifactManifest(input: { artifactManifestID: $id, digest: $digest }) { artifactManifest { file { uploadUrl uploadHeaders } } } }`;
    const { data } = await this.graphql<{ updateArtifactManifest: { artifactManifest: { file: Upload } } }>(query, {
      id: artifactManifestID,
      digest,
    });
    return data!.updateArtifactManifest.artifactManifest.file;
  }

  private get names(): Readonly<Record<'entityName' | 'projectName' | 'runName', string>> {
    return { entityName: this.entity, projectName: quickRun.project, runName: quickRun.run };
  }

  async createFile(file: Readonly<Record<string, unknown>>): Promise<Upload> {
    const query = `mutation CreateArtifactFiles($file: CreateArtifactFileSpecInput!) {
      createArtifactFiles(input: { artifactFiles: [$file], storageLayout: V2 }) { files { edges { node { uploadUrl uploadHeaders artifact { id } } } } } }`;
    const { data } = await this.graphql<{ createArtifactFiles: { files: { edges: { node: Upload }[] } } }>(query, { file });
    return data!.createArtifactFiles.files.edges[0]!.node;
  }
}

interface Counts {
  readonly historyLineCount: number;
  readonly logLineCount: number;
  readonly eventsLineCount: number;
}

/** A right artifact of one file, with what is to be different. */
export function artifactPlan(changed: Partial<ArtifactPlan> = {}): ArtifactPlan {
  const bytes = changed.bytes ?? Buffer.from('the predictions');
  const path = changed.path ?? 'predictions.npy';
  const digest = createHash('md5')
    .update(`wandb-artifact-manifest-v1\n${path}:${md5(bytes)}\n`)
    .digest('hex');
  const right = { name: 'predictions', type: 'predictions', clientID: 'client-1', put: bytes, hasManifest: true };
  return { ...right, path, bytes, digest, putHeaders: {}, entry: {}, manifest: {}, ...changed };
}
