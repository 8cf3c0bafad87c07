/**
 * NumPy's array files: what `np.load` reads and `np.save` writes. All are read that hold numbers; version 1.0, little-endian and C order is
 * what is written.
 */
import { elementsOf, MAGIC, parseNpyHeader, type NpyHeader } from './npyHeader';
import { numbersOf, type Numbers } from './npyType';

/** An array with its shape, row by row (C order). */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Numbers;
}

const written = [
  { descr: '<f4', make: Float32Array },
  { descr: '<f8', make: Float64Array },
  { descr: '<i8', make: BigInt64Array },
  { descr: '<u8', make: BigUint64Array },
  { descr: '<i4', make: Int32Array },
  { descr: '<u4', make: Uint32Array },
  { descr: '<i2', make: Int16Array },
  { descr: '<u2', make: Uint16Array },
  { descr: '|i1', make: Int8Array },
  { descr: '|u1', make: Uint8Array },
] as const;

/**
 * The bytes of an `.npy` file.
 * @throws {Error} if the shape does not hold as many elements as there are
 */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  if (elementsOf(shape) !== data.length)
    throw new Error(`An array of ${data.length} elements cannot have the shape (${shape.join(', ')}).`);
  const { descr } = written.find(({ make }) => data instanceof make)!;
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
 * The array in an `.npy` file, of any version, byte order and order of its dimensions.
 * @param file its name, for errors
 * @throws {Error} that names the file and what was expected; nothing is allocated for what a header only claims
 */
export function decodeNpy(bytes: Uint8Array, file: string): NpyArray {
  const header = parseNpyHeader(bytes, bytes.length, file);
  return arrayOf(header, bytes.subarray(header.begin));
}

/** @param bytes what comes after the header, as many as its shape needs */
export function arrayOf({ type, isFortran, shape }: NpyHeader, bytes: Uint8Array): NpyArray {
  const data = numbersOf(type, bytes);
  return { shape, data: isFortran && shape.length > 1 ? inRows(data, shape) : data };
}

/** Numbers whose first index runs fastest, with the last one running fastest. */
function inRows(columns: Numbers, shape: readonly number[]): Numbers {
  const rows = columns.slice();
  const steps = shape.map((_, dimension) => shape.slice(0, dimension).reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < rows.length; to++) {
    rows[to] = columns[from]!;
    for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
      from += steps[dimension]!;
      if (++index[dimension]! < shape[dimension]!) break;
      from -= steps[dimension]! * shape[dimension]!;
      index[dimension] = 0;
    }
  }
  return rows;
}
