import { randomInt } from 'node:crypto';
import type { ArtifactRun, ArtifactState, StoredBytes } from './artifactState';
import type { CreateArtifactInput } from './inputs';
import { parseLooseJson } from './looseJson';
import { ProtocolError } from './protocolError';

/** How much of an artifact a manifest tells: all, what one of several clients adds, or what is new since the one before. */
export type ManifestType = 'FULL' | 'PATCH' | 'INCREMENTAL';

/** What clients call the file of each. */
export const manifestNames: Readonly<Record<ManifestType, string>> = {
  FULL: 'wandb_manifest.json',
  PATCH: 'wandb_manifest.patch.json',
  INCREMENTAL: 'wandb_manifest.incremental.json',
};

export interface Manifest {
  readonly id: string;
  readonly type: ManifestType;
  /** What it is to be added to. */
  readonly base: string | null;
  bytes: Buffer | undefined;
}

/** An artifact with what is no part of the comparable state. */
export interface ArtifactEntry<F extends StoredBytes> {
  readonly id: string;
  readonly state: ArtifactState<F>;
  /** What holds its files. */
  readonly scope: string;
  readonly aliases: readonly string[];
  readonly clientId: string | undefined;
  /** Several clients that send parts of one artifact call it so. */
  readonly distributedId: string | undefined;
  /** As clients announced it: of each part, where there are several. */
  readonly digests: Set<string>;
  /** What the client was told is the collection's latest artifact; null: there was none. */
  readonly bases: Set<string | null>;
  /** path → base64 md5, as CreateArtifactFiles announced them. */
  readonly announced: Map<string, string>;
  /** path → why that file is not taken. */
  readonly refused: Map<string, string>;
  /** What came for it, by path. */
  readonly came: Map<string, F>;
  readonly manifests: Map<string, Manifest>;
  /** path → digest of the files that lie elsewhere; of a committed one. */
  readonly referenceDigests: Map<string, string>;
  /** Whether all of its files are there. */
  isWhole: boolean;
  /** While it is committed. */
  committing: Promise<object> | undefined;
  readonly createdAt: string;
}

/** What an entry begins with. */
export function newEntry<F extends StoredBytes>(
  id: string,
  state: ArtifactState<F>,
  {
    scope,
    aliases = state.aliases,
    clientId,
    distributedId,
  }: Pick<ArtifactEntry<F>, 'scope'> & Partial<Pick<ArtifactEntry<F>, 'aliases' | 'clientId' | 'distributedId'>>,
): ArtifactEntry<F> {
  return {
    id,
    state,
    scope,
    aliases,
    clientId,
    distributedId,
    digests: new Set([state.digest]),
    bases: new Set(),
    announced: new Map(),
    refused: new Map(),
    came: new Map(),
    manifests: new Map(),
    referenceDigests: new Map(),
    isWhole: true,
    committing: undefined,
    createdAt: new Date().toISOString(),
  };
}

/** An artifact as CreateArtifact announces it. @throws {ProtocolError} */
export function announcedState<F extends StoredBytes>(input: CreateArtifactInput, name: string, run: ArtifactRun): ArtifactState<F> {
  return {
    entity: run.entity,
    project: run.project,
    type: input.artifactTypeName,
    name,
    run: run.name,
    version: null,
    aliases: [],
    description: input.description ?? null,
    metadata: metadataOf(name, input.metadata),
    digest: input.digest,
    state: 'PENDING',
    files: {},
    references: [],
  };
}

/** As W&B's own: clients take the number out of it. */
export function newArtifactId(): string {
  return Buffer.from(`Artifact:${randomInt(1, 2 ** 47)}`).toString('base64');
}

export function nextVersion(versions: readonly (string | null)[]): string {
  const numbers = versions.map(version => (version === null ? -1 : Number(version.slice(1))));
  return `v${numbers.reduce((most, one) => Math.max(most, one), -1) + 1}`;
}

/** Each alias is had by one version of a collection. */
export function moveAliases<F extends StoredBytes>(
  collection: readonly ArtifactEntry<F>[],
  to: ArtifactEntry<F>,
  aliases: readonly string[],
): void {
  for (const { state } of collection) state.aliases = state.aliases.filter(alias => !aliases.includes(alias));
  to.state.aliases = [...new Set([...to.state.aliases, ...aliases])].toSorted();
}

function metadataOf(name: string, metadata: string | null | undefined): unknown {
  try {
    return metadata ? parseLooseJson(metadata) : null;
  } catch (error) {
    throw new ProtocolError(`${name}: the metadata are no JSON (${String(error)})`);
  }
}
