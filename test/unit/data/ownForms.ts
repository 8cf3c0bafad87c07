import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { encodeNpy, type NpyArray } from '../../../src/artifacts/npy';
import { encodePng } from '../../../src/artifacts/png';
import type { Dataset } from '../../../src/data/dataset';
import { loadFolder, type FolderOptions } from '../../../src/data/folder';
import { idxImages, idxLabels, writeFiles } from './idxFiles';

/** Images of one size with the labels of each. */
export interface Part {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
  readonly labels: readonly number[];
}

/** Images of 4×4 pixels that differ, class by class. */
export function smallPart(labels: readonly number[], { from = 0, height = 4, width = 4 } = {}): Part {
  return { height, width, pixels: Uint8Array.from({ length: labels.length * height * width }, (_, i) => (from + 37 * i) % 256), labels };
}

/** Of three classes from 0. */
export const smallTrain = smallPart([0, 0, 0, 1, 1, 1, 2, 2]);
export const smallTest = smallPart([0, 1, 2, 2], { from: 5 });

export function imageOf({ height, width, pixels }: Part, i: number): Uint8Array {
  return pixels.subarray(i * height * width, (i + 1) * height * width);
}

/** The bytes of an archive of arrays. */
export function npz(arrays: Readonly<Record<string, NpyArray>>): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)]))));
}

export function imageArray({ height, width, pixels, labels }: Part): NpyArray {
  return { shape: [labels.length, height, width], data: pixels };
}

export function labelArray({ labels }: Part): NpyArray {
  return { shape: [labels.length], data: Uint8Array.from(labels) };
}

export function kerasArrays(train: Part, test: Part): Record<string, NpyArray> {
  return { x_train: imageArray(train), y_train: labelArray(train), x_test: imageArray(test), y_test: labelArray(test) };
}

/** Kaggle's form. */
export function csv(part: Part): string {
  const names = ['label', ...Array.from({ length: part.height * part.width }, (_, i) => `pixel${i}`)];
  return `${[names.join(','), ...rowsOf(part)].join('\n')}\n`;
}

export function rowsOf(part: Part): string[] {
  return part.labels.map((label, i) => [label, ...imageOf(part, i)].join(','));
}

export interface WritePictures {
  /** What the class of a label is called. */
  readonly called?: (label: number) => string;
}

/** `3/00012.png` in a folder; its images are found in their order where labels ascend. */
export function writePictures(folder: string, part: Part, { called = String }: WritePictures = {}): void {
  for (const [i, label] of part.labels.entries()) {
    mkdirSync(path.join(folder, called(label)), { recursive: true });
    const { height, width } = part;
    const png = encodePng({ height, width, pixels: Uint8Array.from(imageOf(part, i)) });
    writeFileSync(path.join(folder, called(label), `${String(i).padStart(5, '0')}.png`), png);
  }
}

export function writeIdx(folder: string, train: Part, test: Part): void {
  const images = ({ height, width, pixels, labels }: Part): Buffer => idxImages(labels.length, height, width, i => pixels[i]!);
  writeFiles(folder, {
    'train-images-idx3-ubyte': images(train),
    'train-labels-idx1-ubyte': idxLabels(train.labels),
    't10k-images-idx3-ubyte': images(test),
    't10k-labels-idx1-ubyte': idxLabels(test.labels),
  });
}

/** The data set with all that was said of it. */
export async function load(location: string, options: FolderOptions = {}): Promise<{ dataset: Dataset; said: string[] }> {
  const said: string[] = [];
  const dataset = await loadFolder(location, { ...options, warn: message => said.push(message) });
  return { dataset, said };
}

/** What a data set is, but for its name. */
export function contentOf({ image, sha256, firstLabel, transposed, classNames, train, test }: Dataset): unknown {
  const parts = [train, test].map(({ count, images, labels }) => [count, Buffer.from(images.all()), Buffer.from(labels)]);
  return { image, sha256, firstLabel, transposed, classNames, parts };
}
