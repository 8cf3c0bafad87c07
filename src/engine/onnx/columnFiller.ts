import type { StepGraph } from '../trainingGraph';

/** The graph input `columns`: the images of a shard, scaled to 0–1 and unfolded for the first convolution. */
export class ColumnFiller {
  readonly data: Float32Array;
  readonly shape: readonly [rows: number, taps: number];
  private readonly scaled: Float32Array;
  /** Elements of one image in one of the four blocks. */
  private readonly part: number;

  constructor(private readonly graph: Pick<StepGraph, 'images' | 'columnPixels' | 'pixels' | 'taps'>) {
    this.part = graph.columnPixels.length / 4;
    // The spare row at the end stays zero.
    this.data = new Float32Array(graph.images * graph.columnPixels.length + graph.taps);
    this.shape = [this.data.length / graph.taps, graph.taps];
    // One element more than there are pixels: the zero beside the image.
    this.scaled = new Float32Array(graph.pixels + 1);
  }

  /** Sets image number `image` of the shard from its pixels, 0–255. */
  set(image: number, pixels: Uint8Array): void {
    const { data, scaled, part } = this;
    const { columnPixels, images } = this.graph;
    for (let i = 0; i < pixels.length; i++) scaled[i] = pixels[i]! / 255;
    for (let position = 0; position < 4; position++) {
      const from = position * part;
      const to = (position * images + image) * part - from;
      for (let i = from; i < from + part; i++) data[to + i] = scaled[columnPixels[i]!]!;
    }
  }
}
