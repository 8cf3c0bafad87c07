import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as native from 'onnxruntime-node';
import { weightTensors } from '../../../src/contract/weights';
import { loadRuntime } from '../../../src/engine/onnx/runtime';
import { checkedStep, expectedStep } from '../../../src/engine/knownStep';
import { knownStep } from '../../../src/engine/onnx/knownStep';
import { checkRuntime } from '../../../src/engine/onnx/selfCheck';
import { ShardStep } from '../../../src/engine/onnx/shardStep';
import { trainingGraph } from '../../../src/engine/trainingGraph';
import { randomBatch, referenceLoss, smallNetwork, variables } from './reference';
import { relativeError, runShard } from './shard';

describe("the engines' self-check", () => {
  it('expects what TensorFlow.js computes', async () => {
    await tf.setBackend('cpu');
    const { network, weights, images, labels } = checkedStep;
    const expected = variables(weightTensors(network), weights);
    const batch = { images, labels, mask: new Float32Array(0) };
    const { value, grads } = tf.variableGrads(() => referenceLoss(network, expected, batch), expected);
    const gradients = expected.flatMap(variable => [...grads[variable.name]!.dataSync()]);
    assert.equal(expectedStep.gradients.length, network.parameterCount);
    assert.ok(Math.abs(value.dataSync()[0]! - expectedStep.loss) < 1e-6);
    for (const [i, gradient] of gradients.entries()) assert.ok(Math.abs(gradient - expectedStep.gradients[i]!) < 1e-6, `gradient ${i}`);
  });

  it('is passed by both engines', async () => {
    await checkRuntime(native, knownStep());
    await checkRuntime(await loadRuntime('wasm', path.resolve('dist')), knownStep());
  });

  it('is failed by an engine that computes something else', async () => {
    for (const last of [NaN, -0.0757]) {
      const gradients = [...expectedStep.gradients.slice(0, -1), last];
      await assert.rejects(
        checkRuntime(native, { ...knownStep(), expected: { ...expectedStep, gradients } }),
        /a known result came out wrong/,
      );
    }
    await assert.rejects(checkRuntime(native, { ...knownStep(), expected: { ...expectedStep, loss: 1.3 } }), /loss 1\.19.*expected 1\.3\./);
  });
});

describe('the WebAssembly engine', () => {
  it('is not within a file of tests: files that share a process would have several, of which all but the first are refused', () => {
    const itsOwn = ['register', 'Backend'].join('');
    assert.ok(!readFileSync(__filename, 'utf8').includes(itsOwn));
  });

  for (const changed of [
    {},
    { padding: 'same', activation_fun: 'gelu', dropout: 0.5 },
    { kernel_size: 5, num_layers: 1, dense_units: 7 },
  ] as const) {
    it(`has the native engine's gradients with ${JSON.stringify(changed)}`, async () => {
      const { network, tensors, weights } = smallNetwork(changed, { height: 16, width: 14, classes: 4 });
      const batch = randomBatch(network, 6);
      const graph = trainingGraph(network, 8);
      const [a, b] = [
        await ShardStep.create(native, graph, tensors),
        await ShardStep.create(await loadRuntime('wasm', path.resolve('dist')), graph, tensors),
      ];
      const [expected, loss] = [await runShard(a, weights, batch), await runShard(b, weights, batch)];
      assert.ok(Math.abs(loss - expected) <= 1e-4 * expected, `loss ${loss}, native ${expected}`);
      for (const { name, offset, length } of tensors) {
        const error = relativeError(b.gradients.subarray(offset, offset + length), a.gradients.subarray(offset, offset + length));
        assert.ok(error <= 1e-4, `the gradient of ${name} differs by ${error}`);
      }
      await a.close();
      await b.close();
    });
  }
});
