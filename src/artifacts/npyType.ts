/** The types of arrays of numbers that NumPy stores. */

export type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** How the numbers of an array lie in its file. */
export interface NpyType {
  /** As the header has it: `<f4`. */
  readonly descr: string;
  readonly kind: 'b' | 'i' | 'u' | 'f';
  /** Of one number. */
  readonly bytes: number;
  readonly isBigEndian: boolean;
}

type Maker = new (buffer: ArrayBuffer) => Numbers;

const makers: Readonly<Record<string, Maker>> = {
  b1: Uint8Array,
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  // Decoded one by one, since there is no such array in every Node.
  f2: Uint16Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** What other types of NumPy are, and what to do with them. */
const others: Readonly<Record<string, string>> = {
  O: 'Python objects, which would have to be unpickled and could run any program; they are never read. Save numbers: np.save(file, array.astype("int64"))',
  c: 'complex numbers',
  U: 'texts. Save the numbers of the classes instead',
  S: 'texts. Save the numbers of the classes instead',
  a: 'texts. Save the numbers of the classes instead',
  M: 'dates',
  m: 'durations',
  V: 'records of several fields (a structured type). Save one field by itself: np.save(file, array["label"])',
};

export const READABLE = 'bool, int8 to int64, uint8 to uint64, float16, float32 or float64';

/**
 * The type that a header names.
 * @throws {Error} if it is none of numbers; says what it is
 */
export function npyTypeOf(descr: string): NpyType {
  const [, order = '', kind = '', size = ''] = /^([<>|=]?)([a-zA-Z])(\d{0,4})$/.exec(descr) ?? [];
  const other = others[kind];
  if (other !== undefined) throw new Error(`it holds ${other}`);
  if (makers[kind + size] === undefined) throw new Error(`it is of the type ${JSON.stringify(descr.slice(0, 40))}; expected ${READABLE}`);
  // Without an order it is that of the machine which wrote it, and those are little-endian today.
  return { descr, kind: kind as NpyType['kind'], bytes: Number(size), isBigEndian: order === '>' };
}

/**
 * The numbers in the bytes of an array, in the order in which they lie there.
 * @param bytes a multiple of the type's; they are copied
 * @returns of float16 float32 ones, of bool 0 and 1
 */
export function numbersOf({ kind, bytes: size, isBigEndian }: NpyType, bytes: Uint8Array): Numbers {
  // A copy, since a typed array needs its elements at a multiple of their size.
  const copy = new Uint8Array(bytes);
  if (isBigEndian && size > 1) swapBytes(copy, size);
  const numbers = new makers[kind + size]!(copy.buffer);
  if (kind === 'b') return (numbers as Uint8Array).map(value => (value === 0 ? 0 : 1));
  return kind === 'f' && size === 2 ? Float32Array.from(numbers as Uint16Array, halfFloat) : numbers;
}

function swapBytes(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else buffer.swap64();
}

/** The value of the bits of a float16 (IEEE 754, binary16). */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
