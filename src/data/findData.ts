import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { archivesAmong, csvSetOf, csvSetsAmong, isArchive, isCsv, trainingFileOf, type CsvSet } from '../contract/dataFiles';
import { isWhole, missingFiles, setsAmong, type NamedSet } from '../contract/dataSets';
import { messageOf } from '../util/messageOf';
import { DataError } from './dataError';
import { idxFileNames } from './idxSet';
import { idxWords, nothingIn, otherForms } from './nothingIn';
import { isPassedOver, splitFolders } from './pictures/splitFolders';

/** What lies where a person says that a data set is. */
export type FoundData =
  | { readonly form: 'idx'; readonly folder: string; readonly set: NamedSet }
  | { readonly form: 'archive'; readonly folder: string; readonly file: string }
  | { readonly form: 'csv'; readonly folder: string; readonly set: CsvSet }
  | { readonly form: 'pictures'; readonly folder: string };

/**
 * Finds a data set by the names of its files.
 * @param location absolute: a folder, the folder and the name of one of the IDX sets in it, or a file
 * @param given the same as it was given
 * @throws {DataError}
 */
export async function findData(location: string, given: string): Promise<FoundData> {
  const entries = await listFolder(location);
  if (Array.isArray(entries)) return inFolder(location, entries, given);
  const folder = path.dirname(location);
  const beside = await listFolder(folder);
  const names = Array.isArray(beside) ? beside.map(({ name }) => name) : [];
  const file = path.basename(location);
  if (names.includes(file) && isArchive(file)) return { form: 'archive', folder, file };
  if (names.includes(file) && isCsv(file)) return { form: 'csv', folder, set: csvSetNamed(file, names, given) };
  const sets = setsAmong(names);
  const named = sets.find(({ name }) => name !== '' && name === file);
  if (named) return { form: 'idx', folder, set: checkWhole(named, folder) };
  const others = sets.filter(isWhole).map(set => locationOf(folder, set));
  const instead = others.length > 0 ? ` There is ${others.join(', ')}.` : '';
  throw new DataError(
    `${given}: ${entries.reason}. dataset is "mnist" or a folder with ${idxWords}, ${otherForms}; or an .npz or .csv file itself.${instead}`,
  );
}

function inFolder(folder: string, entries: readonly Dirent[], given: string): FoundData {
  const sets = setsAmong(entries.map(({ name }) => name));
  if (sets.length > 0) return { form: 'idx', folder, set: wholeSet(sets, given) };
  const files = entries.filter(entry => !entry.isDirectory() && !isPassedOver(entry.name)).map(({ name }) => name);
  const folders = entries.filter(entry => !entry.isFile() && !isPassedOver(entry.name)).map(({ name }) => name);
  const found = [
    ...archivesAmong(files).map(file => ({ form: 'archive', folder, file, called: file }) as const),
    ...csvSetsAmong(files).map(set => ({ form: 'csv', folder, set, called: set.train }) as const),
  ];
  // Folders beside such files are the data only if they are called so.
  const hasPictures = found.length === 0 ? folders.length > 0 : splitFolders(folders).train.length > 0;
  if (found.length + (hasPictures ? 1 : 0) > 1) {
    const names = [...found.map(({ called }) => called), ...(hasPictures ? ['folders of images'] : [])];
    throw new DataError(
      `${given}: there are ${names.length} data sets in this folder: ${names.join(', ')}. Say which file it is: ${path.join(folder, found[0]!.called)}; folders of images are to lie in a folder of their own.`,
    );
  }
  if (hasPictures) return { form: 'pictures', folder };
  if (found[0]) return found[0];
  throw nothingIn(given);
}

/** A file that a person names has the training images; those of the test lie beside it. */
function csvSetNamed(file: string, names: readonly string[], given: string): CsvSet {
  const training = trainingFileOf(file, names);
  if (training === undefined) return csvSetOf(file, names);
  throw new DataError(
    `${given}: this is the file of the test images. Give that of the training images, ${training}: the test images are found beside it.`,
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
  const [nearest] = sets.toSorted((a, b) => missingFiles(a).length - missingFiles(b).length);
  return checkWhole(nearest!, folder);
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

/** What is in a folder, or why that cannot be said. */
async function listFolder(folder: string): Promise<Dirent[] | { readonly reason: string }> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      reason: code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'this is a file, not a folder' : messageOf(error),
    };
  }
}
