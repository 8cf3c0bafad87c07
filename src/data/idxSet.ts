import { createHash } from 'node:crypto';
import { DataError } from './dataError';
import { assembleDataset, type Dataset, type LabelledBytes, type Reading } from './dataset';
import { imagesHeader, labelsHeader, readIdxImages, readIdxLabels } from './idx';

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

interface IdxParts {
  readonly name: string;
  /** In the order of `idxFileNames`. The images' bytes are taken over. */
  readonly files: readonly IdxFile[];
  /** If it is known already. */
  readonly sha256?: string;
  readonly reading?: Reading;
}

/**
 * Makes a data set from its four files.
 * @throws {DataError} if a file is broken or they do not go together
 */
export function idxDataset({ name, files, sha256 = sha256Of(files), reading = {} }: IdxParts): Dataset {
  const [trainImages, trainLabels, testImages, testLabels] = files;
  if (!trainImages || !trainLabels || !testImages || !testLabels) throw new Error(`A data set has four files, not ${files.length}.`);
  const train = readImagesWithLabels(trainImages, trainLabels);
  const test = readImagesWithLabels(testImages, testLabels);
  if (test.images.height !== train.images.height || test.images.width !== train.images.width) {
    throw new DataError(
      `${testImages.path}: offset 8 says ${test.images.height}×${test.images.width} pixels, but ${trainImages.path} has ${train.images.height}×${train.images.width}; training and test images must be of one size.`,
    );
  }
  return assembleDataset({ name, sha256, train, test, reading });
}

export function sha256Of(files: readonly Pick<IdxFile, 'bytes'>[]): string {
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex');
}

/** The SHA-256 of a data set of any form: that of the four IDX files that its images and labels would be, so that it does not depend on the form. */
export function sha256AsIdx(train: LabelledBytes, test: LabelledBytes): string {
  const contents = [train, test].flatMap(({ images, labels }) => [
    imagesHeader(images),
    images.pixels,
    labelsHeader(labels.length),
    labels,
  ]);
  return sha256Of(contents.map(bytes => ({ bytes })));
}

/** The SHA-256 of the IDX file that these labels would be. */
export function labelsSha256AsIdx(labels: Uint8Array): string {
  return sha256Of([{ bytes: labelsHeader(labels.length) }, { bytes: labels }]);
}

function readImagesWithLabels(images: IdxFile, labels: IdxFile): LabelledBytes {
  const read = readIdxImages(images.bytes, images.path);
  const values = readIdxLabels(labels.bytes, labels.path);
  if (values.length !== read.count) {
    throw new DataError(
      `${labels.path}: offset 4 says ${values.length} labels, but ${images.path} has ${read.count} images; each image needs its label.`,
    );
  }
  return { images: read, labels: values };
}
