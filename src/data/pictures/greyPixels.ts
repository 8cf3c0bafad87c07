import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { PngParts } from './pngParts';

/** Grey with opacity, and RGB with opacity. */
const withOpacity: readonly number[] = [4, 6];
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Decodes an image into a byte a pixel, 0–255. Colours become grey by the luma of ITU-R BT.601, L = 0.299 R + 0.587 G + 0.114 B, in the whole
 * numbers of Pillow's `convert('L')`, which Keras and torchvision use; 16 bits become 8 by the nearest value. Opacity is not looked at.
 * @param into as long as the image has pixels
 * @returns whether there are pixels that are not opaque
 * @throws {Error} if the compressed pixels are damaged, are too few or are more than the header says
 */
export function greyPixels(parts: PngParts, into: Uint8Array): boolean {
  checkUnpacked(parts);
  const { data } = PNG.sync.read(parts.file, { checkCRC: false });
  const opacity = withOpacity.includes(parts.colourType);
  let isTranslucent = parts.hasTransparentColour;
  for (let pixel = 0, at = 0; pixel < into.length; pixel++, at += 4) {
    into[pixel] = (19_595 * data[at]! + 38_470 * data[at + 1]! + 7471 * data[at + 2]! + 0x8000) >> 16;
    if (opacity && data[at + 3] !== 255) isTranslucent = true;
  }
  return isTranslucent;
}

/** The decoder unpacks interlaced pixels whatever they become, and makes something of others that are damaged or too few. */
function checkUnpacked(parts: PngParts): void {
  const expected = unpackedBytes(parts);
  const { length } = inflateSync(parts.packed, { maxOutputLength: expected });
  if (length < expected) throw new Error(`its pixels have ${length} bytes; its header asks for ${expected}`);
}

/** First column, first row, and the steps between columns and between rows, of the seven passes of Adam7. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Each row has a byte of its filter, and is filled up to whole bytes. */
function unpackedBytes({ height, width, depth, colourType, isInterlaced }: PngParts): number {
  const bits = depth * samples[colourType]!;
  const bytesOf = (rows: number, columns: number): number => (columns > 0 ? Math.max(0, rows) * (1 + Math.ceil((columns * bits) / 8)) : 0);
  if (!isInterlaced) return bytesOf(height, width);
  return passes.reduce(
    (sum, [column, row, columnStep, rowStep]) =>
      sum + bytesOf(Math.ceil((height - row) / rowStep), Math.ceil((width - column) / columnStep)),
    0,
  );
}
