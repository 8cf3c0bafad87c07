import { createHash } from 'node:crypto';
import { isObject, parseLooseJson } from './looseJson';
import { Breach } from './serverState';

export interface ManifestFile {
  readonly path: string;
  /** Base64 md5 of its bytes. */
  readonly digest: string;
  readonly size: number;
  /** The artifact that first brought these bytes. */
  readonly birthId: string;
}

/**
 * Reads an artifact's manifest.
 * @param digest what the artifact was announced with
 * @throws Breach if it is not well-formed, or is not the one of this digest
 */
export function readManifest(artifact: string, bytes: Buffer, digest: string): ManifestFile[] {
  const manifest = parseLooseJson(bytes.toString('utf8'));
  if (!isObject(manifest) || manifest['version'] !== 1 || manifest['storagePolicy'] !== 'wandb-storage-policy-v1')
    throw new Breach(`${artifact}: the manifest is not one of version 1 with wandb-storage-policy-v1`);
  const { storagePolicyConfig: config, contents } = manifest;
  if (!isObject(config) || config['storageLayout'] !== 'V2') throw new Breach(`${artifact}: the manifest's storage layout is not V2`);
  if (!isObject(contents)) throw new Breach(`${artifact}: the manifest has no contents`);
  const files = Object.entries(contents).map(([path, entry]) => readEntry(artifact, path, entry));
  const expected = digestOf(files);
  if (expected !== digest) throw new Breach(`${artifact}: the manifest's digest is ${expected}, the artifact was announced with ${digest}`);
  return files;
}

function readEntry(artifact: string, path: string, entry: unknown): ManifestFile {
  if (!isObject(entry)) throw new Breach(`${artifact}: "${path}" of the manifest is no object`);
  const { digest, size, birthArtifactID: birthId } = entry;
  if (typeof digest !== 'string' || typeof size !== 'number' || typeof birthId !== 'string')
    throw new Breach(`${artifact}: "${path}" of the manifest needs digest, size and birthArtifactID`);
  return { path, digest, size, birthId };
}

/** Sorted by code point, as Python sorts; which is the order of the UTF-8 bytes. */
function digestOf(files: readonly ManifestFile[]): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const { path, digest } of files.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))))
    hash.update(`${path}:${digest}\n`);
  return hash.digest('hex');
}
