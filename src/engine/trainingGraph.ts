import type { Network } from '../contract/network';
import { Emission } from './graph/differentiate';
import { GraphBuilder } from './graph/graphBuilder';
import { networkExpressions } from './network';
import type { Windows } from './graph/ops/windows';

/** An ONNX model over a fixed number of images, and what it is fed with. */
export interface StepGraph {
  /** The bytes of the ONNX file. */
  readonly model: Uint8Array;
  /** Images of one call; fewer are filled up with images of weight 0. */
  readonly images: number;
  readonly classes: number;
  /** Columns of the dropout mask; 0 if there is none. */
  readonly dropoutUnits: number;
  readonly dropoutRate: number;
  /** How an image is unfolded into the inputs `columns0` to `columns3`, one for each position in the pooling window. */
  readonly unfolding: Windows;
  /** Pixels of an image. */
  readonly pixels: number;
  /** Columns of those inputs: pixels under the first convolution's kernel. */
  readonly taps: number;
}

/**
 * The graph of a training step: inputs `columns0` to `columns3`, `targets`, `image_weights`, `dropout_mask` and the weights by their names; outputs
 * `loss`, `logits` and for every weight tensor `gradient:NAME`.
 */
export function trainingGraph(network: Network, images: number): StepGraph {
  return build(network, images, true);
}

/** The graph of a prediction with the weights as inputs: the columns and the weights to `probabilities` `[images, classes]`. */
export function predictionGraph(network: Network, images: number): StepGraph {
  return build(network, images, false);
}

function build(network: Network, images: number, training: boolean): StepGraph {
  const builder = new GraphBuilder();
  const { columns, unfolding, weights, dropoutMask, targets, imageWeights, logits, loss } = networkExpressions(network, images, {
    training,
  });
  const leaves = [...columns, ...weights, ...(training ? [targets, imageWeights] : []), ...(dropoutMask ? [dropoutMask] : [])];
  const inputs = new Map(leaves.map(({ leaf, shape }) => [leaf, builder.input(leaf, shape)]));
  const emission = new Emission(builder, inputs);
  if (training) {
    const gradients = emission.gradients(loss, weights);
    builder.output('loss', emission.value(loss), loss.shape);
    builder.output('logits', emission.value(logits), logits.shape);
    for (const [i, weight] of weights.entries()) builder.output(`gradient:${weight.leaf}`, gradients[i]!, weight.shape);
  } else {
    builder.output('probabilities', builder.node('Softmax', [emission.value(logits)], { axis: -1 }), logits.shape);
  }
  const dropout = network.layers.find(layer => layer.type === 'dropout');
  return {
    model: builder.encode(training ? 'training_step' : 'prediction'),
    images,
    classes: network.image.classes,
    dropoutUnits: dropoutMask?.shape[1] ?? 0,
    dropoutRate: dropout?.rate ?? 0,
    unfolding,
    pixels: unfolding.height * unfolding.width,
    taps: unfolding.kernelSize ** 2,
  };
}
