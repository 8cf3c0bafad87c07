/** What is known of a training step. */
export interface ExpectedStep {
  readonly loss: number;
  /** In the order of the weights. */
  readonly gradients: readonly number[];
}

/** The largest difference that is accepted: float32 and another order of sums. */
const TOLERANCE = 1e-5;

/**
 * Holds what an engine computed for checkedStep against what is known.
 * @throws {Error} if it is something else
 */
export function checkKnownStep(
  { loss, gradients }: { readonly loss: number; readonly gradients: ArrayLike<number> },
  expected: ExpectedStep,
): void {
  const off = [loss - expected.loss, ...expected.gradients.map((gradient, i) => gradients[i]! - gradient)];
  // Not `some(…> TOLERANCE)`, which lets NaN pass.
  if (!off.every(difference => Math.abs(difference) <= TOLERANCE)) {
    throw new Error(`A training step with a known result came out wrong: loss ${loss}, expected ${expected.loss}.`);
  }
}
