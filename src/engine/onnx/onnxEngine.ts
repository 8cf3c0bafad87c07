import { Worker } from 'node:worker_threads';
import type { Network } from '../../contract/network';
import type { EngineIdentity } from '../../contract/run';
import type { Parameters } from '../../contract/parameters';
import { EngineError, type Engine, type StepResult, type TrainingBatch } from '../engine';
import { predictionGraph, trainingGraph } from '../trainingGraph';
import { initialWeights, weightTensors } from '../weights';
import { allocateSharedMemory, announceClosing, type SharedMemory } from './sharedMemory';
import { planShards, type ShardPlan } from './shardPlan';
import type { GradientWorkerData, WorkerAnswer, WorkerCommand } from './workerProtocol';

export interface OnnxEngineOptions {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly threads: number;
  /** The script that the workers run; it must call runGradientWorker() with their data. */
  readonly workerFile: string;
}

/** Starts the gradient workers and gives the network fresh weights from its seed. */
export async function startOnnxEngine(options: OnnxEngineOptions): Promise<Engine> {
  const { network, parameters, threads, workerFile } = options;
  const tensors = weightTensors(network);
  const plan = planShards(parameters.batch_size, threads, network.parameterCount);
  const memory = allocateSharedMemory({
    weights: network.parameterCount,
    batchSize: parameters.batch_size,
    pixels: network.image.height * network.image.width,
    optimizer: parameters.optimizer,
    plan,
  });
  memory.weights.set(initialWeights(tensors, parameters.seed));
  const shared = {
    role: 'gradientWorker',
    runtime: 'onnx',
    workers: threads,
    training: trainingGraph(network, plan.images),
    prediction: predictionGraph(network, PREDICTION_IMAGES),
    optimizer: parameters,
    tensors,
    plan,
    memory,
  } as const;
  const workers = Array.from({ length: threads }, (_, worker) => {
    const workerData: GradientWorkerData = { ...shared, worker };
    return new Worker(workerFile, { workerData });
  });
  return OnnxEngine.start(options, plan, memory, workers);
}

/** Images that a worker predicts in one call. */
const PREDICTION_IMAGES = 16;

class OnnxEngine implements Engine {
  readonly weights;
  readonly optimizerState;
  private readonly pixels: number;
  private readonly exits: readonly Promise<unknown>[];
  /** Answers that are still to come, one list a worker, in the order of the commands. */
  private readonly pending: { resolve: () => void; reject: (error: Error) => void }[][];
  private version = '';
  private failure: Error | undefined;
  private closing = false;
  private steps = 0;
  private shards = 0;

  private constructor(
    private readonly options: OnnxEngineOptions,
    private readonly plan: ShardPlan,
    private readonly memory: SharedMemory,
    private readonly workers: readonly Worker[],
  ) {
    this.weights = memory.weights;
    this.optimizerState = memory.optimizerState;
    this.pixels = options.network.image.height * options.network.image.width;
    this.pending = workers.map(() => []);
    this.exits = workers.map(worker => new Promise(resolve => worker.on('exit', resolve)));
    for (const [i, worker] of workers.entries()) this.listen(worker, i);
  }

  /** Resolves when every worker has its sessions. */
  static async start(options: OnnxEngineOptions, plan: ShardPlan, memory: SharedMemory, workers: readonly Worker[]): Promise<Engine> {
    const engine = new OnnxEngine(options, plan, memory, workers);
    await engine.answers();
    return engine;
  }

  get identity(): EngineIdentity {
    return { name: 'onnx', version: this.version, threads: this.options.threads };
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
    const updatesBefore = this.steps * this.workers.length;
    const shards = Math.ceil(indices.length / plan.images);
    this.steps++;
    this.shards += shards;
    await this.all({ type: 'train', slot: slotNumber, count: indices.length, step, updatesBefore, shardsAfter: this.shards, dropoutKey });
    let lossSum = 0;
    let correct = 0;
    for (let shard = 0; shard < shards; shard++) {
      lossSum += slot.lossSums[shard]!;
      correct += slot.correct[shard]!;
    }
    return { lossSum, correct };
  }

  async predict(images: Uint8Array): Promise<Float32Array> {
    const count = images.length / this.pixels;
    const shared = new Uint8Array(new SharedArrayBuffer(images.length));
    shared.set(images);
    const probabilities = new Float32Array(new SharedArrayBuffer(4 * count * this.options.network.image.classes));
    await this.all({ type: 'predict', images: shared, probabilities, nextShard: new Int32Array(new SharedArrayBuffer(4)) });
    return probabilities;
  }

  /** Lets every worker finish the shard it is at: to terminate a thread inside the native runtime would end the process. */
  async close(): Promise<void> {
    this.closing = true;
    announceClosing(this.memory.counters);
    for (const worker of this.workers) worker.postMessage({ type: 'close' } satisfies WorkerCommand);
    await Promise.all(this.exits);
  }

  private async all(command: WorkerCommand): Promise<void> {
    if (this.failure) throw this.failure;
    for (const worker of this.workers) worker.postMessage(command);
    await this.answers();
  }

  /** The next answer of every worker. */
  private async answers(): Promise<void> {
    await Promise.all(this.pending.map(queue => new Promise<void>((resolve, reject) => queue.push({ resolve, reject }))));
  }

  private listen(worker: Worker, index: number): void {
    const fail = (reason: string): void => this.fail(new EngineError(`Gradient worker ${index + 1} of ${this.workers.length} ${reason}`));
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.type === 'failed') return fail(`failed: ${answer.message}`);
      if (answer.type === 'ready') this.version = answer.version;
      this.pending[index]?.shift()?.resolve();
    });
    worker.on('error', error => fail(`failed: ${error.message}`));
    worker.on('exit', code => {
      if (!this.closing) fail(`ended with code ${code}.`);
    });
  }

  /** One worker's failure is everybody's: the others would wait for it for ever. */
  private fail(error: Error): void {
    if (this.failure || this.closing) return;
    this.failure = error;
    for (const queue of this.pending) for (const { reject } of queue.splice(0)) reject(error);
    void this.close();
  }
}
