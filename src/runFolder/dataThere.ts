import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isArchive, isCsv } from '../contract/dataFiles';
import { setsAmong } from '../contract/dataSets';
import { ParameterError } from '../contract/parameters';

/**
 * Checks that a data set of a folder or file is on this computer: a folder, an archive, a CSV file, or one of the IDX sets that lie in a
 * folder together. What is in it is not looked at.
 * @param location its full path
 * @param named as a person has named it
 * @throws {ParameterError}
 */
export function checkDataIsThere(location: string, named = location): void {
  const beside = namesIn(path.dirname(location)) ?? [];
  if (namesIn(location) || isDataIn(beside, path.basename(location))) return;
  const expected = 'expected mnist, a folder with IDX files, PNG images by class or CSV files, or an .npz or .csv file.';
  throw new ParameterError('dataset', named, `there is no such folder or file of data; ${expected}`);
}

function isDataIn(names: readonly string[], wanted: string): boolean {
  return setsAmong(names).some(({ name }) => name === wanted) || (names.includes(wanted) && (isArchive(wanted) || isCsv(wanted)));
}

/** The names in a folder; undefined if it is none or cannot be read. */
function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
