import type { Network } from '../contract/network';
import { apply, leaf, type Application, type Expression, type Leaf } from './graph/operator';
import { activations } from './graph/ops/activations';
import { biasAdd } from './graph/ops/biasAdd';
import { dropout } from './graph/ops/dropout';
import { matMul } from './graph/ops/matMul';
import { flatten } from './graph/ops/flatten';
import { maxPool, maxPoolOfFour } from './graph/ops/maxPool';
import { softmaxCrossEntropy } from './graph/ops/softmaxCrossEntropy';
import { unfold } from './graph/ops/unfold';
import { windowsOf, type Windows } from './graph/ops/windows';
import { winograd } from './graph/ops/winograd';
import { weightTensors } from '../contract/weights';

/** A network over a fixed number of images, as expressions. */
export interface NetworkExpressions {
  /**
   * Rows of the first convolution, a leaf for each position in the pooling window (see windows.ts), unfolded by the code that feeds the graph
   * (see columnFiller.ts), since pixels need no gradient: `[n, kernelSize²]` each.
   */
  readonly columns: readonly [Leaf, Leaf, Leaf, Leaf];
  /** How those rows are unfolded. */
  readonly unfolding: Windows;
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

type Four = readonly [Expression, Expression, Expression, Expression];

function onEach([a, b, c, d]: Four, step: (rows: Expression) => Expression): Four {
  return [step(a), step(b), step(c), step(d)];
}

/**
 * What each convolution computes: of its pooling windows only those that the next one reads, so that what it reads is as high and wide as they
 * are. The last one's are all read.
 */
export function windowsOfBlocks({ image, layers }: Network, images: number): Windows[] {
  const convolutions = layers.filter(layer => layer.type === 'conv2d');
  const pooled = layers
    .filter(layer => layer.type === 'maxPooling2d')
    .map(({ outputShape: [height, width] }) => [height!, width!] as const);
  const read: (readonly [rows: number, columns: number])[] = [];
  for (let i = convolutions.length - 1; i >= 0; i--) {
    const [height, width] = pooled[i]!;
    const [next, after] = [convolutions[i + 1], read[0]];
    if (!next || !after) read.unshift([height, width]);
    else {
      const { kernelSize, padding } = next;
      read.unshift([
        Math.min(height, 2 * after[0] + kernelSize - 1 - padding.top),
        Math.min(width, 2 * after[1] + kernelSize - 1 - padding.left),
      ]);
    }
  }
  return convolutions.map(({ kernelSize, padding }, i) => {
    const [height, width] = i === 0 ? [image.height, image.width] : read[i - 1]!;
    const [windowRows, windowColumns] = read[i]!;
    return { images, height, width, kernelSize, padding, windowRows, windowColumns };
  });
}

/**
 * The network as expressions over `images` images. Where the activation is monotonic, bias and activation come after the pooling: the
 * maximum is the same, and there is only a quarter of the elements to compute.
 */
export function networkExpressions(network: Network, images: number, { training }: { readonly training: boolean }): NetworkExpressions {
  const weights = weightTensors(network).map(tensor => leaf(tensor.name, tensor.matrix));
  const weight = (name: string): Leaf => weights.find(w => w.leaf === name) as Leaf;
  if (network.layers[0]?.type !== 'conv2d') throw new Error('A network begins with a convolution.');
  const blocks = windowsOfBlocks(network, images);
  const unfolding = blocks[0]!;
  const leafOf = (position: number): Leaf => leaf(`columns${position}`, [images * windowsOf(unfolding), unfolding.kernelSize ** 2]);
  const columns = [leafOf(0), leafOf(1), leafOf(2), leafOf(3)] as const;

  let x: Expression = columns[0];
  /** What the first convolution comes to at each position of the pooling window, until they are pooled. */
  let four: Four | undefined;
  let block = 0;
  let dropoutMask: Leaf | undefined;
  /** What a block does between its convolution and its pooling but may as well do after it. */
  let postponed: ((rows: Expression) => Expression)[] = [];

  for (const layer of network.layers) {
    switch (layer.type) {
      case 'conv2d': {
        const windows = blocks[block++]!;
        const kernel = weight(`${layer.name}/kernel`);
        if (block === 1) four = onEach(columns, rows => apply(matMul, [rows, kernel]));
        else if (layer.kernelSize === 3) x = apply(winograd, [x, kernel], windows);
        else x = apply(matMul, [apply(unfold, [x], windows), kernel]);
        postponed = [rows => apply(biasAdd, [rows, weight(`${layer.name}/bias`)])];
        break;
      }
      case 'activation': {
        const { operator, monotonic } = activations[layer.activation];
        const activate = (rows: Expression): Expression => apply(operator, [rows]);
        if (monotonic && postponed.length > 0) postponed.push(activate);
        else {
          const steps = [...postponed.splice(0), activate];
          const all = (rows: Expression): Expression => steps.reduce((value, step) => step(value), rows);
          if (four) four = onEach(four, all);
          else x = all(x);
        }
        break;
      }
      case 'maxPooling2d': {
        const pooled: Expression = four ? apply(maxPoolOfFour, four) : apply(maxPool, [x]);
        four = undefined;
        x = postponed.splice(0).reduce((value: Expression, step) => step(value), pooled);
        break;
      }
      case 'flatten':
        x = apply(flatten, [x], { images });
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
