import type { Operator } from '../operator';
import { sumOfCopies } from './sumOfCopies';
import { copiesOf, pixelsUnder, windowPositions, windowsOf, type Windows } from './windows';

/**
 * The input of a convolution, one row for each of its output positions (im2col), in the orders of windows.ts: rows of pixels
 * `[height · width · images, channels]` to `[4n + 1, kernelSize² · channels]`, so that the convolution is a product with weights in Keras's order
 * (height, width, in, out).
 *
 * One spare row follows, which maxPool leaves out: in the gradient it is zero, and whatever has less to add than others adds it.
 */
export const unfold: Operator<1, Windows> = {
  name: 'unfold',
  shape([[rows, channels]], attributes) {
    const { images, height, width, kernelSize } = attributes;
    if (rows !== images * height * width) throw new Error(`unfold: ${rows} rows are not ${images} images of ${height}×${width} pixels.`);
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
    const sources = unfoldedRows(attributes).map(row => (row < 0 ? rows : row));
    const gathered = builder.node('Gather', [source, builder.constant(sources, [sources.length])], { axis: 0 });
    return { output: builder.node('Reshape', [gathered, builder.integers([-1, kernelSize * kernelSize * channels])]) };
  },
  /** Every pixel's gradient is the sum over the places that it was copied to. */
  gradient(builder, { attributes, shapes, outputGradient }) {
    const [rows, channels] = shapes[0];
    const copied = unfoldedRows(attributes);
    const spare = copied.length - attributes.kernelSize ** 2;
    const pieces = builder.node('Reshape', [outputGradient, builder.integers([-1, channels])]);
    return [sumOfCopies(builder, pieces, { ...copiesOf(copied.subarray(0, spare), rows, spare), width: channels })];
  },
};

/** For each element of the unfolded rows (channels aside) the row that it is copied from, −1 beside the image; the spare row repeats the last. */
function unfoldedRows(attributes: Windows): Int32Array {
  const { images, kernelSize } = attributes;
  const taps = kernelSize * kernelSize;
  const pixels = pixelsUnder(attributes, kernelSize, windowPositions);
  const rows = new Int32Array(images * pixels.length + taps);
  for (let place = 0; place < pixels.length / taps; place++)
    for (let image = 0; image < images; image++)
      for (let tap = 0; tap < taps; tap++) {
        const pixel = pixels[place * taps + tap]!;
        rows[(place * images + image) * taps + tap] = pixel < 0 ? -1 : pixel * images + image;
      }
  return rows.copyWithin(rows.length - taps, rows.length - 2 * taps, rows.length - taps);
}
