import { Z_95 } from './interval';

/** How two classifiers differ on the same images. */
export interface PairedDifference {
  /** The accuracy of A less that of B, in [-1, 1]. */
  readonly difference: number;
  /** Half the width of the 95 % interval around the difference. */
  readonly halfWidth: number;
  /** Images that A alone got right. */
  readonly onlyA: number;
  /** Images that B alone got right. */
  readonly onlyB: number;
  /** All images. */
  readonly n: number;
}

/**
 * The difference between two accuracies on the same images, (b − c)/n with b images that only A and c that only B got right, and how far
 * it could be off had other images been drawn: 1.96·√(b + c − (b − c)²/n)/n, the interval of Wald for paired shares (Agresti, Categorical
 * Data Analysis, 10.1). That the same training with another seed ends elsewhere comes on top.
 * @param truth labels, shape `[n]`
 * @throws {Error} if there are no images, or the lengths differ
 */
export function pairedDifference(truth: ArrayLike<number>, predictedA: ArrayLike<number>, predictedB: ArrayLike<number>): PairedDifference {
  const n = truth.length;
  if (n === 0) throw new Error('There are no images to compare on: expected at least one.');
  if (predictedA.length !== n || predictedB.length !== n) {
    throw new Error(`There are ${predictedA.length} and ${predictedB.length} predicted labels for ${n} true ones; expected one for each.`);
  }
  let onlyA = 0;
  let onlyB = 0;
  for (let i = 0; i < n; i++) {
    const isRightA = predictedA[i] === truth[i];
    const isRightB = predictedB[i] === truth[i];
    if (isRightA && !isRightB) onlyA++;
    else if (isRightB && !isRightA) onlyB++;
  }
  return { difference: (onlyA - onlyB) / n, halfWidth: pairedHalfWidth({ onlyA, onlyB, n }), onlyA, onlyB, n };
}

/** Half the width of that interval, from the counts alone. */
export function pairedHalfWidth({ onlyA, onlyB, n }: Pick<PairedDifference, 'onlyA' | 'onlyB' | 'n'>): number {
  return (Z_95 * Math.sqrt(onlyA + onlyB - (onlyA - onlyB) ** 2 / n)) / n;
}
