import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
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

export interface Artifact {
  /** Letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Always the same for a name: W&B refuses another one. */
  readonly type: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly entries: readonly ArtifactEntry[];
}

/**
 * Copies a file to where an artifact may name it; where the file system can, both share their blocks until one of them changes.
 * @param folder of the copies of that artifact
 * @param name in the artifact, with slashes
 */
export async function copyForArtifact(source: string, folder: string, name: string): Promise<ArtifactEntry> {
  const localPath = path.resolve(path.join(folder, name));
  await mkdir(path.dirname(localPath), { recursive: true });
  // One that is there may be read-only, as its source was.
  await rm(localPath, { force: true });
  await copyFile(source, localPath, constants.COPYFILE_FICLONE);
  return artifactEntry(name, localPath, await readFile(localPath));
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
  { name, entries }: Pick<Artifact, 'name' | 'entries'>,
  { config, target }: RunFacts,
): { readonly clientId: string; readonly sequenceClientId: string } {
  const there = [target.baseUrl, target.entity, target.project, config.id, name] as const;
  return { clientId: lettersOf(128, ...there, manifestDigest(entries)), sequenceClientId: lettersOf(128, ...there) };
}

/** The record of an artifact that is whole. */
export function artifactRecord(artifact: Artifact, facts: RunFacts): RecordBody {
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
