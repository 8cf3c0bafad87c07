import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DataError } from './dataError';
import { assembleDataset, idxFileNames, type Dataset, type IdxFile } from './dataset';

/**
 * A data set from a folder with the four IDX files, each plain or `.gz`, named as MNIST's (also with a dot before `idx`).
 * @throws {DataError}
 */
export async function loadFolder(folder: string): Promise<Dataset> {
  const present = await listFolder(folder);
  const found = idxFileNames.map(name => candidates(name).find(candidate => present.has(candidate)));
  const missing = idxFileNames.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) {
    throw new DataError(
      `${folder}: no ${missing.join(', ')} (plain or .gz). A data set is a folder with the four files ${idxFileNames.join(', ')}.`,
    );
  }
  const files = await Promise.all(found.map(name => readIdxFile(path.join(folder, name as string))));
  return assembleDataset(path.basename(path.resolve(folder)), files);
}

/**
 * A file's bytes, decompressed if its name ends in `.gz`.
 * @throws {DataError} if it cannot be read or decompressed
 */
export async function readIdxFile(file: string): Promise<IdxFile> {
  let bytes: Uint8Array;
  try {
    bytes = plain(await readFile(file));
  } catch (error) {
    throw new DataError(`${file}: cannot be read: ${messageOf(error)}. Is it all there, and may you read it?`);
  }
  if (!file.endsWith('.gz')) return { path: file, bytes };
  try {
    return { path: file, bytes: plain(await promisify(gunzip)(bytes)) };
  } catch (error) {
    const what = `${bytes.length} bytes that should be gzip cannot be decompressed (${messageOf(error)})`;
    throw new DataError(`${file}: ${what}. The file is damaged or incomplete: get it again.`);
  }
}

/** A Buffer is a Uint8Array whose slice() does not copy; what is handed on should have no surprises. */
export function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

async function listFolder(folder: string): Promise<Set<string>> {
  try {
    return new Set(await readdir(folder));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'this is a file, not a folder' : messageOf(error);
    throw new DataError(`${folder}: ${why}. dataset is "mnist" or a folder with the four files ${idxFileNames.join(', ')} (plain or .gz).`);
  }
}

function candidates(name: string): string[] {
  const dotted = name.replace('-idx', '.idx');
  return [name, `${name}.gz`, dotted, `${dotted}.gz`];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
