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
 * @param digests what the artifact was announced with; of parts of it, each of them
 * @throws ProtocolError if it is not well-formed, or is not the one of such a digest
 */
export function readManifest(artifact: string, bytes: Buffer, digests: ReadonlySet<string>): ManifestFile[] {
  const manifest = parsed(artifact, bytes);
  if (!isObject(manifest) || manifest['version'] !== 1 || manifest['storagePolicy'] !== 'wandb-storage-policy-v1')
    throw new ProtocolError(`${artifact}: the manifest is not one of version 1 with wandb-storage-policy-v1`);
  const { storagePolicyConfig: config, contents } = manifest;
  if (!isObject(config) || config['storageLayout'] !== 'V2')
    throw new ProtocolError(`${artifact}: the manifest's storage layout is not V2`);
  if (!isObject(contents)) throw new ProtocolError(`${artifact}: the manifest has no contents`);
  const files = Object.entries(contents).map(([path, entry]) => readEntry(artifact, path, entry));
  const found = manifestDigest(files);
  if (!digests.has(found))
    throw new ProtocolError(`${artifact}: the manifest's digest is ${found}, the artifact was announced with ${[...digests].join(' or ')}`);
  return files;
}

/** The manifest of an artifact whose files all lie with it, but for those of other addresses. */
export function writeManifest(artifactId: string, files: readonly Omit<ManifestFile, 'birthId'>[]): string {
  const entryOf = ({ digest, size, ref }: Omit<ManifestFile, 'birthId'>): object =>
    ref === null ? { digest, size, birthArtifactID: artifactId } : { digest, size, ref };
  return JSON.stringify({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents: Object.fromEntries(files.map(file => [file.path, entryOf(file)])),
  });
}

/** Which file of which artifact an address names, as clients write it: the id in hex; undefined: none. */
export function artifactFileOf(ref: string): { readonly id: string; readonly path: string } | undefined {
  const [, hex, path] = /^wandb-artifact:\/\/([0-9a-f]{2,200})\/(.{1,1000})$/is.exec(ref) ?? [];
  return hex === undefined || path === undefined ? undefined : { id: Buffer.from(hex, 'hex').toString('base64'), path };
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

/** What tells contents from others: hex md5. Sorted by code point, as Python sorts; which is the order of the UTF-8 bytes. */
export function manifestDigest(files: readonly Pick<ManifestFile, 'path' | 'digest'>[]): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const { path, digest } of files.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))))
    hash.update(`${path}:${digest}\n`);
  return hash.digest('hex');
}
