/** The predicted classes of each run of a group on the same images: shape `[runs][n]`. */
export type GroupPredictions = readonly ArrayLike<number>[];

/** How two runs, or two groups of runs, read the same images otherwise: `[truth][predicted]`, images in each run on average. */
export interface DifferenceMatrix {
  /** Images that A took for the class and B does not: beside the diagonal confusions that were fixed, on it what is no longer right. */
  readonly fewer: readonly (readonly number[])[];
  /** Images that B takes for the class and A did not: beside the diagonal confusions that were caused, on it what is newly right. */
  readonly more: readonly (readonly number[])[];
}

/**
 * What changed from A to B, image by image. Of an image the share of A's runs that took it for a class is compared with that of B's: a fall
 * counts as fewer, a rise as more, so that `more − fewer` is the difference of the mean confusion matrices, and a group differs from itself
 * by nothing. Of single runs both are whole numbers of images.
 * @param truth labels, shape `[n]`
 * @throws {Error} if a group is empty, lengths differ, or a label is out of range
 */
export function differenceMatrix(truth: ArrayLike<number>, a: GroupPredictions, b: GroupPredictions, classes: number): DifferenceMatrix {
  const zeros = (): number[][] => Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  const [fewer, more] = [zeros(), zeros()];
  forEachChange(truth, [a, b], (index, predicted, change) => {
    const row = (change < 0 ? fewer : more)[truth[index]!];
    if (row?.[predicted] === undefined)
      throw new Error(`Image ${index} has labels that are out of range: expected whole numbers from 0 to ${classes - 1}.`);
    row[predicted] += Math.abs(change);
  });
  // Whole numbers were summed, so that what cancels is exactly nothing.
  const whole = a.length * b.length;
  const means = (matrix: readonly (readonly number[])[]): number[][] => matrix.map(row => row.map(sum => sum / whole));
  return { fewer: means(fewer), more: means(more) };
}

/** The images behind a cell of a difference matrix, those that most runs read otherwise first, then by index. */
export interface DifferenceImages {
  readonly fewer: readonly number[];
  readonly more: readonly number[];
}

/**
 * The indices of the images of a cell.
 * @throws {Error} if a group is empty or lengths differ
 */
export function differenceImages(
  truth: ArrayLike<number>,
  [a, b]: readonly [GroupPredictions, GroupPredictions],
  cell: { readonly truth: number; readonly predicted: number },
): DifferenceImages {
  const found: { readonly index: number; readonly change: number }[] = [];
  forEachChange(truth, [a, b], (index, predicted, change) => {
    if (truth[index] === cell.truth && predicted === cell.predicted) found.push({ index, change });
  });
  const sorted = found.toSorted((x, y) => Math.abs(y.change) - Math.abs(x.change) || x.index - y.index);
  const indices = (isMeant: (change: number) => boolean): number[] =>
    sorted.flatMap(({ index, change }) => (isMeant(change) ? [index] : []));
  return { fewer: indices(change => change < 0), more: indices(change => change > 0) };
}

/** Calls back for each class that an image is taken for more or less often, with by how much, times the sizes of both groups: a whole number. */
function forEachChange(
  truth: ArrayLike<number>,
  [a, b]: readonly [GroupPredictions, GroupPredictions],
  onChange: (index: number, predicted: number, change: number) => void,
): void {
  if (a.length === 0 || b.length === 0) throw new Error('There are no runs in a group: expected at least one in each.');
  for (const labels of [...a, ...b]) {
    if (labels.length !== truth.length)
      throw new Error(`There are ${labels.length} predicted labels for ${truth.length} true ones; expected one for each.`);
  }
  const changes = new Map<number, number>();
  for (let index = 0; index < truth.length; index++) {
    changes.clear();
    for (const labels of a) changes.set(labels[index]!, (changes.get(labels[index]!) ?? 0) - b.length);
    for (const labels of b) changes.set(labels[index]!, (changes.get(labels[index]!) ?? 0) + a.length);
    for (const [predicted, change] of changes) if (change !== 0) onChange(index, predicted, change);
  }
}
