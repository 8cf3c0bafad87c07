import type { Pad } from '../../../contract/network';
import type { Operator } from '../operator';

export interface UnfoldAttributes {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly kernelSize: number;
  readonly padding: Pad;
}

/**
 * The input of a convolution, one row for each of its output positions (im2col): rows of pixels `[images · height · width, channels]`
 * to `[4n + 1, kernelSize² · channels]`, so that the convolution is a product with weights in Keras's order (height, width, in, out).
 *
 * The output positions are in window-major order: first the top left positions of all n pooling windows 2×2 (by image, then row,
 * then column of windows), then all top right, bottom left and bottom right ones. Positions that pooling drops are not computed.
 * One spare row follows, which maxPool leaves out: in the gradient it is zero, and whatever has less to add than others adds it.
 */
export const unfold: Operator<1, UnfoldAttributes> = {
  name: 'unfold',
  shape([[pixels, channels]], attributes) {
    const { images, height, width, kernelSize } = attributes;
    if (pixels !== images * height * width)
      throw new Error(`unfold: ${pixels} rows are not ${images} images of ${height}×${width} pixels.`);
    return [4 * images * windowsOf(attributes) + 1, kernelSize * kernelSize * channels];
  },
  forward(builder, [pixels], { attributes, shapes }) {
    const [rows, channels] = shapes[0];
    const { padding, kernelSize } = attributes;
    const padded = padding.top + padding.bottom + padding.left + padding.right > 0;
    const source = padded
      ? builder.node('Concat', [pixels, builder.constant(new Float32Array(channels), [1, channels])], { axis: 0 })
      : pixels;
    // The pixel beside the image is the row of zeros after all others.
    const sources = unfoldedPixels(attributes).map(pixel => (pixel < 0 ? rows : pixel));
    const gathered = builder.node('Gather', [source, builder.constant(sources, [sources.length])], { axis: 0 });
    return { output: builder.node('Reshape', [gathered, builder.integers([-1, kernelSize * kernelSize * channels])]) };
  },
  /** Every pixel's gradient is the sum over the places that it was copied to. */
  gradient(builder, { attributes, shapes, outputGradient }) {
    const [rows, channels] = shapes[0];
    const { table, most } = copiesOfPixels(unfoldedPixels(attributes), rows, attributes.kernelSize ** 2);
    const pieces = builder.node('Reshape', [outputGradient, builder.integers([-1, channels])]);
    const gathered = builder.node('Gather', [pieces, builder.constant(table, [rows, most])], { axis: 0 });
    return [builder.node('ReduceSum', [gathered, builder.integers([1])], { keepdims: 0 })];
  },
};

/** For each element of the unfolded rows (channels aside) the row of its pixel, −1 beside the image; the spare row repeats the last. */
export function unfoldedPixels(attributes: UnfoldAttributes): Int32Array {
  const { images, height, width, kernelSize, padding } = attributes;
  const [windowRows, windowColumns] = windowGrid(attributes);
  const rows = 4 * images * windowRows * windowColumns;
  const pixels = new Int32Array((rows + 1) * kernelSize * kernelSize);
  let at = 0;
  for (let position = 0; position < 4; position++) {
    for (let image = 0; image < images; image++) {
      for (let window = 0; window < windowRows * windowColumns; window++) {
        const top = 2 * Math.floor(window / windowColumns) + (position >> 1) - padding.top;
        const left = 2 * (window % windowColumns) + (position & 1) - padding.left;
        for (let tap = 0; tap < kernelSize * kernelSize; tap++) {
          const y = top + Math.floor(tap / kernelSize);
          const x = left + (tap % kernelSize);
          pixels[at++] = y >= 0 && y < height && x >= 0 && x < width ? (image * height + y) * width + x : -1;
        }
      }
    }
  }
  return pixels.copyWithin(at, at - kernelSize * kernelSize, at);
}

/** Pooling windows of one image. */
export function windowsOf(attributes: UnfoldAttributes): number {
  const [rows, columns] = windowGrid(attributes);
  return rows * columns;
}

function windowGrid({ height, width, kernelSize, padding }: UnfoldAttributes): [rows: number, columns: number] {
  return [
    Math.floor((height + padding.top + padding.bottom - kernelSize + 1) / 2),
    Math.floor((width + padding.left + padding.right - kernelSize + 1) / 2),
  ];
}

/** `[pixels, most]`: where each pixel was copied to; a pixel with fewer copies adds the spare row, whose gradient is zero. */
function copiesOfPixels(unfolded: Int32Array, pixels: number, taps: number): { table: Int32Array; most: number } {
  const spare = unfolded.length - taps;
  const count = new Int32Array(pixels);
  for (let i = 0; i < spare; i++) if (unfolded[i]! >= 0) count[unfolded[i]!]!++;
  const most = count.reduce((a, b) => Math.max(a, b), 1);
  const table = new Int32Array(pixels * most).fill(spare);
  count.fill(0);
  for (let i = 0; i < spare; i++) {
    const pixel = unfolded[i]!;
    if (pixel >= 0) table[pixel * most + count[pixel]!++] = i;
  }
  return { table, most };
}
