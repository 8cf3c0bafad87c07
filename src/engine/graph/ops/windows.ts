import type { Pad } from '../../../contract/network';

/**
 * A convolution that is followed by 2×2 pooling, over the pixels of several images. The rows of its input are ordered by pixel (row, then column),
 * then image; those of its output by position in the pooling window (top left, top right, bottom left, bottom right), then by window (row, then
 * column), then image. Positions that pooling drops, and windows that nothing reads, are not computed.
 */
export interface Windows {
  readonly images: number;
  /** Of the input, in pixels. */
  readonly height: number;
  readonly width: number;
  readonly kernelSize: number;
  readonly padding: Pad;
  /** Pooling windows that are computed. */
  readonly windowRows: number;
  readonly windowColumns: number;
}

/** Pooling windows of one image. */
export function windowsOf({ windowRows, windowColumns }: Windows): number {
  return windowRows * windowColumns;
}

/**
 * The pixels of one image under a square of `size` pixels, for each of `positions` and each window: `[positions, windows, size²]`, −1 beside the
 * image.
 * @param positions how far the square is moved within the window, as [down, right]
 */
export function pixelsUnder(of: Windows, size: number, positions: readonly (readonly [number, number])[]): Int32Array {
  const { height, width, padding, windowRows, windowColumns } = of;
  const pixels = new Int32Array(positions.length * windowRows * windowColumns * size * size);
  let at = 0;
  for (const [down, right] of positions)
    for (let row = 0; row < windowRows; row++)
      for (let column = 0; column < windowColumns; column++) {
        const top = 2 * row + down - padding.top;
        const left = 2 * column + right - padding.left;
        for (let tap = 0; tap < size * size; tap++) {
          const y = top + Math.floor(tap / size);
          const x = left + (tap % size);
          pixels[at++] = y >= 0 && y < height && x >= 0 && x < width ? y * width + x : -1;
        }
      }
  return pixels;
}

/** Of a pooling window, in their order. */
export const windowPositions = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/**
 * Where each pixel was copied to: `[most, pixels]`, the copies of a pixel in a column; a pixel with fewer copies has the spare place in the rest.
 * @param copied for each place the pixel that was copied there, −1 for none
 */
export function copiesOf(copied: Int32Array, pixels: number, spare: number): { readonly table: Int32Array; readonly most: number } {
  const count = new Int32Array(pixels);
  for (const pixel of copied) if (pixel >= 0) count[pixel]!++;
  const most = count.reduce((a, b) => Math.max(a, b), 1);
  const table = new Int32Array(most * pixels).fill(spare);
  count.fill(0);
  for (const [place, pixel] of copied.entries()) if (pixel >= 0) table[count[pixel]!++ * pixels + pixel] = place;
  return { table, most };
}
