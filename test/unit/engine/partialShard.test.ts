import assert from 'node:assert/strict';
import { randomBatch, smallNetwork } from './reference';
import { openShard, relativeError, runShard } from './shard';

const image = { height: 12, width: 14, classes: 5 };

describe('a shard that is not full', () => {
  it('takes nothing from the images, targets and masks of the batch before', async () => {
    const { network, tensors, weights } = smallNetwork({ dropout: 0.4, activation_fun: 'gelu' }, image);
    const [exact, larger] = [await openShard(network, tensors, 2), await openShard(network, tensors, 5)];
    await runShard(larger, weights, randomBatch(network, 5, 1));
    const batch = randomBatch(network, 2, 2);
    const [expected, loss] = [await runShard(exact, weights, batch), await runShard(larger, weights, batch)];
    assert.ok(Math.abs(loss - expected) <= 1e-6 * expected, `loss ${loss}, expected ${expected}`);
    const error = relativeError(larger.gradients, exact.gradients);
    assert.ok(error <= 1e-6, `gradients differ by ${error}`);
    assert.ok(relativeError(larger.logits.subarray(0, 2 * image.classes), exact.logits) <= 1e-6);
    for (const shard of [exact, larger]) await shard.close();
  });

  it('adds up with the others to the gradients of the whole batch', async () => {
    const { network, tensors, weights } = smallNetwork({}, image);
    const batch = randomBatch(network, 5);
    const pixels = image.height * image.width;
    const [whole, part] = [await openShard(network, tensors, 5), await openShard(network, tensors, 2)];
    await runShard(whole, weights, batch);
    const sum = new Float64Array(weights.length);
    for (const [from, to] of [
      [0, 2],
      [2, 4],
      [4, 5],
    ] as const) {
      const { images, labels, mask } = batch;
      await runShard(part, weights, { images: images.subarray(from * pixels, to * pixels), labels: labels.subarray(from, to), mask });
      // runShard() takes the mean over the images it is given.
      for (let i = 0; i < sum.length; i++) sum[i]! += (part.gradients[i]! * (to - from)) / 5;
    }
    assert.ok(relativeError(whole.gradients, sum) <= 1e-6, `gradients differ by ${relativeError(whole.gradients, sum)}`);
    for (const shard of [whole, part]) await shard.close();
  });
});
