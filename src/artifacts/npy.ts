/**
 * NumPy's array files (NEP 1, version 1.0): what `np.load` reads. Little-endian, C order.
 */

/** An array with its shape. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array | Uint8Array | Float64Array | Int32Array;
}

const types = [
  { descr: '<f4', make: Float32Array },
  { descr: '<f8', make: Float64Array },
  { descr: '<i8', make: BigInt64Array },
  { descr: '<i4', make: Int32Array },
  { descr: '|u1', make: Uint8Array },
] as const;

/** The longest header that NumPy itself reads, in bytes. */
const HEADER_LIMIT = 10_000;

const MAGIC = '\u0093NUMPY';

/**
 * The bytes of an `.npy` file.
 * @throws {Error} if the shape does not hold as many elements as there are
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements !== data.length) throw new Error(`An array of ${data.length} elements cannot have the shape (${shape.join(', ')}).`);
  const { descr } = types.find(({ make }) => data instanceof make)!;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Spaces so that the data begin at a multiple of 64 bytes, and a line end.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = Buffer.alloc(10 + length, ' ');
  header.write(MAGIC, 'latin1');
  header.set([1, 0], 6);
  header.writeUInt16LE(length, 8);
  header.write(text, 10, 'latin1');
  header.write('\n', header.length - 1);
  return Buffer.concat([header, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}

/**
 * The array in an `.npy` file.
 * @param file its name, for errors
 * @throws {Error} that names the file and what was expected
 */
export function decodeNpy(bytes: Uint8Array, file: string): NpyArray {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 0, 6) !== MAGIC)
    throw new Error(`${file}: this is no NumPy file: it does not begin with ${JSON.stringify(MAGIC)}.`);
  const begin = view[6]! >= 2 ? 12 : 10;
  if (bytes.length < begin) throw new Error(`${file}: the file ends within its header, at byte ${bytes.length}.`);
  const length = begin === 12 ? view.readUInt32LE(8) : view.readUInt16LE(8);
  const end = begin + length;
  if (length > HEADER_LIMIT || end > bytes.length) {
    const most = Math.min(HEADER_LIMIT, bytes.length - begin);
    throw new Error(`${file}: the header says that it has ${length} bytes; expected at most ${most} in this file.`);
  }
  const header = view.toString('latin1', begin, end);
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .filter(size => size.trim() !== '')
    .map(Number);
  const type = types.find(other => other.descr === descr);
  if (!type || !shape?.every(size => Number.isSafeInteger(size) && size >= 0) || /'fortran_order':\s*True/.test(header)) {
    throw new Error(
      `${file}: an array ${header.trim().slice(0, 200)} cannot be read; expected C order and one of ${types.map(t => t.descr).join(', ')}.`,
    );
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  const expected = elements * type.make.BYTES_PER_ELEMENT;
  if (bytes.length - end !== expected)
    throw new Error(`${file}: ${bytes.length - end} bytes of data; the shape (${shape.join(', ')}) needs ${expected}.`);
  // A copy, since a typed array needs its elements at a multiple of their size.
  const copy = new Uint8Array(expected);
  copy.set(bytes.subarray(end));
  return { shape, data: new type.make(copy.buffer) };
}
