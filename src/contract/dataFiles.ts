/** How data sets that are no IDX files are named: archives of arrays (`mnist.npz`), and CSV files (`train.csv`, `fashion-mnist_test.csv`). */

/** A data set in CSV files, as a folder's names tell it. */
export interface CsvSet {
  /** `fashion-mnist`; empty for files that are called `train.csv` and `test.csv` alone. */
  readonly name: string;
  /** What the names of its files begin with: `fashion-mnist_`. */
  readonly prefix: string;
  /** The file with the training images. */
  readonly train: string;
  /** Undefined where there is none. */
  readonly test: string | undefined;
}

/** The archives of arrays among the names of a folder. */
export function archivesAmong(names: Iterable<string>): string[] {
  return [...names].filter(isArchive).toSorted();
}

export function isArchive(name: string): boolean {
  return /\.npz$/i.test(name);
}

export function isCsv(name: string): boolean {
  return /\.csv$/i.test(name);
}

/**
 * The data sets in the CSV files that a folder's names tell of: one for each file of training images; where no name says that it is one,
 * one for each file.
 */
export function csvSetsAmong(names: Iterable<string>): CsvSet[] {
  const files = [...names].filter(isCsv).toSorted();
  const training = files.filter(isTraining);
  return (training.length > 0 ? training : files).map(file => csvSetOf(file, files));
}

/** The data set of a file of training images. */
export function csvSetOf(file: string, names: Iterable<string>): CsvSet {
  const stem = file.slice(0, -'.csv'.length);
  if (!isTraining(file)) return { name: stem, prefix: `${stem}-`, train: file, test: undefined };
  const prefix = stem.replace(/train(?:ing)?$/i, '');
  const wanted = ['test.csv', 'testing.csv'].map(end => `${prefix}${end}`.toLowerCase());
  const test = [...names].toSorted().find(name => wanted.includes(name.toLowerCase()));
  return { name: prefix.replace(/[-_. ]$/, ''), prefix, train: file, test };
}

/** The file of training images that a file of test images goes with; undefined if it is none, or has none. */
export function trainingFileOf(file: string, names: Iterable<string>): string | undefined {
  return csvSetsAmong(names).find(({ train, test }) => test === file && train !== file)?.train;
}

function isTraining(file: string): boolean {
  return /(?:^|[-_. ])train(?:ing)?\.csv$/i.test(file);
}
