import { DataError } from './dataError';

/** Images of an IDX file, one after another, a byte a pixel. */
export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** `[count, height, width]` */
  readonly pixels: Uint8Array;
}

const IMAGES_MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;

/**
 * Reads an IDX file of images: magic number, count, height and width as big-endian 32-bit integers, then the pixels
 * (LeCun, Cortes & Burges, The MNIST Database).
 * @param file its name, for errors
 * @throws {DataError}
 */
export function readIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const [count, height, width] = readHeader(bytes, file, IMAGES_MAGIC) as [number, number, number];
  return { count, height, width, pixels: bytes.subarray(16) };
}

/**
 * Reads an IDX file of labels: magic number and count as big-endian 32-bit integers, then a byte a label.
 * @throws {DataError}
 */
export function readIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  readHeader(bytes, file, LABELS_MAGIC);
  return bytes.subarray(8);
}

/** The facts in the header of an IDX file. */
export interface IdxPromise {
  /** Of the whole file, with its header. */
  readonly bytes: number;
  readonly sizes: readonly number[];
  /** `60000 images × 28 rows × 28 columns` */
  readonly inWords: string;
}

/** Bytes of the longest header, that of images. */
export const HEADER_BYTES = 16;

/** What the header at the beginning of a file states; undefined if it is not a header of images or labels, or is incomplete. */
export function readPromise(head: Uint8Array): IdxPromise | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const names = dimensions.get(head.length < 4 ? -1 : view.getUint32(0));
  if (!names || head.length < 4 + 4 * names.length) return undefined;
  const sizes = names.map((_, i) => view.getUint32(4 + 4 * i));
  const bytes = 4 + 4 * names.length + sizes.reduce((product, size) => product * size, 1);
  return { bytes, sizes, inWords: sizes.map((size, i) => `${size} ${names[i]}`).join(' × ') };
}

/** @param found how long the file is instead, in words */
export function brokenPromise(file: string, { inWords, bytes }: IdxPromise, found: string): DataError {
  return new DataError(`${file}: the file ${found}; its header says ${inWords}, which makes ${bytes} bytes. ${GET_AGAIN}`);
}

const dimensions: ReadonlyMap<number, readonly string[]> = new Map([
  [IMAGES_MAGIC, ['images', 'rows', 'columns']],
  [LABELS_MAGIC, ['labels']],
]);

function readHeader(bytes: Uint8Array, file: string, magic: number): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = dimensions.get(magic)!;
  const kind = names[0]!;
  if (bytes.length >= 4 && view.getUint32(0) !== magic) throw new DataError(wrongMagic(file, view.getUint32(0), magic, kind));
  const promise = readPromise(bytes);
  if (!promise) {
    const expected = `an IDX file of ${kind} has ${4 + 4 * names.length} bytes of it`;
    throw new DataError(`${file}: the header ends at offset ${bytes.length}; ${expected}. ${GET_AGAIN}`);
  }
  const empty = promise.sizes.indexOf(0);
  if (empty >= 0) throw new DataError(`${file}: offset ${4 + 4 * empty} says 0 ${names[empty]}; expected at least 1.`);
  if (bytes.length < promise.bytes) throw brokenPromise(file, promise, `ends at offset ${bytes.length}`);
  if (bytes.length > promise.bytes) throw brokenPromise(file, promise, `goes on behind offset ${promise.bytes}, to ${bytes.length}`);
  return promise.sizes;
}

function wrongMagic(file: string, found: number, expected: number, kind: string): string {
  const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
  const other = found === IMAGES_MAGIC ? 'images' : 'labels';
  const what =
    found === IMAGES_MAGIC || found === LABELS_MAGIC
      ? `this is a file of ${other} under the name of one of ${kind}`
      : found >>> 16 === 0x1f8b
        ? 'this is a gzip file without .gz at the end of its name'
        : 'this is no IDX file of bytes';
  return `${file}: offset 0 has the magic number ${hex(found)}, expected ${hex(expected)} (${kind}): ${what}.`;
}

const GET_AGAIN = 'The file is damaged or incomplete: get it again.';
