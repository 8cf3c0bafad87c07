/**
 * How the files of a data set are named where data sets are published: `train-images-idx3-ubyte` (MNIST, Fashion-MNIST, KMNIST),
 * `emnist-letters-test-labels-idx1-ubyte.gz`, `qmnist-train-labels-idx2-int.gz`, or with a dot before `idx`.
 */

/** A data set as a folder's names tell it: files that have all before `train`, `test` or `t10k` in common. */
export interface NamedSet {
  /** `emnist-letters`; empty for MNIST's own names. */
  readonly name: string;
  /** What the names of its files begin with: `emnist-letters-`. */
  readonly prefix: string;
  /** Training images and labels, test images and labels; undefined where there is none. */
  readonly files: readonly (string | undefined)[];
}

/** Names of one kind of file, what counts more first. */
const kinds = {
  images: ['images-idx3-ubyte', 'images-idx3-ubyte.gz', 'images.idx3-ubyte', 'images.idx3-ubyte.gz'],
  labels: ['idx1-ubyte', 'idx2-int'].flatMap(type => [`labels-${type}`, `labels-${type}.gz`, `labels.${type}`, `labels.${type}.gz`]),
} as const;

/** What comes after the prefix of any file of a data set. */
const ending = /(?:train|test|t10k)-(?:images[-.]idx3-ubyte|labels[-.]idx(?:1-ubyte|2-int))(?:\.gz)?$/;

/** The data sets that the names of a folder's files tell of, whole or not, by name. */
export function setsAmong(names: Iterable<string>): NamedSet[] {
  const present = new Set(names);
  const prefixes = new Set<string>();
  for (const name of present) {
    const found = ending.exec(name);
    if (found) prefixes.add(name.slice(0, found.index));
  }
  return [...prefixes].toSorted().map(prefix => {
    const find = (split: string): (string | undefined)[] =>
      [kinds.images, kinds.labels].map(kind => kind.map(file => `${prefix}${split}-${file}`).find(file => present.has(file)));
    // Test images and labels are called alike.
    const [test = [undefined, undefined]] = [find('t10k'), find('test')].toSorted((a, b) => count(b) - count(a));
    return { name: nameOf(prefix), prefix, files: [...find('train'), ...test] };
  });
}

/** All four files are there. */
export function isWhole({ files }: NamedSet): boolean {
  return count(files) === files.length;
}

/** What the missing files of a data set would be called. */
export function missingFiles({ prefix, files }: NamedSet): string[] {
  const test = files.some(file => file?.startsWith(`${prefix}test-`)) || (prefix !== '' && !files[2] && !files[3]) ? 'test' : 't10k';
  const usual = ['train-images-idx3', 'train-labels-idx1', `${test}-images-idx3`, `${test}-labels-idx1`];
  return usual.filter((_, i) => files[i] === undefined).map(file => `${prefix}${file}-ubyte`);
}

function nameOf(prefix: string): string {
  return prefix.replace(/[-_. ]$/, '');
}

function count(files: readonly (string | undefined)[]): number {
  return files.filter(file => file !== undefined).length;
}
