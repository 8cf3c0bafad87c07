import type { MessagePort } from 'node:worker_threads';
import { messageOf } from '../../util/messageOf';
import { countCorrect } from '../countCorrect';
import { createOptimizer } from '../optimizers';
import { fillDropoutMask } from '../dropoutMask';
import { askedModels, askHere } from './askedModels';
import { predictShards } from './modelPredictor';
import { advanceCounter, Counter, waitForCounter } from './sharedMemory';
import { runtimeVersion, type OrtBuild, type OrtModule } from './runtime';
import { checkRuntime } from './selfCheck';
import { ShardStep } from './shardStep';
import type { GradientWorkerSetup, PredictCommand, TrainCommand, WorkerAnswer, WorkerCommand } from './workerProtocol';

/**
 * A thread that computes gradients. In a step the workers take shards until none is left, wait for each other, and then each changes
 * its own part of the weights by the sum of all shards' gradients, always added in the order of the shards.
 */
export function runGradientWorker(port: MessagePort, load: (engine: OrtBuild) => Promise<OrtModule>): void {
  const answer = (message: WorkerAnswer): void => port.postMessage(message);
  let runtime: LoadedRuntime | undefined;
  const run = async (command: WorkerCommand): Promise<void> => {
    if (command.type === 'close') port.close();
    else if (command.type === 'load') runtime = new LoadedRuntime(await load(command.engine));
    else await runtime?.run(command);
  };
  let tail = Promise.resolve();
  port.on('message', (command: WorkerCommand) => {
    tail = tail
      .then(() => run(command))
      .then(() => answer({ type: 'done', version: runtime?.version ?? '' }))
      .catch((error: unknown) => answer({ type: command.type === 'askModel' ? 'refused' : 'failed', message: messageOf(error) }));
  });
}

/** What can be asked for once the runtime is there. */
class LoadedRuntime {
  readonly version: string;
  private readonly models: ReturnType<typeof askedModels>;
  private worker: GradientWorker | undefined;

  constructor(private readonly ort: OrtModule) {
    this.version = runtimeVersion(ort);
    this.models = askedModels(ort);
  }

  async run(command: Exclude<WorkerCommand, { type: 'close' | 'load' }>): Promise<void> {
    const { ort } = this;
    if (command.type === 'check') await checkRuntime(ort, command.step);
    else if (command.type === 'setUp') this.worker = await GradientWorker.create(ort, command.setup);
    else if (command.type === 'predictModel') await predictShards(ort, command);
    else if (command.type === 'askModel') await askHere(ort, this.models, command);
    else if (command.type === 'train') await this.worker?.train(command);
    else await this.worker?.predict(command);
  }
}

class GradientWorker {
  private readonly optimize;
  private readonly from: number;
  private readonly to: number;
  /** The sum over the shards, in this worker's part. */
  private readonly gradient: Float32Array;
  private prediction: ShardStep | undefined;

  private constructor(
    private readonly data: GradientWorkerSetup,
    private readonly training: ShardStep,
    private readonly ort: OrtModule,
  ) {
    const { worker, workers, memory } = data;
    const total = memory.weights.length;
    this.from = Math.floor((total * worker) / workers);
    this.to = Math.floor((total * (worker + 1)) / workers);
    this.gradient = new Float32Array(total);
    this.optimize = createOptimizer(data.optimizer);
  }

  static async create(ort: OrtModule, data: GradientWorkerSetup): Promise<GradientWorker> {
    return new GradientWorker(data, await ShardStep.create(ort, data.training, data.tensors), ort);
  }

  async train(command: TrainCommand): Promise<void> {
    const { counters, slots, weights } = this.data.memory;
    const slot = slots[command.slot];
    const { images } = this.data.plan;
    waitForCounter(counters, Counter.updatesDone, command.updatesBefore);
    this.training.weights.set(weights);
    for (let shard; (shard = Atomics.add(slot.nextShard, 0, 1)) * images < command.count;) {
      await this.trainShard(shard, command);
      advanceCounter(counters, Counter.shardsDone);
    }
    waitForCounter(counters, Counter.shardsDone, command.shardsAfter);
    this.update(command);
    advanceCounter(counters, Counter.updatesDone);
  }

  async predict({ images, probabilities, nextShard }: PredictCommand): Promise<void> {
    // Not before the first epoch's end: a training begins without it.
    const prediction = (this.prediction ??= await ShardStep.create(this.ort, this.data.prediction, this.data.tensors));
    const { images: size, pixels, classes } = prediction.graph;
    prediction.weights.set(this.data.memory.weights);
    for (let shard; (shard = Atomics.add(nextShard, 0, 1)) * size * pixels < images.length;) {
      const first = shard * size;
      const count = Math.min(size, images.length / pixels - first);
      for (let i = 0; i < count; i++) prediction.setImage(i, images, (first + i) * pixels);
      await prediction.run();
      probabilities.set(prediction.probabilities.subarray(0, count * classes), first * classes);
    }
  }

  private async trainShard(shard: number, { slot: slotNumber, count, dropoutKey }: TrainCommand): Promise<void> {
    const { training, data } = this;
    const { images, pixels, classes, dropoutUnits, dropoutRate } = training.graph;
    const slot = data.memory.slots[slotNumber];
    const first = shard * images;
    const filled = Math.min(images, count - first);
    training.targets.fill(0);
    for (let i = 0; i < images; i++) {
      training.imageWeights[i] = i < filled ? 1 / count : 0;
      if (i >= filled) continue;
      const image = first + i;
      training.setImage(i, slot.images, image * pixels);
      training.targets[i * classes + slot.labels[image]!] = 1;
      if (dropoutUnits > 0) fillDropoutMask(training.dropoutRows[i]!, dropoutRate, dropoutKey, image);
    }
    slot.lossSums[shard] = (await training.run()) * count;
    slot.correct[shard] = countCorrect(training.logits, classes, slot.labels.subarray(first, first + filled));
    data.memory.gradients[shard]!.set(training.gradients);
  }

  /** The optimizer's step on this worker's part of the weights. */
  private update({ count, step }: TrainCommand): void {
    const { from, to, gradient } = this;
    const { gradients, weights, optimizerState } = this.data.memory;
    const shards = Math.ceil(count / this.data.plan.images);
    const sum = gradient.subarray(from, to);
    sum.set(gradients[0]!.subarray(from, to));
    for (let shard = 1; shard < shards; shard++) {
      const part = gradients[shard]!;
      for (let i = from; i < to; i++) gradient[i]! += part[i]!;
    }
    this.optimize(weights, gradient, optimizerState, { from, to, step });
  }
}
