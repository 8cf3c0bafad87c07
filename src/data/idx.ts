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
  const [count, height, width] = readHeader(bytes, file, IMAGES_MAGIC, ['images', 'rows', 'columns']) as [number, number, number];
  return { count, height, width, pixels: bytes.subarray(16) };
}

/**
 * Reads an IDX file of labels: magic number and count as big-endian 32-bit integers, then a byte a label.
 * @throws {DataError}
 */
export function readIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  readHeader(bytes, file, LABELS_MAGIC, ['labels']);
  return bytes.subarray(8);
}

function readHeader(bytes: Uint8Array, file: string, magic: number, dimensions: readonly string[]): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = 4 + 4 * dimensions.length;
  const kind = magic === IMAGES_MAGIC ? 'images' : 'labels';
  if (bytes.length >= 4 && view.getUint32(0) !== magic) throw new DataError(wrongMagic(file, view.getUint32(0), magic, kind));
  if (bytes.length < headerBytes) {
    throw new DataError(
      `${file}: the header ends at offset ${bytes.length}; an IDX file of ${kind} has ${headerBytes} bytes of it. ${GET_AGAIN}`,
    );
  }
  const sizes = dimensions.map((name, i) => {
    const size = view.getUint32(4 + 4 * i);
    if (size === 0) throw new DataError(`${file}: offset ${4 + 4 * i} says 0 ${name}; expected at least 1.`);
    return size;
  });
  const expected = headerBytes + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    const problem = bytes.length < expected ? `ends at offset ${bytes.length}` : `goes on behind offset ${expected}, to ${bytes.length}`;
    const said = sizes.map((size, i) => `${size} ${dimensions[i]}`).join(' × ');
    throw new DataError(`${file}: the file ${problem}; its header says ${said}, which makes ${expected} bytes. ${GET_AGAIN}`);
  }
  return sizes;
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
