import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeNetwork } from '../../../src/contract/network';
import { activationFunctions, defaultParameters, paddings, type Parameters } from '../../../src/contract/parameters';
import { dropoutBatchKey } from '../../../src/engine/dropoutMask';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { inferenceModel } from '../../../src/engine/inferenceModel';
import { expectedStep } from '../../../src/engine/knownStep';
import { OnnxEngine } from '../../../src/engine/onnx/onnxEngine';
import type { EngineRuntime, TrainingBatch } from '../../../src/engine/runtime';
import { checkTensorFlow, TensorFlowEngine } from '../../../src/engine/tensorflow/tensorFlowEngine';
import { randomBatch, smallNetwork } from './reference';
import { relativeError } from './shard';
import { withTensorFlow } from './tensorFlowHere';

const parameters: Parameters = { ...defaultParameters, num_filters: 4, batch_size: 40, dropout: 0.3 };
const network = describeNetwork(parameters, { height: 16, width: 18, classes: 4 });
const data = randomBatch(network, 100);
const workerFile = path.resolve('dist/engineThread.js');

withTensorFlow('the TensorFlow engine', ({ tf, version, threads }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-tensorflow-'));
  const onnxFile = path.join(folder, 'model.onnx');
  let engine: TensorFlowEngine;
  before(async () => {
    engine = await TensorFlowEngine.open(threads);
  });
  after(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('says which versions of TensorFlow and of the package compute, and with how many threads', () => {
    assert.match(version, /^\d+\.\d+\.\d+ \(tfjs-node 4\.\d+\.\d+\)$/);
    assert.deepEqual(engine.identity, { name: 'tensorflow', version, threads });
  });

  it('is checked by a step whose result is known', () => {
    checkTensorFlow(tf);
    assert.throws(() => checkTensorFlow(tf, { ...expectedStep, loss: 1.3 }), /loss 1\.19.*expected 1\.3\./);
  });

  it('trains to the same bits again, whether steps wait for each other or overlap', async () => {
    const first = await trained(engine);
    assert.deepEqual(await trained(engine), first);
    assert.deepEqual(await trained(engine, { overlapping: true }), first);
  });

  it('trains as ONNX Runtime does, but for the order of sums', async () => {
    const onnx = await OnnxEngine.open('onnx', 2, workerFile);
    const [ours, theirs] = [await trained(engine), await trained(onnx)];
    await onnx.close();
    assert.ok(relativeError(ours, theirs) < 1e-4, `differs by ${relativeError(ours, theirs)}`);
  });

  it('keeps no tensor from step to step, nor of predictions and models', async () => {
    const { numTensors } = tf.memory();
    const session = await engine.start(network, parameters);
    writeFileSync(onnxFile, inferenceModel(network, session.weights, {}));
    const work = async (step: number): Promise<number> => {
      await session.trainStep(batch(step));
      await session.predict(data.images);
      await engine.predict(onnxFile, network.image, data.images);
      await engine.ask({ onnxFile, version: '1' }, network.image, data.images.subarray(0, 16 * 18));
      return tf.memory().numTensors;
    };
    const after = await work(1);
    for (let step = 2; step < 5; step++) assert.equal(await work(step), after);
    await engine.close();
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it('leaves its thread to others between two steps', async () => {
    const session = await engine.start(network, parameters);
    let others = 0;
    const timer = setInterval(() => others++, 0);
    for (let step = 1; step <= 5; step++) await session.trainStep(batch(step));
    await session.predict(data.images);
    clearInterval(timer);
    assert.ok(others > 0);
  });

  for (const changed of [
    ...activationFunctions.map(activation_fun => ({ activation_fun })),
    ...paddings.map(padding => ({ padding, dense_units: 7, kernel_size: 4 })),
    { kernel_size: 1, num_layers: 1 },
    { padding: 'same', num_layers: 3 },
  ] as const) {
    it(`predicts from a model's file what it predicts itself: ${JSON.stringify(changed)}`, async () => {
      const changedParameters = { ...parameters, ...changed };
      const other = describeNetwork(changedParameters, { height: 27, width: 30, classes: 4 });
      const { images } = randomBatch(other, 300);
      const session = await engine.start(other, changedParameters);
      writeFileSync(onnxFile, inferenceModel(other, session.weights, {}));
      const expected = await session.predict(images);
      assert.ok(relativeError(await engine.predict(onnxFile, other.image, images), expected) < 1e-5);
      const asked = await engine.ask({ onnxFile, version: JSON.stringify(changed) }, other.image, images.subarray(0, 27 * 30));
      assert.ok(relativeError(asked, expected.subarray(0, 4)) < 1e-5);
    });
  }

  it('refuses a file that is no model, an operator that no model has, and images of another kind', async () => {
    const { numTensors } = tf.memory();
    const predict = (): Promise<Float32Array> => engine.predict(onnxFile, network.image, data.images);
    rmSync(onnxFile, { force: true });
    await assert.rejects(predict, /EngineError: .*model\.onnx: there is no such file/);
    writeFileSync(onnxFile, 'no model');
    await assert.rejects(predict, /EngineError: .*model\.onnx: TensorFlow cannot compute this model/);
    const builder = new GraphBuilder();
    builder.output('probabilities', builder.node('Cos', [builder.input('images', ['batch', 1, 16, 18])]), ['batch', 4]);
    writeFileSync(onnxFile, builder.encode('cosine'));
    await assert.rejects(predict, /it has the operator Cos, which no model of Digits Lab has/);
    const small = smallNetwork({}, { height: 12, width: 12, classes: 3 });
    writeFileSync(onnxFile, inferenceModel(small.network, small.weights, {}));
    await assert.rejects(predict, /EngineError: .*TensorFlow cannot compute this model/);
    assert.equal(tf.memory().numTensors, numTensors);
  });
});

function batch(step: number): TrainingBatch {
  // The last of three batches is not full.
  const indices = Int32Array.from({ length: step % 3 === 0 ? 20 : 40 }, (_, i) => (40 * (step - 1) + i) % 100);
  return { images: data.images, labels: data.labels, indices, step, dropoutKey: dropoutBatchKey(0, 1, step) };
}

/** The weights after some steps, and behind them what the steps told. */
async function trained(engine: EngineRuntime, { overlapping = false } = {}): Promise<Float32Array> {
  const session = await engine.start(network, parameters);
  const results: number[] = [];
  let last: Promise<void> = Promise.resolve();
  for (let step = 1; step <= 6; step++) {
    const next = session.trainStep(batch(step)).then(({ lossSum, correct }) => void results.push(lossSum, correct));
    await (overlapping ? last : next);
    last = next;
  }
  await last;
  return Float32Array.of(...session.weights, ...results);
}
