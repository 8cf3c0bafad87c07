import type { Network } from '../contract/network';
import { Emission } from './graph/differentiate';
import { GraphBuilder } from './graph/graphBuilder';
import { networkExpressions } from './network';
import { unfoldedPixels, type UnfoldAttributes } from './graph/ops/unfold';

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
  /**
   * For each element of one image's part of the input `columns` its pixel, or the number of pixels where it is a zero beside the
   * image: four blocks, one a position in the pooling window (see unfold.ts).
   */
  readonly columnPixels: Int32Array;
  /** Pixels of an image. */
  readonly pixels: number;
  /** Columns of the input `columns`: pixels under the first convolution's kernel. */
  readonly taps: number;
}

/**
 * The graph of a training step: inputs `columns`, `targets`, `image_weights`, `dropout_mask` and the weights by their names; outputs
 * `loss`, `logits` and for every weight tensor `gradient:NAME`.
 */
export function trainingGraph(network: Network, images: number): StepGraph {
  return build(network, images, true);
}

/** The graph of a prediction with the weights as inputs: `columns` and the weights to `probabilities` `[images, classes]`. */
export function predictionGraph(network: Network, images: number): StepGraph {
  return build(network, images, false);
}

function build(network: Network, images: number, training: boolean): StepGraph {
  const builder = new GraphBuilder();
  const { columns, unfolding, weights, dropoutMask, targets, imageWeights, logits, loss } = networkExpressions(network, images, {
    training,
  });
  const leaves = [columns, ...weights, ...(training ? [targets, imageWeights] : []), ...(dropoutMask ? [dropoutMask] : [])];
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
    columnPixels: columnPixelsOfOneImage(unfolding),
    pixels: unfolding.height * unfolding.width,
    taps: unfolding.kernelSize ** 2,
  };
}

function columnPixelsOfOneImage(unfolding: UnfoldAttributes): Int32Array {
  const pixels = unfoldedPixels({ ...unfolding, images: 1 });
  const beside = unfolding.height * unfolding.width;
  return pixels.subarray(0, pixels.length - unfolding.kernelSize ** 2).map(pixel => (pixel < 0 ? beside : pixel));
}
