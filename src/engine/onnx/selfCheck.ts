import type { WeightTensor } from '../../contract/weights';
import { checkKnownStep, type ExpectedStep } from '../checkKnownStep';
import type { StepGraph } from '../trainingGraph';
import type { OrtModule } from './runtime';
import { ShardStep } from './shardStep';

/** One training step of which everything is known. */
export interface KnownStep {
  readonly graph: StepGraph;
  readonly tensors: readonly WeightTensor[];
  readonly weights: Float32Array;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly expected: ExpectedStep;
}

/**
 * Has the runtime do one tiny training step whose result is known.
 * @throws {Error} if the result is another
 */
export async function checkRuntime(ort: OrtModule, { graph, tensors, weights, images, labels, expected }: KnownStep): Promise<void> {
  const { pixels, classes } = graph;
  const step = await ShardStep.create(ort, graph, tensors);
  step.weights.set(weights);
  step.imageWeights.fill(1 / labels.length);
  for (const [i, label] of labels.entries()) {
    step.setImage(i, images.subarray(i * pixels, (i + 1) * pixels));
    step.targets[i * classes + label] = 1;
  }
  const loss = await step.run();
  const { gradients } = step;
  await step.close();
  checkKnownStep({ loss, gradients }, expected);
}
