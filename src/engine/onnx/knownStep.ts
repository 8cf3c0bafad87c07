import { weightTensors } from '../../contract/weights';
import { checkedStep, expectedStep } from '../knownStep';
import { trainingGraph } from '../trainingGraph';
import type { KnownStep } from './selfCheck';

/** The step of which everything is known, with its graph, as a thread is given it. */
export function knownStep(): KnownStep {
  const { network, weights, images, labels } = checkedStep;
  return { graph: trainingGraph(network, labels.length), tensors: weightTensors(network), weights, images, labels, expected: expectedStep };
}
