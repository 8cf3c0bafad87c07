import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { describeNetwork } from '../../../src/contract/network';
import { dropoutBatchKey } from '../../../src/engine/dropoutMask';
import type { TrainingBatch, TrainingSession } from '../../../src/engine/runtime';
import { OnnxEngine } from '../../../src/engine/onnx/onnxEngine';
import { OnnxSession } from '../../../src/engine/onnx/onnxSession';
import { WorkerPool } from '../../../src/engine/onnx/workerPool';
import { weightTensors } from '../../../src/contract/weights';
import { randomBatch, referenceLogits, variables } from './reference';
import { relativeError } from './shard';

const parameters: Parameters = { ...defaultParameters, num_filters: 4, batch_size: 40, dropout: 0.3 };
const network = describeNetwork(parameters, { height: 16, width: 18, classes: 4 });
const workerFile = path.resolve('dist/engineThread.js');
const data = randomBatch(network, 100);

describe('the ONNX engine', () => {
  it('trains to the same bits with the same threads', async () => {
    const [first, second] = [await trained(2), await trained(2)];
    assert.deepEqual(first.weights, second.weights);
    assert.deepEqual(first.results, second.results);
  });

  it('trains to the same numbers with other threads, but for the order of sums', async () => {
    const [one, three] = [await trained(1), await trained(3)];
    assert.ok(relativeError(three.weights, one.weights) < 1e-4, `differs by ${relativeError(three.weights, one.weights)}`);
  });

  it('gives the same result whether steps wait for each other or overlap', async () => {
    assert.deepEqual((await trained(2, { overlapping: true })).weights, (await trained(2)).weights);
  });

  it('predicts what TensorFlow.js predicts', () =>
    withEngine(2, async engine => {
      await tf.setBackend('cpu');
      const probabilities = await engine.predict(data.images);
      const expected = tf.softmax(
        referenceLogits(network, variables(weightTensors(network), engine.weights.slice()), { images: data.images, labels: data.labels }),
      );
      assert.ok(relativeError(probabilities, expected.dataSync()) < 1e-5);
    }));

  it('predicts an image alike whoever its neighbours are', () =>
    withEngine(2, async engine => {
      const pixels = 16 * 18;
      const all = await engine.predict(data.images);
      assert.deepEqual(await engine.predict(data.images.slice(0, 7 * pixels)), all.slice(0, 7 * 4));
    }));

  it('fails, and does not hang, when a worker cannot start', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-engine-'));
    const file = path.join(folder, 'worker.cjs');
    writeFileSync(file, 'throw new Error("no engine here")');
    await assert.rejects(OnnxSession.start(new WorkerPool(2, file), network, parameters), /Gradient worker \d of 2 failed: no engine here/);
    rmSync(folder, { recursive: true });
  });

  it('fails, and does not hang, when a worker ends on the way', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-engine-'));
    const file = path.join(folder, 'worker.cjs');
    const script = `const { parentPort } = require('node:worker_threads');
      let worker;
      parentPort.on('message', ({ type, setup }) => {
        worker ??= setup?.worker;
        if (type === 'close') parentPort.close();
        else if (worker === 1 && type === 'train') process.exit(3);
        else if (type === 'load' || type === 'setUp') parentPort.postMessage({ type: 'done', version: '0' });
      });`;
    writeFileSync(file, script);
    const engine = await OnnxSession.start(new WorkerPool(2, file), network, parameters);
    await assert.rejects(engine.trainStep(batch(1)), /Gradient worker 2 of 2 ended with code 3/);
    await assert.rejects(engine.predict(data.images), /Gradient worker 2 of 2/);
    rmSync(folder, { recursive: true });
  });
});

function batch(step: number): TrainingBatch {
  // The last of three batches is not full.
  const indices = Int32Array.from({ length: step % 3 === 0 ? 20 : 40 }, (_, i) => (40 * (step - 1) + i) % 100);
  return { images: data.images, labels: data.labels, indices, step, dropoutKey: dropoutBatchKey(0, 1, step) };
}

async function trained(threads: number, { overlapping = false } = {}): Promise<{ weights: Float32Array; results: unknown[] }> {
  return withEngine(threads, async engine => {
    const results: unknown[] = [];
    let last: Promise<unknown> = Promise.resolve();
    for (let step = 1; step <= 6; step++) {
      const next = engine.trainStep(batch(step));
      results.push(overlapping ? await last : await next);
      last = next;
    }
    await last;
    return { weights: engine.weights.slice(), results };
  });
}

async function withEngine<T>(threads: number, use: (session: TrainingSession) => Promise<T>): Promise<T> {
  const engine = await OnnxEngine.open('onnx', threads, workerFile);
  try {
    assert.equal(engine.identity.threads, threads);
    return await use(await engine.start(network, parameters));
  } finally {
    await engine.close();
  }
}
