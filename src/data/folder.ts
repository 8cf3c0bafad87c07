import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Transposition } from '../contract/parameters';
import { archiveData } from './archive/archiveData';
import { checkOwnData } from './checkOwnData';
import { readClassNames } from './classNames';
import { csvData } from './csv/csvData';
import { dataErrorOf } from './dataError';
import { readIdxFile } from './dataFile';
import { assembleDataset, type Dataset, type Reading } from './dataset';
import { findData, type FoundData } from './findData';
import { heldOut } from './heldOut';
import { idxDataset, labelsSha256AsIdx, sha256AsIdx, sha256Of } from './idxSet';
import type { OwnData } from './ownData';
import type { Place } from './place';
import { pictureData } from './pictures/pictureData';

export interface FolderOptions {
  readonly transpose?: Transposition;
  /** How the files were understood before: then nothing is guessed, and no names are looked for. */
  readonly reading?: Required<Reading>;
  readonly warn?: (message: string) => void;
}

type Found<Form extends FoundData['form']> = Extract<FoundData, { readonly form: Form }>;

/**
 * A data set from a folder or file of a person's: IDX files, each plain or gzip, an archive of NumPy arrays, CSV files, or folders of PNG images.
 * @param location the folder, the folder and the name of one of the IDX sets in it, or the file
 * @throws {DataError}
 */
export async function loadFolder(location: string, options: FolderOptions = {}): Promise<Dataset> {
  const found = await findData(path.resolve(location), location);
  return found.form === 'idx' ? loadIdx(found, options) : loadOwn(found, options);
}

async function loadIdx({ folder, set }: Found<'idx'>, { transpose, reading, warn = () => undefined }: FolderOptions): Promise<Dataset> {
  const files = await Promise.all(set.files.map(name => readIdxFile(path.join(folder, name!))));
  const labelsSha256 = sha256Of(files.slice(1, 2));
  const folders = folderNames(folder);
  const understood = reading ?? { transposed: isTransposed(set.name, transpose) };
  const dataset = idxDataset({ name: set.name || folders[0]!, files, reading: understood });
  if (reading) return dataset;
  const names = set.name === '' ? folders : [set.name];
  const classNames = await readClassNames({ folder, prefix: set.prefix, names, labelsSha256, warn }, dataset);
  return { ...dataset, classNames };
}

async function loadOwn(found: Exclude<FoundData, Found<'idx'>>, options: FolderOptions): Promise<Dataset> {
  const { transpose, reading, warn = () => undefined } = options;
  const { folder } = found;
  // The folder itself may lie behind a link, since a person named it; nothing in it may.
  const place = { folder: await realpath(folder), shown: folder };
  const own = await readOwn(found, place);
  for (const sentence of own.said) warn(sentence);
  const where = found.form === 'pictures' ? folder : path.join(folder, found.form === 'csv' ? found.set.train : found.file);
  const { train, test } = own.test ? { train: own.train, test: own.test } : heldOut(own.train, where, warn);
  const of = found.form === 'csv' ? found.set : { name: '', prefix: found.form === 'archive' ? `${own.name}-` : '' };
  checkOwnData({ train, test }, { where, warn });
  const labelsSha256 = labelsSha256AsIdx(train.labels);
  const understood = reading ?? { transposed: isTransposed(of.name, transpose) };
  const names = own.name === '' ? folderNames(folder) : [own.name];
  const dataset = assembleDataset({ name: names[0]!, sha256: sha256AsIdx(train, test), train, test, reading: understood });
  if (reading) return dataset;
  const classNames =
    own.classNames ?? (await readClassNames({ folder: place.folder, prefix: of.prefix, names, labelsSha256, warn }, dataset));
  return { ...dataset, classNames };
}

async function readOwn(found: Exclude<FoundData, Found<'idx'>>, place: Place): Promise<OwnData> {
  try {
    switch (found.form) {
      case 'archive':
        return await archiveData(place, found.file);
      case 'csv':
        return await csvData(place, found.set);
      case 'pictures':
        return await pictureData(place);
    }
  } catch (error) {
    throw dataErrorOf(error, place.shown);
  }
}

/** EMNIST's images lie column by column. */
function isTransposed(name: string, transpose: Transposition = 'auto'): boolean {
  return transpose === 'auto' ? /^emnist/i.test(name) : transpose === 'yes';
}

/** What a folder may be known by, the telling name first: torchvision keeps the files in a folder `raw` of the set's. */
function folderNames(folder: string): string[] {
  const [last, before] = [path.basename(folder), path.basename(path.dirname(folder))];
  return last === 'raw' && before !== '' ? [before, last] : [last];
}
