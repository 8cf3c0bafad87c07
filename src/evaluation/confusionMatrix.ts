/**
 * How often each class was taken for each: `matrix[truth][predicted]` is a count, shape `[classes, classes]`.
 * @param truth labels, shape `[n]`
 * @param predicted labels, shape `[n]`
 * @throws {Error} if the lengths don't match or a label is out of range
 */
export function confusionMatrix(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  if (predicted.length !== truth.length) {
    throw new Error(`There are ${predicted.length} predicted labels for ${truth.length} true ones; expected one for each.`);
  }
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let i = 0; i < truth.length; i++) {
    const row = matrix[truth[i]!];
    if (row?.[predicted[i]!] === undefined) {
      throw new Error(
        `Image ${i} has the true label ${truth[i]} and the predicted label ${predicted[i]}; expected whole numbers from 0 to ${classes - 1}.`,
      );
    }
    row[predicted[i]!]!++;
  }
  return matrix;
}

/** The share of images on the diagonal of `matrix[truth][predicted]`, in [0, 1]; 0 if there are none. */
export function accuracyOf(matrix: readonly (readonly number[])[]): number {
  const hits = matrix.reduce((sum, row, of) => sum + row[of]!, 0);
  const images = matrix.reduce((sum, row) => sum + row.reduce((total, count) => total + count, 0), 0);
  return images === 0 ? 0 : hits / images;
}
