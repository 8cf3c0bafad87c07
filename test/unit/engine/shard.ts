import * as ort from 'onnxruntime-node';
import type { Network } from '../../../src/contract/network';
import { ShardStep } from '../../../src/engine/onnx/shardStep';
import { trainingGraph } from '../../../src/engine/trainingGraph';
import type { WeightTensor } from '../../../src/contract/weights';
import type { Batch } from './reference';

/** The project's own training step for a shard of `size` images, without threads. */
export async function openShard(network: Network, tensors: readonly WeightTensor[], size: number): Promise<ShardStep> {
  return ShardStep.create(ort, trainingGraph(network, size), tensors);
}

/** Fills the shard with a batch, the rest of it with images of weight 0, and runs it; returns the mean loss. */
export async function runShard(shard: ShardStep, weights: Float32Array, { images, labels, mask }: Batch): Promise<number> {
  const { pixels, classes } = shard.graph;
  shard.weights.set(weights);
  shard.targets.fill(0);
  shard.imageWeights.fill(0);
  shard.dropoutMask.set(mask);
  for (const [i, label] of labels.entries()) {
    shard.setImage(i, images.subarray(i * pixels, (i + 1) * pixels));
    shard.targets[i * classes + label] = 1;
    shard.imageWeights[i] = 1 / labels.length;
  }
  return shard.run();
}

/** ‖a − b‖ / ‖b‖; where b is all zero, ‖a‖. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  return Math.sqrt(size === 0 ? difference : difference / size);
}
