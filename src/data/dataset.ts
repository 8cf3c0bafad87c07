import { createHash } from 'node:crypto';
import type { ImageFormat } from '../contract/network';
import type { DatasetIdentity } from '../contract/run';
import { DataError } from './dataError';
import { ReadImages, type Images } from './images';
import { readIdxImages, readIdxLabels, type IdxImages } from './idx';
import { transposed } from './transposed';

/** Labelled images, in memory. */
export interface Dataset {
  readonly name: string;
  /** Of the four decompressed files one after another, in the order of `idxFileNames`. */
  readonly sha256: string;
  readonly image: ImageFormat;
  /** Rows and columns of the images were exchanged. */
  readonly transposed: boolean;
  /** The label of class 0 in the files. */
  readonly firstLabel: number;
  /** What the classes are called; undefined: by their labels. */
  readonly classNames?: readonly string[] | undefined;
  readonly train: LabelledImages;
  /** Used once, at the end. */
  readonly test: LabelledImages;
}

export interface LabelledImages {
  readonly count: number;
  readonly images: Images;
  /** `[count]`: classes, from 0. */
  readonly labels: Uint8Array;
}

/** How the files of a data set are understood. What is not given follows from the data. */
export type Reading = Partial<Pick<Dataset, 'transposed' | 'firstLabel'>>;

/** How the files were understood when a run was begun; runs of older versions took them as they are. */
export function readingOf({
  transposed: isTransposed = false,
  firstLabel = 0,
}: Pick<DatasetIdentity, 'transposed' | 'firstLabel'>): Required<Reading> {
  return { transposed: isTransposed, firstLabel };
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

interface DatasetParts {
  readonly name: string;
  /** In the order of `idxFileNames`. The images' bytes are taken over. */
  readonly files: readonly IdxFile[];
  /** If it is known already. */
  readonly sha256?: string;
  readonly reading?: Reading;
}

/**
 * Makes a data set from its four files. The classes are the least label up to the largest one, at least two.
 * @throws {DataError} if a file is broken or they do not go together
 */
export function assembleDataset({ name, files, sha256 = sha256Of(files), reading = {} }: DatasetParts): Dataset {
  const [trainImages, trainLabels, testImages, testLabels] = files;
  if (!trainImages || !trainLabels || !testImages || !testLabels) throw new Error(`A data set has four files, not ${files.length}.`);
  const train = readImagesWithLabels(trainImages, trainLabels);
  const test = readImagesWithLabels(testImages, testLabels);
  if (test.images.height !== train.images.height || test.images.width !== train.images.width) {
    throw new DataError(
      `${testImages.path}: offset 8 says ${test.images.height}×${test.images.width} pixels, but ${trainImages.path} has ${train.images.height}×${train.images.width}; training and test images must be of one size.`,
    );
  }
  const [least, largest] = rangeOf([train.labels, test.labels]);
  const { transposed: isTransposed = false, firstLabel = least } = reading;
  const [trained, tested] = [train, test].map(({ images, labels }) => {
    return {
      images: isTransposed ? transposed(images) : images,
      labels: firstLabel === 0 ? labels : labels.map(label => label - firstLabel),
    };
  }) as [ImagesWithLabels, ImagesWithLabels];
  const { height, width } = trained.images;
  const classes = Math.max(2, 1 + largest - firstLabel);
  return {
    name,
    sha256,
    image: { height, width, classes },
    transposed: isTransposed,
    firstLabel,
    train: labelled(trained),
    test: labelled(tested),
  };
}

export function sha256Of(files: readonly Pick<IdxFile, 'bytes'>[]): string {
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex');
}

interface ImagesWithLabels {
  readonly images: IdxImages;
  readonly labels: Uint8Array;
}

function readImagesWithLabels(images: IdxFile, labels: IdxFile): ImagesWithLabels {
  const read = readIdxImages(images.bytes, images.path);
  const values = readIdxLabels(labels.bytes, labels.path);
  if (values.length !== read.count) {
    throw new DataError(
      `${labels.path}: offset 4 says ${values.length} labels, but ${images.path} has ${read.count} images; each image needs its label.`,
    );
  }
  return { images: read, labels: values };
}

function labelled({ images: { count, pixels }, labels }: ImagesWithLabels): LabelledImages {
  return { count, images: new ReadImages(pixels), labels };
}

/** The least and the largest label. */
function rangeOf(lists: readonly Uint8Array[]): readonly [number, number] {
  let [least, largest] = [255, 0];
  for (const labels of lists) {
    for (const label of labels) {
      if (label < least) least = label;
      if (label > largest) largest = label;
    }
  }
  return [least, largest];
}
