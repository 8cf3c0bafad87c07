import { createHash } from 'node:crypto';
import type { ImageFormat } from '../contract/network';
import { DataError } from './dataError';
import { readIdxImages, readIdxLabels, type IdxImages } from './idx';

/** Labelled images, in memory. */
export interface Dataset {
  readonly name: string;
  /** Of the four decompressed files one after another, in the order of `idxFileNames`. */
  readonly sha256: string;
  readonly image: ImageFormat;
  readonly train: LabelledImages;
  /** Used once, at the end. */
  readonly test: LabelledImages;
}

export interface LabelledImages {
  readonly count: number;
  /** `[count, height · width]`, 0–255. */
  readonly images: Uint8Array;
  /** `[count]` */
  readonly labels: Uint8Array;
}

/** The files of an IDX data set: training images and labels, test images and labels. */
export const idxFileNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/** One of the four files, decompressed. */
export interface IdxFile {
  /** For errors. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Makes a data set from its four files, in the order of `idxFileNames`. The classes are 0 up to the largest label, at least two.
 * @param sha256 if it is known already
 * @throws {DataError} if a file is broken or they do not go together
 */
export function assembleDataset(name: string, files: readonly IdxFile[], sha256 = sha256Of(files)): Dataset {
  const [trainImages, trainLabels, testImages, testLabels] = files;
  if (!trainImages || !trainLabels || !testImages || !testLabels) throw new Error(`A data set has four files, not ${files.length}.`);
  const train = readImagesWithLabels(trainImages, trainLabels);
  const test = readImagesWithLabels(testImages, testLabels);
  const { height, width } = train.format;
  if (test.format.height !== height || test.format.width !== width) {
    throw new DataError(
      `${testImages.path}: offset 8 says ${test.format.height}×${test.format.width} pixels, but ${trainImages.path} has ${height}×${width}; training and test images must be of one size.`,
    );
  }
  const classes = Math.max(2, 1 + largest(train.data.labels), 1 + largest(test.data.labels));
  return { name, sha256, image: { height, width, classes }, train: train.data, test: test.data };
}

export function sha256Of(files: readonly IdxFile[]): string {
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex');
}

function readImagesWithLabels(images: IdxFile, labels: IdxFile): { format: IdxImages; data: LabelledImages } {
  const format = readIdxImages(images.bytes, images.path);
  const values = readIdxLabels(labels.bytes, labels.path);
  if (values.length !== format.count) {
    throw new DataError(
      `${labels.path}: offset 4 says ${values.length} labels, but ${images.path} has ${format.count} images; each image needs its label.`,
    );
  }
  return { format, data: { count: format.count, images: format.pixels, labels: values } };
}

function largest(labels: Uint8Array): number {
  return labels.reduce((a, b) => Math.max(a, b), 0);
}
