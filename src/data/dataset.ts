import type { ImageFormat } from '../contract/network';
import type { DatasetIdentity } from '../contract/run';
import { ReadImages, type ImageBytes, type Images } from './images';
import { transposed } from './transposed';

/** Labelled images, in memory. */
export interface Dataset {
  readonly name: string;
  /** Of the four decompressed IDX files one after another, in the order of `idxFileNames`; of another form of those that it would be as IDX. */
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

/** Training or test images as they were read, with the label of each. */
export interface LabelledBytes {
  /** Their bytes are taken over. */
  readonly images: ImageBytes;
  /** As they are in the data: class 0 may have another label than 0. */
  readonly labels: Uint8Array;
}

interface DatasetParts {
  readonly name: string;
  readonly sha256: string;
  /** Of one size. */
  readonly train: LabelledBytes;
  readonly test: LabelledBytes;
  readonly reading?: Reading;
}

/** Makes a data set of images and labels that were read. The classes are the least label up to the largest one, at least two. */
export function assembleDataset({ name, sha256, train, test, reading = {} }: DatasetParts): Dataset {
  const [least, largest] = rangeOf([train.labels, test.labels]);
  const { transposed: isTransposed = false, firstLabel = least } = reading;
  const [trained, tested] = [train, test].map(({ images, labels }) => {
    return {
      images: isTransposed ? transposed(images) : images,
      labels: firstLabel === 0 ? labels : labels.map(label => label - firstLabel),
    };
  }) as [LabelledBytes, LabelledBytes];
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

function labelled({ images: { count, pixels }, labels }: LabelledBytes): LabelledImages {
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
