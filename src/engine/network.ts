import type { Network } from '../contract/network';
import { apply, leaf, type Application, type Expression, type Leaf } from './graph/operator';
import { activations } from './graph/ops/activations';
import { biasAdd } from './graph/ops/biasAdd';
import { dropout } from './graph/ops/dropout';
import { matMul } from './graph/ops/matMul';
import { maxPool } from './graph/ops/maxPool';
import { reshape } from './graph/ops/reshape';
import { softmaxCrossEntropy } from './graph/ops/softmaxCrossEntropy';
import { unfold, type UnfoldAttributes } from './graph/ops/unfold';
import { weightTensors } from '../contract/weights';

/** A network over a fixed number of images, as expressions. */
export interface NetworkExpressions {
  /** Rows of the first convolution, unfolded by the code that feeds the graph (see columnFiller.ts), since pixels need no gradient. */
  readonly columns: Leaf;
  /** How those rows are unfolded. */
  readonly unfolding: UnfoldAttributes;
  /** In the order of weightTensors(). */
  readonly weights: readonly Leaf[];
  /** `[images, units]`; undefined in a network without dropout, or outside training. */
  readonly dropoutMask: Leaf | undefined;
  /** One-hot, `[images, classes]`. */
  readonly targets: Leaf;
  /** What each image counts in the loss, `[images, 1]`. */
  readonly imageWeights: Leaf;
  /** `[images, classes]` */
  readonly logits: Application;
  /** `[1, 1]` */
  readonly loss: Application;
}

/**
 * The network as expressions over `images` images. Where the activation is monotonic, bias and activation come after the pooling: the
 * maximum is the same, and there is only a quarter of the elements to compute.
 */
export function networkExpressions(network: Network, images: number, { training }: { readonly training: boolean }): NetworkExpressions {
  const weights = weightTensors(network).map(tensor => leaf(tensor.name, tensor.matrix));
  const weight = (name: string): Leaf => weights.find(w => w.leaf === name) as Leaf;
  const pixels = { images, height: network.image.height, width: network.image.width };
  const first = network.layers[0];
  if (first?.type !== 'conv2d') throw new Error('A network begins with a convolution.');
  const unfolding = { ...pixels, kernelSize: first.kernelSize, padding: first.padding };
  const columns = leaf('columns', unfold.shape([[images * pixels.height * pixels.width, 1]], unfolding));

  let x: Expression = columns;
  let dropoutMask: Leaf | undefined;
  /** What a block does between its convolution and its pooling but may as well do after it. */
  let postponed: ((rows: Expression) => Expression)[] = [];
  const catchUp = (rows: Expression): Expression => postponed.splice(0).reduce((value, step) => step(value), rows);

  for (const [i, layer] of network.layers.entries()) {
    switch (layer.type) {
      case 'conv2d':
        if (layer !== first) {
          const [height, width] = network.layers[i - 1]!.outputShape as [number, number, number];
          x = apply(unfold, [x], { images, height, width, kernelSize: layer.kernelSize, padding: layer.padding });
        }
        x = apply(matMul, [x, weight(`${layer.name}/kernel`)]);
        postponed = [rows => apply(biasAdd, [rows, weight(`${layer.name}/bias`)])];
        break;
      case 'activation': {
        const { operator, monotonic } = activations[layer.activation];
        const activate = (rows: Expression): Expression => apply(operator, [rows]);
        if (monotonic && postponed.length > 0) postponed.push(activate);
        else x = activate(catchUp(x));
        break;
      }
      case 'maxPooling2d':
        x = catchUp(apply(maxPool, [x]));
        break;
      case 'flatten':
        x = apply(reshape, [x], { shape: [images, layer.outputShape[0] as number] });
        break;
      case 'dense':
        x = apply(matMul, [x, weight(`${layer.name}/kernel`)]);
        x = apply(biasAdd, [x, weight(`${layer.name}/bias`)]);
        break;
      case 'dropout':
        if (!training) break;
        dropoutMask = leaf('dropout_mask', x.shape);
        x = apply(dropout, [x, dropoutMask]);
        break;
      case 'softmax':
        break;
    }
  }
  const logits = x as Application;
  const targets = leaf('targets', logits.shape);
  const imageWeights = leaf('image_weights', [images, 1]);
  return {
    columns,
    unfolding,
    weights,
    dropoutMask,
    targets,
    imageWeights,
    logits,
    loss: apply(softmaxCrossEntropy, [logits, targets, imageWeights]),
  };
}
