import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { decodeNpy } from '../../../src/artifacts/npy';
import { fewDigits } from '../data/fewDigits';
import { find, quick, runTrainer, startIn, temporaryRuns } from '../trainer/forkTrainer';

const IMAGES = 1000;

describe("a run's model.json", () => {
  const runs = temporaryRuns();
  const dataset = fewDigits(runs, { test: IMAGES });

  it('loads in TensorFlow.js, which takes a thousand test images for the same classes as the run', async () => {
    const folder = path.join(runs, 'run');
    // Of few filters, since TensorFlow.js runs it in plain JavaScript here; with everything else that a network can have.
    const parameters = {
      ...quick,
      dataset,
      num_filters: 2,
      dense_units: 12,
      padding: 'same',
      activation_fun: 'leaky_relu',
      batch_size: 16,
      epochs: 10,
    } as const;
    const { messages } = await runTrainer(startIn(folder, parameters));
    assert.ok(find(messages, 'evaluated').accuracy > 0.3, 'it has learned enough for the classes to differ');
    await tf.setBackend('cpu');
    const model = await tf.loadLayersModel({ load: () => readModel(path.join(folder, 'model')) });
    const file = readFileSync(path.join(dataset, 't10k-images-idx3-ubyte'));
    const images = Float32Array.from(file.subarray(16), pixel => pixel / 255);
    const found = model.predict(tf.tensor(images, [IMAGES, 28, 28, 1]), { batchSize: 500 }) as tf.Tensor;
    const read = (name: string): ArrayLike<number | bigint> => decodeNpy(readFileSync(path.join(folder, name)), name).data;
    const [predictions, probabilities] = [Array.from(read('predictions.npy'), Number), Array.from(read('probabilities.npy'), Number)];
    assert.equal(new Set(predictions).size, 10);
    assert.deepEqual(Array.from(found.argMax(1).dataSync()), predictions);
    const differences = Array.from(found.dataSync(), (value, i) => Math.abs(value - probabilities[i]!));
    assert.equal(differences.length, 10 * IMAGES);
    assert.ok(differences.every(difference => difference < 1e-5));
  });
});

/** As TensorFlow.js itself reads `model.json` and the files that it names, but from a disk. */
async function readModel(folder: string): Promise<tf.io.ModelArtifacts> {
  const json = JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')) as tf.io.ModelJSON;
  return await tf.io.getModelArtifactsForJSON(json, async manifest => {
    const files = manifest.flatMap(({ paths }) => paths.map(name => readFileSync(path.join(folder, name))));
    return [manifest.flatMap(({ weights }) => weights), new Uint8Array(Buffer.concat(files)).buffer];
  });
}
