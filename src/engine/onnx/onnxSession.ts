import type { Network } from '../../contract/network';
import type { Parameters } from '../../contract/parameters';
import type { StepResult, TrainingBatch, TrainingSession } from '../runtime';
import { allocateSharedMemory, announceClosing, type SharedMemory } from './sharedMemory';
import { prepared } from './prepared';
import type { ShardPlan } from './shardPlan';
import type { WorkerPool } from './workerPool';
import type { PredictCommand } from './workerProtocol';

/** Trains a network with ONNX Runtime on the threads of a pool. */
export class OnnxSession implements TrainingSession {
  readonly weights;
  readonly optimizerState;
  private readonly pixels: number;
  /** Kept from one prediction to the next: shared memory is given back late, and each epoch predicts as many images. */
  private prediction: Omit<PredictCommand, 'type'> | undefined;
  private steps = 0;
  private shards = 0;

  private constructor(
    private readonly network: Network,
    private readonly plan: ShardPlan,
    private readonly memory: SharedMemory,
    private readonly pool: WorkerPool,
  ) {
    this.weights = memory.weights;
    this.optimizerState = memory.optimizerState;
    this.pixels = network.image.height * network.image.width;
  }

  /**
   * Sets every worker up; the weights are fresh from the parameters' seed.
   * @throws {EngineError}
   */
  static async start(pool: WorkerPool, network: Network, parameters: Parameters): Promise<OnnxSession> {
    const { tensors, plan, weights, training, prediction } = prepared(network, parameters, pool.size);
    const memory = allocateSharedMemory({
      weights: network.parameterCount,
      batchSize: parameters.batch_size,
      pixels: network.image.height * network.image.width,
      optimizer: parameters.optimizer,
      plan,
    });
    memory.weights.set(weights);
    pool.onRelease(() => announceClosing(memory.counters));
    const common = { workers: pool.size, optimizer: parameters, training, prediction, tensors, plan, memory };
    await pool.all(worker => ({ type: 'setUp', setup: { ...common, worker } }));
    return new OnnxSession(network, plan, memory, pool);
  }

  async trainStep({ images, labels, indices, step, dropoutKey }: TrainingBatch): Promise<StepResult> {
    const { pixels, plan } = this;
    const slotNumber = (this.steps % 2) as 0 | 1;
    const slot = this.memory.slots[slotNumber];
    for (let i = 0; i < indices.length; i++) {
      const image = indices[i]!;
      slot.images.set(images.subarray(image * pixels, (image + 1) * pixels), i * pixels);
      slot.labels[i] = labels[image]!;
    }
    slot.nextShard[0] = 0;
    const updatesBefore = this.steps * this.pool.size;
    const shards = Math.ceil(indices.length / plan.images);
    this.steps++;
    this.shards += shards;
    const shardsAfter = this.shards;
    const count = indices.length;
    await this.pool.all(() => ({ type: 'train', slot: slotNumber, count, step, updatesBefore, shardsAfter, dropoutKey }));
    let lossSum = 0;
    let correct = 0;
    for (let shard = 0; shard < shards; shard++) {
      lossSum += slot.lossSums[shard]!;
      correct += slot.correct[shard]!;
    }
    return { lossSum, correct };
  }

  async predict(images: Uint8Array): Promise<Float32Array> {
    if (this.prediction?.images.length !== images.length) this.prediction = this.newPrediction(images.length);
    const { prediction } = this;
    prediction.images.set(images);
    prediction.nextShard[0] = 0;
    await this.pool.all(() => ({ type: 'predict', ...prediction }));
    return prediction.probabilities.slice();
  }

  private newPrediction(bytes: number): Omit<PredictCommand, 'type'> {
    const shared = (length: number): SharedArrayBuffer => new SharedArrayBuffer(length);
    const probabilities = new Float32Array(shared(4 * (bytes / this.pixels) * this.network.image.classes));
    return { images: new Uint8Array(shared(bytes)), probabilities, nextShard: new Int32Array(shared(4)) };
  }
}
