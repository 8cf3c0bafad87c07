import type { MessagePort } from 'node:worker_threads';
import { messageOf } from '../../util/messageOf';
import { createOptimizer } from '../optimizers';
import { fillDropoutMask } from '../dropoutMask';
import { predictShards } from './modelPredictor';
import { OpenModels } from './openModels';
import { advanceCounter, Counter, waitForCounter } from './sharedMemory';
import { runtimeVersion, type OrtModule } from './runtime';
import { checkRuntime } from './selfCheck';
import { ShardStep } from './shardStep';
import type { GradientWorkerSetup, PredictCommand, TrainCommand, WorkerAnswer, WorkerCommand } from './workerProtocol';

/**
 * A thread that computes gradients. In a step the workers take shards until none is left, wait for each other, and then each changes
 * its own part of the weights by the sum of all shards' gradients, always added in the order of the shards.
 */
export function runGradientWorker(ort: OrtModule, port: MessagePort): void {
  const version = runtimeVersion(ort);
  const answer = (message: WorkerAnswer): void => port.postMessage(message);
  const models = new OpenModels(ort);
  let worker: GradientWorker | undefined;
  const run = async (command: WorkerCommand): Promise<void> => {
    if (command.type === 'close') port.close();
    else if (command.type === 'check') await checkRuntime(ort);
    else if (command.type === 'setUp') worker = await GradientWorker.create(ort, command.setup);
    else if (command.type === 'predictModel') await predictShards(ort, command);
    else if (command.type === 'askModel') await models.ask(command);
    else if (command.type === 'train') await worker?.train(command);
    else await worker?.predict(command);
  };
  let tail = Promise.resolve();
  port.on('message', (command: WorkerCommand) => {
    tail = tail
      .then(() => run(command))
      .then(() => answer({ type: 'done', version }))
      .catch((error: unknown) => answer({ type: command.type === 'askModel' ? 'refused' : 'failed', message: messageOf(error) }));
  });
}

class GradientWorker {
  private readonly optimize;
  private readonly from: number;
  private readonly to: number;
  /** The sum over the shards, in this worker's part. */
  private readonly gradient: Float32Array;

  private constructor(
    private readonly data: GradientWorkerSetup,
    private readonly training: ShardStep,
    private readonly prediction: ShardStep,
  ) {
    const { worker, workers, memory } = data;
    const total = memory.weights.length;
    this.from = Math.floor((total * worker) / workers);
    this.to = Math.floor((total * (worker + 1)) / workers);
    this.gradient = new Float32Array(total);
    this.optimize = createOptimizer(data.optimizer);
  }

  static async create(ort: OrtModule, data: GradientWorkerSetup): Promise<GradientWorker> {
    const training = await ShardStep.create(ort, data.training, data.tensors);
    return new GradientWorker(data, training, await ShardStep.create(ort, data.prediction, data.tensors));
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
    const { prediction } = this;
    const { images: size, pixels, classes } = prediction.graph;
    prediction.weights.set(this.data.memory.weights);
    for (let shard; (shard = Atomics.add(nextShard, 0, 1)) * size * pixels < images.length;) {
      const first = shard * size;
      const count = Math.min(size, images.length / pixels - first);
      for (let i = 0; i < count; i++) prediction.setImage(i, images.subarray((first + i) * pixels, (first + i + 1) * pixels));
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
      training.setImage(i, slot.images.subarray(image * pixels, (image + 1) * pixels));
      training.targets[i * classes + slot.labels[image]!] = 1;
      if (dropoutUnits > 0) {
        const row = training.dropoutMask.subarray(i * dropoutUnits, (i + 1) * dropoutUnits);
        fillDropoutMask(row, dropoutRate, { ...dropoutKey, image });
      }
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

/** How many rows of `[n, classes]` have their first maximum at the label. */
function countCorrect(logits: Float32Array, classes: number, labels: Uint8Array): number {
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let i = 1; i < classes; i++) if (logits[row * classes + i]! > logits[row * classes + best]!) best = i;
    if (best === labels[row]) correct++;
  }
  return correct;
}
