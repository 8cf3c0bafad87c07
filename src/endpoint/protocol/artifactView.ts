import type { ArtifactEntry } from './artifactEntry';
import type { StoredBytes } from './artifactState';
import { projectView } from './views';

/** What a view asks of the server that has the artifact. */
export interface ArtifactLooks {
  /** The id of the collection's latest artifact. */
  readonly latest: () => object | null;
  /** Where its manifest can be read for a while. */
  readonly manifestUrl: () => string;
  /** Where a file of it can be read. */
  readonly fileUrl: (path: string) => string;
}

interface Page {
  readonly after?: string | null;
  readonly first?: number | null;
}

/** Files that are named at once. */
const PAGE = 1000;

/** What queries see of an artifact. */
export function artifactView<F extends StoredBytes>(
  { id, state: artifact, createdAt }: ArtifactEntry<F>,
  { latest, manifestUrl, fileUrl }: ArtifactLooks,
): object {
  const { digest, state, version, name, type, files, references, entity, project } = artifact;
  const collection = {
    __typename: 'ArtifactSequence',
    id: `sequence-${name}`,
    name,
    digestAlgorithm: 'MANIFEST_MD5',
    project: projectView(entity, project),
    latestArtifact: latest,
  };
  const aliases = [...artifact.aliases, ...(version === null || artifact.aliases.includes(version) ? [] : [version])];
  const sizes = Object.values(files).map(({ size }) => size);
  const manifest = { id: `${id}-manifest`, file: { id: `${id}-manifest-file`, name: 'wandb_manifest.json', directUrl: manifestUrl } };
  return {
    id,
    digest,
    digestAlgorithm: 'MANIFEST_MD5',
    state,
    versionIndex: version === null ? null : Number(version.slice(1)),
    description: artifact.description,
    metadata: JSON.stringify(artifact.metadata),
    ttlDurationSeconds: -2,
    ttlIsInherited: true,
    tags: [],
    historyStep: null,
    size: sizes.reduce((sum, size) => sum + size, 0),
    fileCount: sizes.length + references.length,
    commitHash: digest,
    createdAt,
    updatedAt: createdAt,
    aliases: aliases.map(alias => ({ id: `${id}-${alias}`, alias, artifactCollectionName: name, artifactCollection: collection })),
    artifactType: { id: `type-${type}`, name: type },
    artifactSequence: collection,
    files: (page: Page) => filesView(id, Object.keys(files), page, fileUrl),
    currentManifest: state === 'COMMITTED' ? manifest : null,
  };
}

/** An artifact as one of its collection: where it is asked for by name. */
export function membershipView(artifact: object): object {
  const { id, artifactSequence } = artifact as { readonly id: string; readonly artifactSequence: object };
  return {
    ...artifact,
    __typename: 'ArtifactCollectionMembership',
    id: `${id}-membership`,
    artifactCollection: artifactSequence,
    artifact,
  };
}

function filesView(id: string, names: readonly string[], { after, first }: Page, fileUrl: (path: string) => string): object {
  const begin = after ? Number(after) || 0 : 0;
  const end = begin + Math.min(PAGE, Math.max(1, first ?? PAGE));
  const edges = names.slice(begin, end).map(name => ({ node: { id: `${id}/${name}`, name, directUrl: () => fileUrl(name) } }));
  return { pageInfo: { hasNextPage: end < names.length, endCursor: String(end) }, edges };
}
