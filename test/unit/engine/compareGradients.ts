import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { referenceLoss, variables, type Batch, type smallNetwork } from './reference';
import { openShard, relativeError, runShard } from './shard';

/** Compares the loss and the gradient of every weight tensor with TensorFlow.js, each within 1e-4; where its gradient is zero, so is ours. */
export async function compareGradients({ network, tensors, weights }: ReturnType<typeof smallNetwork>, batch: Batch): Promise<void> {
  const shard = await openShard(network, tensors, batch.labels.length);
  const loss = await runShard(shard, weights, batch);
  const expected = variables(tensors, weights);
  const { value, grads } = tf.variableGrads(() => referenceLoss(network, expected, batch), expected);
  const expectedLoss = value.dataSync()[0]!;
  assert.ok(Math.abs(loss - expectedLoss) <= 1e-4 * expectedLoss, `loss ${loss}, TensorFlow.js has ${expectedLoss}`);
  for (const [i, { name, offset, length }] of tensors.entries()) {
    const [ours, theirs] = [shard.gradients.subarray(offset, offset + length), grads[expected[i]!.name]!.dataSync()];
    const allowed = theirs.some(gradient => gradient !== 0) ? 1e-4 : 0;
    const error = relativeError(ours, theirs);
    assert.ok(error <= allowed, `the gradient of ${name} differs by ${error}`);
  }
  tf.dispose([value, grads]);
  for (const variable of expected) variable.dispose();
  await shard.close();
}
