import type * as Ort from 'onnxruntime-common';
import type { StepGraph } from '../trainingGraph';
import type { WeightTensor } from '../../contract/weights';
import { ColumnFiller } from './columnFiller';
import { writesInPlace, type OrtModule } from './runtime';

/** One thread; the threads of this project are workers, each with a session of its own. */
const sessionOptions: Ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
};

/** A graph of one shard with everything it is fed with and writes to, allocated once. */
export class ShardStep {
  readonly targets: Float32Array;
  readonly imageWeights: Float32Array;
  readonly dropoutMask: Float32Array;
  /** That mask, image by image. */
  readonly dropoutRows: readonly Float32Array[];
  /** All weights one after another: what the graph reads. */
  readonly weights: Float32Array;
  /** All gradients one after another, after a training step. */
  readonly gradients: Float32Array;
  readonly logits: Float32Array;
  readonly probabilities: Float32Array;
  private readonly loss = new Float32Array(1);
  private readonly columns: ColumnFiller;
  private readonly feeds: Record<string, Ort.Tensor> = {};
  private readonly fetches: Record<string, Ort.Tensor> = {};
  private readonly results: [name: string, data: Float32Array][] = [];
  private readonly inPlace: boolean;

  private constructor(
    readonly graph: StepGraph,
    tensors: readonly WeightTensor[],
    private readonly session: Ort.InferenceSession,
    ort: OrtModule,
  ) {
    const { images, classes, dropoutUnits } = graph;
    this.inPlace = writesInPlace(ort);
    const total = tensors.reduce((sum, tensor) => sum + tensor.length, 0);
    const training = session.outputNames.includes('loss');
    this.columns = new ColumnFiller(graph);
    this.targets = new Float32Array(images * classes);
    this.imageWeights = new Float32Array(images);
    this.dropoutMask = new Float32Array(images * dropoutUnits);
    this.dropoutRows = Array.from({ length: images }, (_, i) => this.dropoutMask.subarray(i * dropoutUnits, (i + 1) * dropoutUnits));
    this.weights = new Float32Array(total);
    this.gradients = new Float32Array(training ? total : 0);
    this.logits = new Float32Array(images * classes);
    this.probabilities = new Float32Array(images * classes);
    const feed = (name: string, data: Float32Array, shape: readonly number[]): void => {
      if (session.inputNames.includes(name)) this.feeds[name] = new ort.Tensor('float32', data, shape);
    };
    const fetch = (name: string, data: Float32Array, shape: readonly number[]): void => {
      if (!session.outputNames.includes(name)) return;
      this.fetches[name] = new ort.Tensor('float32', data, shape);
      this.results.push([name, data]);
    };
    for (const [position, data] of this.columns.data.entries()) feed(`columns${position}`, data, this.columns.shape);
    feed('targets', this.targets, [images, classes]);
    feed('image_weights', this.imageWeights, [images, 1]);
    feed('dropout_mask', this.dropoutMask, [images, dropoutUnits]);
    fetch('loss', this.loss, [1, 1]);
    fetch('logits', this.logits, [images, classes]);
    fetch('probabilities', this.probabilities, [images, classes]);
    for (const { name, matrix, offset, length } of tensors) {
      feed(name, this.weights.subarray(offset, offset + length), matrix);
      if (training) fetch(`gradient:${name}`, this.gradients.subarray(offset, offset + length), matrix);
    }
  }

  static async create(ort: OrtModule, graph: StepGraph, tensors: readonly WeightTensor[]): Promise<ShardStep> {
    return new ShardStep(graph, tensors, await ort.InferenceSession.create(graph.model, sessionOptions), ort);
  }

  /** Sets image number `image` of the shard from its pixels `[height · width]`, which begin at `from`. */
  setImage(image: number, pixels: Uint8Array, from = 0): void {
    this.columns.set(image, pixels, from);
  }

  /** Runs the graph; returns the loss of a training step. */
  async run(): Promise<number> {
    if (this.inPlace) await this.session.run(this.feeds, this.fetches);
    else {
      const results = await this.session.run(this.feeds);
      for (const [name, data] of this.results) data.set(results[name]!.data as Float32Array);
    }
    return this.loss[0] as number;
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}
