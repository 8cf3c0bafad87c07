/** The head of NumPy's array files (NEP 1), versions 1.0 to 3.0. */
import { messageOf } from '../util/messageOf';
import { npyTypeOf, type NpyType } from './npyType';
import { parseLiteral, type Literal } from './pythonLiteral';

export const MAGIC = '\u0093NUMPY';

/** The longest header that NumPy itself reads, in bytes. */
const HEADER_LIMIT = 10_000;

/** No file has more bytes before its numbers. */
export const MOST_HEAD_BYTES = 12 + HEADER_LIMIT;

/** NumPy's own limit. */
const MOST_DIMENSIONS = 64;

export interface NpyHeader {
  readonly type: NpyType;
  /** The first index runs fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes. */
  readonly begin: number;
}

/**
 * The header of an `.npy` file.
 * @param bytes the file from its beginning, as far as the header goes
 * @param size of the whole file, in bytes: the shape must need exactly what comes after the header
 * @param file its name, for errors
 * @throws {Error} that names the file and what was expected
 */
export function parseNpyHeader(bytes: Uint8Array, size: number, file: string): NpyHeader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.toString('latin1', 0, 6) !== MAGIC)
    throw new Error(`${file}: this is no NumPy file: it does not begin with ${JSON.stringify(MAGIC)}.`);
  const [major = 0, minor = 0] = view.subarray(6, 8);
  const begin = major >= 2 ? 12 : 10;
  if (bytes.length < begin) throw new Error(`${file}: the file ends within its header, at byte ${bytes.length}.`);
  if (major < 1 || major > 3 || minor !== 0)
    throw new Error(`${file}: version ${major}.${minor} of NumPy's format; expected 1.0, 2.0 or 3.0.`);
  const length = begin === 12 ? view.readUInt32LE(8) : view.readUInt16LE(8);
  const end = begin + length;
  if (length > HEADER_LIMIT || end > bytes.length) {
    const most = Math.min(HEADER_LIMIT, size - begin);
    throw new Error(`${file}: the header says that it has ${length} bytes; expected at most ${most} in this file.`);
  }
  const { type, isFortran, shape } = described(view.toString(major === 3 ? 'utf8' : 'latin1', begin, end), file);
  const expected = bytesOf(shape, type.bytes);
  if (size - end !== expected) {
    const needed = expected > Number.MAX_SAFE_INTEGER ? 'more than any file has' : expected;
    throw new Error(`${file}: ${size - end} bytes of data; the shape (${shape.join(', ')}) needs ${needed}.`);
  }
  return { type, isFortran, shape, begin: end };
}

/** The product of sizes; a zero among them decides, however large the others are. */
export function elementsOf(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

function bytesOf(shape: readonly number[], size: number): number {
  return size * elementsOf(shape);
}

function described(header: string, file: string): Pick<NpyHeader, 'type' | 'isFortran' | 'shape'> {
  try {
    const literal = parseLiteral(header);
    if (!(literal instanceof Map)) throw new Error('expected a dict');
    const known = literal as ReadonlyMap<string, Literal>;
    const extra = [...known.keys()].filter(name => !['descr', 'fortran_order', 'shape'].includes(name));
    if (extra.length > 0) throw new Error(`found ${JSON.stringify(extra[0]!.slice(0, 40))}; expected descr, fortran_order and shape`);
    const isFortran = known.get('fortran_order');
    if (typeof isFortran !== 'boolean') throw new Error('fortran_order: expected True or False');
    return { type: typeOf(known.get('descr')), isFortran, shape: shapeOf(known.get('shape')) };
  } catch (error) {
    const said = header.trim().slice(0, 200);
    throw new Error(`${file}: an array ${said} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function typeOf(descr: Literal | undefined): NpyType {
  if (typeof descr === 'string') return npyTypeOf(descr);
  // The fields of a structured type, or a type with a shape of its own.
  if (typeof descr === 'object' && 'items' in descr) return npyTypeOf('V');
  throw new Error('descr: expected the name of a type');
}

function shapeOf(shape: Literal | undefined): number[] {
  const sizes = typeof shape === 'object' && 'items' in shape && shape.isTuple ? shape.items : undefined;
  if (!sizes || sizes.length > MOST_DIMENSIONS || !sizes.every(isSize))
    throw new Error(`shape: expected a tuple of at most ${MOST_DIMENSIONS} whole numbers from 0`);
  return sizes as number[];
}

function isSize(size: Literal): boolean {
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
}
