import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { idxImages, idxLabels, writeFiles } from '../data/idxFiles';

/**
 * A data set of the first of MNIST's test images: to read all of MNIST, and to evaluate with it, costs more than a short training does.
 * @param home the folder that it is made in
 * @returns its own folder
 */
export function fewDigits(home: string, { train = 500, test = 100 } = {}): string {
  const folder = path.join(home, `digits-${train}-${test}`);
  const [images, labels] = [contentOf('t10k-images-idx3-ubyte', 16), contentOf('t10k-labels-idx1-ubyte', 8)];
  mkdirSync(folder);
  writeFiles(folder, {
    'train-images-idx3-ubyte': idxImages(train, 28, 28, i => images[i]!),
    'train-labels-idx1-ubyte': idxLabels([...labels.subarray(0, train)]),
    't10k-images-idx3-ubyte': idxImages(test, 28, 28, i => images[train * 28 * 28 + i]!),
    't10k-labels-idx1-ubyte': idxLabels([...labels.subarray(train, train + test)]),
  });
  return folder;
}

/** A file of the product's MNIST behind its header. */
function contentOf(name: string, headerBytes: number): Buffer {
  return gunzipSync(readFileSync(path.resolve('dist/data/mnist', `${name}.gz`))).subarray(headerBytes);
}
