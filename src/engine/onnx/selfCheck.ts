import { describeNetwork } from '../../contract/network';
import { defaultParameters } from '../../contract/parameters';
import { weightTensors } from '../../contract/weights';
import { trainingGraph } from '../trainingGraph';
import type { OrtModule } from './runtime';
import { ShardStep } from './shardStep';

/** One training step small enough to cost nothing, in which everything is fixed. */
const network = describeNetwork({ ...defaultParameters, num_filters: 2, num_layers: 1, dropout: 0 }, { height: 6, width: 6, classes: 3 });

export const checkedStep = {
  network,
  weights: Float32Array.from({ length: network.parameterCount }, (_, i) => (((i * 37) % 19) - 9) / 20),
  images: Uint8Array.from({ length: 4 * 36 }, (_, i) => (i * 53) % 256),
  labels: Uint8Array.from([0, 1, 2, 1]),
} as const;

interface ExpectedStep {
  readonly loss: number;
  readonly gradients: readonly number[];
}

/** What TensorFlow.js computes for it; a test computes it anew. Gradients in the order of the weights. */
export const expectedStep: ExpectedStep = {
  loss: 1.101591,
  // prettier-ignore
  gradients: [
    0.006899, -0.002506, 0.009607, -0.003832, 0.012315, -0.005157, 0.010067, -0.004057, 0.012775, -0.00644, 0.002402, -0.000304,
    0.000153, -0.019747, 0.002862, -0.000529, 0.00557, -0.001855, 0.013031, -0.006379, 0, 0, 0, 0.014794,
    -0.037091, 0.022297, 0.001722, 0.001615, -0.003337, 0.015686, 0.021818, -0.037504, 0, 0, 0, -0.006709,
    0.003814, 0.002896, 0, 0, 0, 0.023452, -0.044163, 0.020712, 0.104129, -0.167091, 0.062962,
  ],
};

/** The largest difference that is accepted: float32 and another order of sums. */
const TOLERANCE = 1e-5;

/**
 * Has the runtime do one tiny training step whose result is known.
 * @throws {Error} if the result is another
 */
export async function checkRuntime(ort: OrtModule, expected: ExpectedStep = expectedStep): Promise<void> {
  const { weights, images, labels } = checkedStep;
  const step = await ShardStep.create(ort, trainingGraph(network, labels.length), weightTensors(network));
  step.weights.set(weights);
  step.imageWeights.fill(1 / labels.length);
  for (const [i, label] of labels.entries()) {
    step.setImage(i, images.subarray(i * 36, (i + 1) * 36));
    step.targets[i * 3 + label] = 1;
  }
  const loss = await step.run();
  const off = [loss - expected.loss, ...expected.gradients.map((gradient, i) => step.gradients[i]! - gradient)];
  await step.close();
  // Not `some(…> TOLERANCE)`, which lets NaN pass.
  if (!off.every(difference => Math.abs(difference) <= TOLERANCE)) {
    throw new Error(`A training step with a known result came out wrong: loss ${loss}, expected ${expected.loss}.`);
  }
}
