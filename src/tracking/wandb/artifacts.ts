import { createHash } from 'node:crypto';
import { locate } from '../../files/location';
import { readFileIn } from '../../files/readFiles';
import { writeFileIn } from '../../files/writeFiles';
import { lettersOf, type RecordBody } from './recordBody';
import type { RunFacts } from './runFacts';
import { valueJson } from './valueJson';

/** A file of an artifact. */
export interface ArtifactEntry {
  /** In the artifact, with slashes. */
  readonly path: string;
  /** MD5, base64. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  /** Absolute. Official clients delete it once they have sent it: never a file of the user's. */
  readonly localPath: string;
}

/** What W&B keeps versions of: files under a name. */
export interface WandbArtifact {
  /** Letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Always the same for a name: W&B refuses another one. */
  readonly type: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly entries: readonly ArtifactEntry[];
}

/** Bigger files would have to go to a server in parts. */
export const LARGEST_FILE = 2 ** 31 - 1;

/** A file of a run that goes into an artifact; names have slashes. */
export interface FileOfRun {
  /** Absolute. */
  readonly runFolder: string;
  /** In the run's folder. */
  readonly source: string;
  /** In the run's folder, where an artifact may name it. */
  readonly copy: string;
}

/**
 * Copies a file to where an artifact may name it.
 * @param name in the artifact, with slashes
 * @returns undefined if the run has no such file
 * @throws {FileError} if one of the two leads elsewhere, or the file is too big to be sent
 */
export async function copyForArtifact({ runFolder, source, copy }: FileOfRun, name: string): Promise<ArtifactEntry | undefined> {
  const content = await readFileIn(runFolder, source, LARGEST_FILE);
  if (!content) return undefined;
  await writeFileIn(runFolder, copy, content);
  return artifactEntry(name, locate(runFolder, copy), content);
}

/** @param content of the file at `localPath` */
export function artifactEntry(name: string, localPath: string, content: Uint8Array): ArtifactEntry {
  return { path: name, digest: createHash('md5').update(content).digest('base64'), size: content.length, localPath };
}

/** What names the content of an artifact, in hexadecimal digits: W&B keeps equal ones once. */
export function manifestDigest(entries: readonly Pick<ArtifactEntry, 'path' | 'digest'>[]): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const { path: name, digest } of byPath(entries)) hash.update(`${name}:${digest}\n`);
  return hash.digest('hex');
}

/**
 * What a client calls an artifact before the server has, and the line of its versions. Official clients draw them by chance; here the same
 * artifact of the same run at the same place has the same ones, so that sending it twice is sending it once.
 */
export function artifactIds(
  { name, entries }: Pick<WandbArtifact, 'name' | 'entries'>,
  { config, target }: RunFacts,
): { readonly clientId: string; readonly sequenceClientId: string } {
  const there = [target.baseUrl, target.entity, target.project, config.id, name] as const;
  return { clientId: lettersOf(128, ...there, manifestDigest(entries)), sequenceClientId: lettersOf(128, ...there) };
}

/** The record of an artifact that is whole. */
export function artifactRecord(artifact: WandbArtifact, facts: RunFacts): RecordBody {
  const { name, type, description, metadata, entries } = artifact;
  const { config, target } = facts;
  const value = {
    runId: config.id,
    entity: target.entity,
    project: target.project,
    type,
    name,
    digest: manifestDigest(entries),
    description: description ?? '',
    metadata: metadata ? valueJson(metadata) : '',
    aliases: ['latest'],
    manifest: {
      version: 1,
      storagePolicy: 'wandb-storage-policy-v1',
      storagePolicyConfig: [{ key: 'storageLayout', valueJson: '"V2"' }],
      contents: byPath(entries).map(({ size, ...entry }) => ({ ...entry, size: BigInt(size) })),
    },
    finalize: true,
    ...artifactIds(artifact, facts),
  };
  return { recordType: { case: 'artifact', value } };
}

/** In the order of code points, which is that of the bytes in UTF-8, but not that of JavaScript's strings. */
function byPath<E extends Pick<ArtifactEntry, 'path'>>(entries: readonly E[]): E[] {
  return entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
