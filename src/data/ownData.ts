import type { LabelledBytes } from './dataset';

/** What was read of a data set that is no IDX files. */
export interface OwnData {
  readonly name: string;
  readonly train: LabelledBytes;
  /** Undefined where none are set apart: some of the training images become the test images. */
  readonly test: LabelledBytes | undefined;
  /** What the classes are called, where the data say so. */
  readonly classNames?: readonly string[];
  /** How the data were understood, where a person may have meant something else: sentences. */
  readonly said: readonly string[];
}

/** Images of more bytes than these together are refused, a byte a pixel. */
export const MOST_IMAGE_BYTES = 2 ** 31;

/** No image has a longer side. */
export const LONGEST_SIDE = 10_000;
