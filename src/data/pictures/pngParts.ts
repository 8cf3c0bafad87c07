import { crc32 } from 'node:zlib';
import { DataError } from '../dataError';
import { foreignFileInWords } from '../foreignFile';

/** What a file of PNG has that its pixels need, checked. */
export interface PngParts {
  readonly height: number;
  readonly width: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 by a palette, 4 grey with opacity, 6 RGB with opacity. */
  readonly colourType: number;
  readonly isInterlaced: boolean;
  /** A colour, or colours of the palette, are transparent. */
  readonly hasTransparentColour: boolean;
  /** The compressed pixels. */
  readonly packed: Buffer;
  /** The same image as a file that has nothing else in it. */
  readonly file: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const needed = ['IHDR', 'PLTE', 'IDAT', 'IEND'];

/** The depths that each colour type may have. */
const depths: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/** An image has at most so many pixels: more than any network here takes in. */
const MOST_PIXELS = 2 ** 22;

/**
 * The parts of a PNG file, by its chunks (PNG Specification, third edition, 5 and 11.2); nothing is unpacked.
 * @param name the file's, for errors
 * @throws {DataError} if it is something else, is cut off or damaged, or its image is too large
 */
export function pngParts(bytes: Buffer, name: string): PngParts {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) {
    const words =
      foreignFileInWords(bytes) ?? (bytes.length === 0 ? 'the file is empty.' : 'this is no PNG image: it does not begin as one does.');
    throw new DataError(`${name}: ${words} Expected is an image in PNG under a name that ends with .png.`);
  }
  const kept: Buffer[] = [SIGNATURE];
  const packed: Buffer[] = [];
  let header: Buffer | undefined;
  let hasTransparentColour = false;
  for (const { type, content, whole } of chunksOf(bytes, name)) {
    if (!header && type !== 'IHDR')
      throw new DataError(`${name}: the image begins with ${JSON.stringify(type)}; expected IHDR. ${GET_AGAIN}`);
    // What comes later would count for the decoder.
    if (header && type === 'IHDR') throw new DataError(`${name}: the image has a second header; expected one. ${GET_AGAIN}`);
    if (type === 'IHDR') header = content;
    else if (type === 'IDAT') packed.push(content);
    hasTransparentColour ||= type === 'tRNS';
    if (needed.includes(type)) kept.push(whole);
  }
  // Most images of data sets have nothing else: they are not copied.
  const file = kept.reduce((sum, { length }) => sum + length, 0) === bytes.length ? bytes : Buffer.concat(kept);
  return { ...headOf(header!, name), hasTransparentColour, packed: packed.length === 1 ? packed[0]! : Buffer.concat(packed), file };
}

interface Chunk {
  readonly type: string;
  readonly content: Buffer;
  /** With its length, its type and its checksum. */
  readonly whole: Buffer;
}

/** The chunks up to the last one, IEND; what comes after it is no part of the image. */
function* chunksOf(bytes: Buffer, name: string): Generator<Chunk> {
  for (let at = SIGNATURE.length; ;) {
    const length = at + 12 <= bytes.length ? bytes.readUInt32BE(at) : Infinity;
    const end = at + 12 + length;
    if (end > bytes.length)
      throw new DataError(`${name}: the file ends at offset ${bytes.length}, within the part that begins at offset ${at}. ${GET_AGAIN}`);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
      throw new DataError(`${name}: the checksum of the part at offset ${at}, ${JSON.stringify(type)}, is wrong. ${GET_AGAIN}`);
    yield { type, content: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
}

function headOf(header: Buffer, name: string): Pick<PngParts, 'height' | 'width' | 'depth' | 'colourType' | 'isInterlaced'> {
  if (header.length !== 13) throw new DataError(`${name}: the header has ${header.length} bytes; expected 13. ${GET_AGAIN}`);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, colourType = 0, compression = 0, filter = 0, interlace = 0] = header.subarray(8);
  if (depths[colourType]?.includes(depth) !== true || compression !== 0 || filter !== 0 || interlace > 1) {
    const found = [depth, colourType, compression, filter, interlace].join(', ');
    throw new DataError(`${name}: depth, colour, compression, filter and interlacing are ${found}, which PNG does not have. ${GET_AGAIN}`);
  }
  if (width < 1 || height < 1 || width * height > MOST_PIXELS)
    throw new DataError(
      `${name}: the header says ${height}×${width} pixels; expected 1 to ${MOST_PIXELS} of them. Make the images smaller.`,
    );
  return { height, width, depth, colourType, isInterlaced: interlace === 1 };
}

const GET_AGAIN = 'The file is damaged or incomplete: get it again.';
