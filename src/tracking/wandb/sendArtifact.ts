import { createHash } from 'node:crypto';
import type { RunPath } from './api';
import { artifactAnswer, artifactFilesAnswer, commitAnswer, manifestAnswer } from '../../contract/formats/wandbAnswers';
import { askGraphql } from './graphql';
import type { Requests } from './requests';
import type { ArtifactManifestEntry, ArtifactRecord } from './wandb_pb';

const createArtifact = {
  answer: artifactAnswer,
  query: `mutation CreateArtifact($entityName: String!, $projectName: String!, $runName: String, $artifactTypeName: String!,
  $artifactCollectionNames: [String!], $digest: String!, $description: String, $aliases: [ArtifactAliasInput!], $metadata: JSONString,
  $clientID: ID, $sequenceClientID: ID) {
  createArtifact(input: {entityName: $entityName, projectName: $projectName, runName: $runName, artifactTypeName: $artifactTypeName,
    artifactCollectionNames: $artifactCollectionNames, digest: $digest, digestAlgorithm: MANIFEST_MD5, description: $description,
    aliases: $aliases, metadata: $metadata, clientID: $clientID, sequenceClientID: $sequenceClientID, enableDigestDeduplication: true}) {
    artifact { id state artifactSequence { id latestArtifact { id } } }
  }
}`,
};

const createArtifactManifest = {
  answer: manifestAnswer,
  query: `mutation CreateArtifactManifest($artifactID: ID!, $baseArtifactID: ID, $name: String!, $digest: String!,
  $entityName: String!, $projectName: String!, $runName: String!, $includeUpload: Boolean!) {
  createArtifactManifest(input: {artifactID: $artifactID, baseArtifactID: $baseArtifactID, name: $name, digest: $digest,
    entityName: $entityName, projectName: $projectName, runName: $runName}) {
    artifactManifest { id file { id uploadUrl @include(if: $includeUpload) uploadHeaders @include(if: $includeUpload) } }
  }
}`,
};

const createArtifactFiles = {
  answer: artifactFilesAnswer,
  query: `mutation CreateArtifactFiles($artifactFiles: [CreateArtifactFileSpecInput!]!,
  $storageLayout: ArtifactStorageLayout!) {
  createArtifactFiles(input: {artifactFiles: $artifactFiles, storageLayout: $storageLayout}) {
    files { edges { node { id name uploadUrl uploadHeaders artifact { id } } } }
  }
}`,
};

const commitArtifact = {
  answer: commitAnswer,
  query: `mutation CommitArtifact($artifactID: ID!) {
  commitArtifact(input: {artifactID: $artifactID}) { artifact { id digest } }
}`,
};

export interface ArtifactToSend {
  readonly artifact: ArtifactRecord;
  /** Reads a file of it. */
  readonly read: (entry: ArtifactManifestEntry) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Sends an artifact of a run; what the server has already, of it or all of it, is not sent. Begun again from the start after an error it
 * comes to the same end, since the server knows it by its client id.
 * @throws {WandbError}, or what `read` throws
 */
export async function sendArtifact(requests: Requests, path: RunPath, { artifact, read }: ArtifactToSend): Promise<void> {
  const where = { entityName: path.entity, projectName: path.project, runName: path.name };
  const made = await askGraphql(requests, createArtifact, {
    ...where,
    artifactTypeName: artifact.type,
    artifactCollectionNames: [artifact.name],
    digest: artifact.digest,
    description: artifact.description || null,
    metadata: artifact.metadata || null,
    aliases: artifact.aliases.map(alias => ({ artifactCollectionName: artifact.name, alias })),
    clientID: artifact.clientId,
    sequenceClientID: artifact.sequenceClientId,
  });
  const { state, id: artifactID, artifactSequence } = made.createArtifact.artifact;
  if (state === 'COMMITTED') return;
  const baseArtifactID = artifactSequence?.latestArtifact?.id ?? null;
  const manifest = { ...where, artifactID, baseArtifactID, name: 'wandb_manifest.json' };

  const named = await askGraphql(requests, createArtifactManifest, { ...manifest, digest: '', includeUpload: false });
  const artifactManifestID = named.createArtifactManifest.artifactManifest.id;
  const birthArtifactIds = await sendFiles(requests, { artifactID, artifactManifestID }, { artifact, read });

  const content = Buffer.from(manifestJson(artifact, birthArtifactIds));
  const digest = createHash('md5').update(content).digest('base64');
  const placed = await askGraphql(requests, createArtifactManifest, { ...manifest, digest, includeUpload: true });
  const { file } = placed.createArtifactManifest.artifactManifest;
  await put(requests, file, content, `the manifest of ${artifact.name}`);

  const committed = await askGraphql(requests, commitArtifact, { artifactID });
  const answered = committed.commitArtifact.artifact.digest;
  if (answered !== artifact.digest) throw requests.error('busy', 'CommitArtifact', digestsDiffer(artifact, answered));
}

/** Sends the files that the server does not have. @returns by their paths, the ids of the artifacts that first had them */
async function sendFiles(
  requests: Requests,
  ids: { readonly artifactID: string; readonly artifactManifestID: string },
  { artifact, read }: ArtifactToSend,
): Promise<Map<string, string>> {
  const birthArtifactIds = new Map<string, string>();
  for (const entry of artifact.manifest?.contents ?? []) {
    const artifactFiles = [{ ...ids, name: entry.path, md5: entry.digest }];
    const answer = await askGraphql(requests, createArtifactFiles, { artifactFiles, storageLayout: 'V2' });
    const { node } = answer.createArtifactFiles.files.edges[0];
    birthArtifactIds.set(entry.path, node.artifact.id);
    if (node.uploadUrl != null) await put(requests, node, await read(entry), `${entry.path} of ${artifact.name}`);
  }
  return birthArtifactIds;
}

interface UploadTarget {
  readonly uploadUrl?: string | null | undefined;
  readonly uploadHeaders?: readonly string[] | null | undefined;
}

/** Puts a file where the server says; one that it has already is not asked for. @throws {WandbError} */
async function put(requests: Requests, to: UploadTarget | null | undefined, content: Uint8Array<ArrayBuffer>, what: string): Promise<void> {
  if (to?.uploadUrl == null) return;
  await requests.put({ url: to.uploadUrl, headers: to.uploadHeaders ?? [] }, content, what);
}

/** Without the paths of this machine, which official clients give away. */
function manifestJson({ manifest }: ArtifactRecord, birthArtifactIds: ReadonlyMap<string, string>): string {
  const config = manifest?.storagePolicyConfig.map(({ key, valueJson }) => [key, JSON.parse(valueJson) as unknown]) ?? [];
  const contents = manifest?.contents.map(({ path, digest, size }) => [
    path,
    { digest, birthArtifactID: birthArtifactIds.get(path), size: Number(size) },
  ]);
  return JSON.stringify({
    version: manifest?.version,
    storagePolicy: manifest?.storagePolicy,
    storagePolicyConfig: Object.fromEntries(config),
    contents: Object.fromEntries(contents ?? []),
  });
}

function digestsDiffer({ name, digest }: ArtifactRecord, answered: string): string {
  return `committed ${name} with the digest ${answered}; sent was ${digest}.`;
}
