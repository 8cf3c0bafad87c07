import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isWhole, missingFiles, setsAmong, type NamedSet } from '../contract/dataSets';
import type { Transposition } from '../contract/parameters';
import { messageOf } from '../util/messageOf';
import { readClassNames } from './classNames';
import { DataError } from './dataError';
import { readIdxFile } from './dataFile';
import { assembleDataset, idxFileNames, sha256Of, type Dataset, type Reading } from './dataset';

export interface FolderOptions {
  readonly transpose?: Transposition;
  /** How the files were understood before: then nothing is guessed, and no names are looked for. */
  readonly reading?: Required<Reading>;
  readonly warn?: (message: string) => void;
}

/**
 * A data set from a folder with its four IDX files, each plain or gzip.
 * @param location the folder, or the folder and the name of one of the sets in it
 * @throws {DataError}
 */
export async function loadFolder(location: string, options: FolderOptions = {}): Promise<Dataset> {
  const { transpose = 'auto', reading, warn = () => undefined } = options;
  const { folder, set } = await findSet(path.resolve(location), location);
  const files = await Promise.all(set.files.map(name => readIdxFile(path.join(folder, name!))));
  const labelsSha256 = sha256Of(files.slice(1, 2));
  const isTransposed = transpose === 'auto' ? /^emnist/i.test(set.name) : transpose === 'yes';
  const folders = folderNames(folder);
  const dataset = assembleDataset({ name: set.name || folders[0]!, files, reading: reading ?? { transposed: isTransposed } });
  if (reading) return dataset;
  const names = set.name === '' ? folders : [set.name];
  const classNames = await readClassNames({ folder, prefix: set.prefix, names, labelsSha256, warn }, dataset);
  return { ...dataset, classNames };
}

interface FoundSet {
  readonly folder: string;
  readonly set: NamedSet;
}

/** @param location absolute, and as it was given */
async function findSet(location: string, given: string): Promise<FoundSet> {
  const names = await listFolder(location);
  if (Array.isArray(names)) return { folder: location, set: wholeSet(setsAmong(names), given) };
  const parent = path.dirname(location);
  const beside = await listFolder(parent);
  const sets = Array.isArray(beside) ? setsAmong(beside) : [];
  const named = sets.find(({ name }) => name !== '' && name === path.basename(location));
  if (named) return { folder: parent, set: checkWhole(named, parent) };
  const others = sets.filter(isWhole).map(set => locationOf(parent, set));
  const instead = others.length > 0 ? ` There is ${others.join(', ')}.` : '';
  throw new DataError(
    `${given}: ${names.reason}. dataset is "mnist" or a folder with the four files ${idxFileNames.join(', ')} (plain or .gz).${instead}`,
  );
}

/** The set that a folder stands for: one whose files have MNIST's own names, or the only one. */
function wholeSet(sets: readonly NamedSet[], folder: string): NamedSet {
  const whole = sets.filter(isWhole);
  const only = whole.find(({ prefix }) => prefix === '') ?? (whole.length === 1 ? whole[0] : undefined);
  if (only) return only;
  if (whole.length > 1) {
    const names = whole.map(({ name }) => name);
    throw new DataError(
      `${folder}: there are ${whole.length} data sets in this folder: ${names.join(', ')}. Say which one: ${locationOf(folder, whole[0]!)}.`,
    );
  }
  const nearest = sets.toSorted((a, b) => missingFiles(a).length - missingFiles(b).length)[0];
  return checkWhole(nearest ?? { name: '', prefix: '', files: [undefined, undefined, undefined, undefined] }, folder);
}

function checkWhole(set: NamedSet, folder: string): NamedSet {
  if (isWhole(set)) return set;
  throw new DataError(
    `${folder}: no ${missingFiles(set).join(', ')} (plain or .gz). A data set is a folder with the four files ${idxFileNames.join(', ')}, or with others that differ from these in what they all begin with, and in test for t10k.`,
  );
}

function locationOf(folder: string, { name }: NamedSet): string {
  return path.join(folder, name);
}

/** What a folder may be known by, the telling name first: torchvision keeps the files in a folder `raw` of the set's. */
function folderNames(folder: string): string[] {
  const [last, before] = [path.basename(folder), path.basename(path.dirname(folder))];
  return last === 'raw' && before !== '' ? [before, last] : [last];
}

/** The names in a folder, or why there are none. */
async function listFolder(folder: string): Promise<string[] | { readonly reason: string }> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      reason: code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'this is a file, not a folder' : messageOf(error),
    };
  }
}
