import path from 'node:path';
import { messageOf } from '../util/messageOf';
import { cacheFolder } from '../util/userFolders';
import { DataError } from './dataError';
import { readIdxFile } from './dataFile';
import type { Dataset, Reading } from './dataset';
import { readIdxLabels } from './idx';
import { idxDataset, idxFileNames, sha256Of, type IdxFile } from './idxSet';
import { MnistCache } from './mnistCache';

/** Of MNIST's four files one after another, as LeCun, Cortes & Burges published them. */
const MNIST_SHA256 = 'b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a';

/** MNIST's test images, as the labels of an array are compared with them. */
export const mnistTestSet = {
  name: 'mnist',
  sha256: MNIST_SHA256,
  classes: 10,
  testImages: 10_000,
  /** Of the 10,000 labels, a byte each. */
  labelsSha256: 'ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5',
} as const;

export interface MnistTestLabels {
  readonly dataset: Omit<typeof mnistTestSet, 'labelsSha256'>;
  /** Of each image in its order. */
  readonly labels: Uint8Array;
}

/**
 * The labels of MNIST's test images. Nothing else of it is read.
 * @param mnistFolder where the product's own four `.gz` files are
 * @throws {DataError} if the product's own file is damaged
 */
export async function mnistTestLabels(mnistFolder: string): Promise<MnistTestLabels> {
  const { path: file, bytes } = await readIdxFile(path.join(mnistFolder, `${idxFileNames[3]}.gz`));
  const labels = readIdxLabels(bytes, file);
  if (sha256Of([{ bytes: labels }]) !== mnistTestSet.labelsSha256)
    throw new DataError(`${mnistFolder}: these are not MNIST's files. Install Digits Lab again.`);
  const { labelsSha256: _, ...dataset } = mnistTestSet;
  return { dataset, labels };
}

export interface MnistOptions {
  /** Where the product's own four `.gz` files are. */
  readonly mnistFolder: string;
  /** Called with messages that a person should know but need not act on. */
  readonly warn: (message: string) => void;
  readonly reading?: Required<Reading> | undefined;
  /** Images are read when they are first needed, where that is possible, for a process that ends with its use of them. */
  readonly onDemand?: boolean;
}

/**
 * Loads the MNIST that is packed with the product; it is decompressed once into the user's cache folder. A damaged cache is made again; if
 * it cannot be written, the data are used without it.
 * @throws {DataError} if the product's own files are damaged
 */
export async function loadMnist({ mnistFolder, warn, reading, onDemand }: MnistOptions): Promise<Dataset> {
  const known = { name: 'mnist', sha256: MNIST_SHA256 };
  const cache = new MnistCache(path.join(cacheFolder(), 'mnist', MNIST_SHA256.slice(0, 16)), MNIST_SHA256);
  const { transposed, firstLabel } = reading ?? { transposed: false, firstLabel: 0 };
  const parts = onDemand && !transposed && firstLabel === 0 ? await cache.onDemand() : undefined;
  if (parts) return { ...known, image: { height: 28, width: 28, classes: 10 }, transposed, firstLabel, ...parts };
  const assemble = (files: readonly IdxFile[]): Dataset => idxDataset({ ...known, files, ...(reading && { reading }) });
  const cached = await cache.files();
  if (cached) return assemble(cached);
  const files = await Promise.all(idxFileNames.map(name => readIdxFile(path.join(mnistFolder, `${name}.gz`))));
  if (sha256Of(files) !== MNIST_SHA256) throw new DataError(`${mnistFolder}: these are not MNIST's files. Install Digits Lab again.`);
  try {
    await cache.write(files);
  } catch (error) {
    warn(`MNIST cannot be cached, so that every run decompresses it again: ${messageOf(error)}`);
  }
  return assemble(files);
}
