import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../util/messageOf';
import { DataError } from './dataError';
import { readIdxFile } from './dataFile';
import { assembleDataset, idxFileNames, type Dataset } from './dataset';

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
