import { windowPositions, windowsOf } from '../graph/ops/windows';
import type { StepGraph } from '../trainingGraph';

/** The graph inputs `columns0` to `columns3`: the images of a shard, scaled to 0–1 and unfolded for the first convolution (see windows.ts). */
export class ColumnFiller {
  /** By position in the pooling window. */
  readonly data: readonly Float32Array[];
  /** Of each. */
  readonly shape: readonly [rows: number, taps: number];
  /** One image, scaled, with the zeros around it. */
  private readonly padded: Float32Array;
  /** Pixels in a row of it. */
  private readonly stride: number;

  constructor(private readonly graph: Pick<StepGraph, 'images' | 'unfolding' | 'taps'>) {
    const { images, taps, unfolding } = graph;
    const { height, width, padding } = unfolding;
    this.shape = [images * windowsOf(unfolding), taps];
    this.data = windowPositions.map(() => new Float32Array(this.shape[0] * taps));
    this.stride = width + padding.left + padding.right;
    this.padded = new Float32Array(this.stride * (height + padding.top + padding.bottom));
  }

  /** Sets image number `image` of the shard from its pixels, 0–255, which begin at `from`. */
  set(image: number, pixels: Uint8Array, from = 0): void {
    this.pad(pixels, from);
    const { taps, unfolding } = this.graph;
    for (const [position, [down, right]] of windowPositions.entries()) {
      const [data, to, begin] = [this.data[position]!, image * taps, down * this.stride + right];
      if (unfolding.kernelSize === 3) this.copyThree(data, to, begin);
      else this.copySquares(data, to, begin);
    }
  }

  private pad(pixels: Uint8Array, begin: number): void {
    const { padded, stride } = this;
    const { height, width, padding } = this.graph.unfolding;
    for (let y = 0, from = begin; y < height; y++)
      for (let x = 0, to = (y + padding.top) * stride + padding.left; x < width; x++) padded[to++] = pixels[from++]! / 255;
  }

  /** The squares under the kernel in every window. @param to where the first one goes @param begin the first pixel of the first one */
  private copySquares(data: Float32Array, to: number, begin: number): void {
    const { padded, stride } = this;
    const { images, taps, unfolding } = this.graph;
    const { windowRows, windowColumns, kernelSize } = unfolding;
    for (let row = 0; row < windowRows; row++)
      for (let column = 0; column < windowColumns; column++, to += images * taps) {
        const from = begin + 2 * (row * stride + column);
        for (let y = 0, at = to; y < kernelSize; y++) for (let x = 0; x < kernelSize; x++) data[at++] = padded[from + y * stride + x]!;
      }
  }

  /** The same for a 3×3 kernel, the usual one, written out, which is faster. */
  private copyThree(data: Float32Array, to: number, begin: number): void {
    const { padded, stride } = this;
    const { images, taps, unfolding } = this.graph;
    const { windowRows, windowColumns } = unfolding;
    for (let row = 0; row < windowRows; row++)
      for (let column = 0; column < windowColumns; column++, to += images * taps) {
        const top = begin + 2 * (row * stride + column);
        const middle = top + stride;
        const bottom = middle + stride;
        data[to] = padded[top]!;
        data[to + 1] = padded[top + 1]!;
        data[to + 2] = padded[top + 2]!;
        data[to + 3] = padded[middle]!;
        data[to + 4] = padded[middle + 1]!;
        data[to + 5] = padded[middle + 2]!;
        data[to + 6] = padded[bottom]!;
        data[to + 7] = padded[bottom + 1]!;
        data[to + 8] = padded[bottom + 2]!;
      }
  }
}
