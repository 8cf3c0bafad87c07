import { DataError } from './dataError';
import type { ImageBytes } from './images';

const IMAGES_MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;
const EXTENDED_LABELS_MAGIC = 0x00000c02;

/**
 * Reads an IDX file of images: magic number, count, height and width as big-endian 32-bit integers, then the pixels
 * (LeCun, Cortes & Burges, The MNIST Database).
 * @param file its name, for errors
 * @throws {DataError}
 */
export function readIdxImages(bytes: Uint8Array, file: string): ImageBytes {
  const [count, height, width] = readHeader(bytes, file, [IMAGES_MAGIC]).sizes as [number, number, number];
  return { count, height, width, pixels: bytes.subarray(16) };
}

/**
 * Reads an IDX file of labels: magic number and count as big-endian 32-bit integers, then a byte a label; or one of QMNIST's, whose labels
 * are rows of big-endian 32-bit integers with the class first.
 * @throws {DataError}
 */
export function readIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  const { sizes, headerBytes } = readHeader(bytes, file, [LABELS_MAGIC, EXTENDED_LABELS_MAGIC]);
  const [count, columns] = sizes as [number, number?];
  return columns === undefined ? bytes.subarray(headerBytes) : firstColumn(bytes, { file, headerBytes, count, columns });
}

/** The header of an IDX file of such images. */
export function imagesHeader({ count, height, width }: Omit<ImageBytes, 'pixels'>): Uint8Array {
  return headerOf(IMAGES_MAGIC, count, height, width);
}

/** The header of an IDX file of so many labels, a byte each. */
export function labelsHeader(count: number): Uint8Array {
  return headerOf(LABELS_MAGIC, count);
}

function headerOf(...numbers: readonly number[]): Uint8Array {
  const header = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) header.writeUInt32BE(number, 4 * i);
  return header;
}

interface ExtendedLabels {
  readonly file: string;
  readonly headerBytes: number;
  readonly count: number;
  readonly columns: number;
}

function firstColumn(bytes: Uint8Array, { file, headerBytes, count, columns }: ExtendedLabels): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint8Array.from({ length: count }, (_, row) => {
    const offset = headerBytes + 4 * columns * row;
    const label = view.getInt32(offset);
    if (label < 0 || label > 255) throw new DataError(`${file}: offset ${offset} has the label ${label}; expected 0 to 255.`);
    return label;
  });
}

/** The facts in the header of an IDX file. */
export interface IdxPromise {
  /** Of the whole file, with its header. */
  readonly bytes: number;
  readonly headerBytes: number;
  readonly sizes: readonly number[];
  /** `60000 images × 28 rows × 28 columns` */
  readonly inWords: string;
}

/** Bytes of the longest header, that of images. */
export const HEADER_BYTES = 16;

/** What the header at the beginning of a file states; undefined if it is not a header of images or labels, or is incomplete. */
export function readPromise(head: Uint8Array): IdxPromise | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const kind = kinds.get(head.length < 4 ? -1 : view.getUint32(0));
  if (!kind) return undefined;
  const { dimensions, valueBytes } = kind;
  const headerBytes = 4 + 4 * dimensions.length;
  if (head.length < headerBytes) return undefined;
  const sizes = dimensions.map((_, i) => view.getUint32(4 + 4 * i));
  const bytes = headerBytes + sizes.reduce((product, size) => product * size, valueBytes);
  const ofValues = valueBytes === 1 ? '' : ` × ${valueBytes} bytes`;
  return { bytes, headerBytes, sizes, inWords: `${sizes.map((size, i) => `${size} ${dimensions[i]}`).join(' × ')}${ofValues}` };
}

/** @param found how long the file is instead, in words */
export function brokenPromise(file: string, { inWords, bytes }: IdxPromise, found: string): DataError {
  return new DataError(`${file}: the file ${found}; its header says ${inWords}, which makes ${bytes} bytes. ${GET_AGAIN}`);
}

interface IdxKind {
  readonly dimensions: readonly string[];
  readonly valueBytes: number;
}

const kinds: ReadonlyMap<number, IdxKind> = new Map([
  [IMAGES_MAGIC, { dimensions: ['images', 'rows', 'columns'], valueBytes: 1 }],
  [LABELS_MAGIC, { dimensions: ['labels'], valueBytes: 1 }],
  [EXTENDED_LABELS_MAGIC, { dimensions: ['labels', 'columns'], valueBytes: 4 }],
]);

/** @param magics of the kinds that it may be, the usual one first */
function readHeader(bytes: Uint8Array, file: string, magics: readonly [number, ...number[]]): IdxPromise {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = bytes.length >= 4 ? view.getUint32(0) : magics[0];
  if (!magics.includes(found)) throw new DataError(wrongMagic(file, found, magics[0]));
  const { dimensions } = kinds.get(found)!;
  const promise = readPromise(bytes);
  if (!promise) {
    const expected = `an IDX file of ${dimensions[0]} has ${4 + 4 * dimensions.length} bytes of it`;
    throw new DataError(`${file}: the header ends at offset ${bytes.length}; ${expected}. ${GET_AGAIN}`);
  }
  const empty = promise.sizes.indexOf(0);
  if (empty >= 0) throw new DataError(`${file}: offset ${4 + 4 * empty} says 0 ${dimensions[empty]}; expected at least 1.`);
  if (bytes.length < promise.bytes) throw brokenPromise(file, promise, `ends at offset ${bytes.length}`);
  if (bytes.length > promise.bytes) throw brokenPromise(file, promise, `goes on behind offset ${promise.bytes}, to ${bytes.length}`);
  return promise;
}

function wrongMagic(file: string, found: number, expected: number): string {
  const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
  const [is, needed] = [found, expected].map(magic => kinds.get(magic)?.dimensions[0]);
  const what = is === undefined ? 'this is no IDX file of bytes' : `this is a file of ${is} under the name of one of ${needed}`;
  return `${file}: offset 0 has the magic number ${hex(found)}, expected ${hex(expected)} (${needed}): ${what}.`;
}

const GET_AGAIN = 'The file is damaged or incomplete: get it again.';
