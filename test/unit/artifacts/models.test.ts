import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { tfjsLayersModel } from '../../../src/artifacts/tfjsModel';
import { activationFunctions, type Parameters } from '../../../src/contract/parameters';
import { inferenceModel } from '../../../src/engine/inferenceModel';
import { randomBatch, referenceLogits, smallNetwork, variables } from '../engine/reference';
import { relativeError } from '../engine/shard';

/** Every activation once, and every other kind of network. */
const networks: Partial<Parameters>[] = [
  ...activationFunctions.map(activation_fun => ({ activation_fun })),
  { padding: 'same', num_layers: 3 },
  { padding: 'same', kernel_size: 4 },
  { kernel_size: 5, num_layers: 1, dense_units: 7, dropout: 0.4 },
];

describe('the models that a run leaves', () => {
  before(() => tf.setBackend('cpu'));
  const count = 5;

  for (const changed of networks) {
    it(`predict what the network does: ${JSON.stringify(changed)}`, async () => {
      const { network, tensors, weights } = smallNetwork(changed, { height: 26, width: 28, classes: 6 });
      const { images, labels } = randomBatch(network, count);
      const expected = tf.softmax(referenceLogits(network, variables(tensors, weights), { images, labels })).dataSync();
      const scaled = Float32Array.from(images, pixel => pixel / 255);

      const session = await ort.InferenceSession.create(inferenceModel(network, weights, { run: 'x' }));
      const { probabilities } = await session.run({ images: new ort.Tensor('float32', scaled, [count, 1, 26, 28]) });
      assert.deepEqual(probabilities!.dims, [count, 6]);
      assert.ok(relativeError(probabilities!.data as Float32Array, expected) < 1e-5, 'model.onnx');

      const topology = tfjsLayersModel(network, tensors, 'a test') as {
        modelTopology: object;
        weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
      };
      const artifacts: tf.io.ModelArtifacts = {
        modelTopology: topology.modelTopology,
        weightSpecs: topology.weightsManifest[0]!.weights,
        weightData: weights.slice().buffer,
      };
      const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
      const predicted = model.predict(tf.tensor(scaled, [count, 26, 28, 1])) as tf.Tensor;
      assert.deepEqual(predicted.shape, [count, 6]);
      assert.ok(relativeError(predicted.dataSync(), expected) < 1e-5, 'model.json');
      tf.disposeVariables();
    });
  }
});
