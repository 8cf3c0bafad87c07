import { createHash } from 'node:crypto';
import { isObject, parseLooseJson } from './looseJson';
import { ProtocolError } from './protocolError';

export interface ManifestFile {
  readonly path: string;
  /** Base64 md5 of its bytes; of a reference whatever tells it from others. */
  readonly digest: string;
  readonly size: number;
  /** The artifact that first brought these bytes. */
  readonly birthId: string;
  /** The address of a file that lies elsewhere and is not sent; null: it is sent. */
  readonly ref: string | null;
}

/**
 * Reads an artifact's manifest.
 * @param digest what the artifact was announced with
 * @throws ProtocolError if it is not well-formed, or is not the one of this digest
 */
export function readManifest(artifact: string, bytes: Buffer, digest: string): ManifestFile[] {
  const manifest = parsed(artifact, bytes);
  if (!isObject(manifest) || manifest['version'] !== 1 || manifest['storagePolicy'] !== 'wandb-storage-policy-v1')
    throw new ProtocolError(`${artifact}: the manifest is not one of version 1 with wandb-storage-policy-v1`);
  const { storagePolicyConfig: config, contents } = manifest;
  if (!isObject(config) || config['storageLayout'] !== 'V2')
    throw new ProtocolError(`${artifact}: the manifest's storage layout is not V2`);
  if (!isObject(contents)) throw new ProtocolError(`${artifact}: the manifest has no contents`);
  const files = Object.entries(contents).map(([path, entry]) => readEntry(artifact, path, entry));
  const expected = digestOf(files);
  if (expected !== digest)
    throw new ProtocolError(`${artifact}: the manifest's digest is ${expected}, the artifact was announced with ${digest}`);
  return files;
}

function parsed(artifact: string, bytes: Buffer): unknown {
  try {
    return parseLooseJson(bytes.toString('utf8'));
  } catch (error) {
    throw new ProtocolError(`${artifact}: the manifest is no JSON (${String(error)})`);
  }
}

function readEntry(artifact: string, path: string, entry: unknown): ManifestFile {
  if (!isObject(entry)) throw new ProtocolError(`${artifact}: "${path}" of the manifest is no object`);
  const { digest, size, birthArtifactID: birthId, ref } = entry;
  if (typeof ref === 'string' && typeof digest === 'string')
    return { path, digest, size: typeof size === 'number' ? size : 0, birthId: '', ref };
  if (typeof digest !== 'string' || typeof size !== 'number' || typeof birthId !== 'string')
    throw new ProtocolError(`${artifact}: "${path}" of the manifest needs digest, size and birthArtifactID`);
  return { path, digest, size, birthId, ref: null };
}

/** Sorted by code point, as Python sorts; which is the order of the UTF-8 bytes. */
function digestOf(files: readonly ManifestFile[]): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const { path, digest } of files.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))))
    hash.update(`${path}:${digest}\n`);
  return hash.digest('hex');
}
