import type { PairedResult } from '../../contract/inspection';
import { pairedDifference } from '../../evaluation/pairedDifference';
import { whyOtherImages, type TestLabels } from '../../wording/otherImagesInWords';

/** What a run's model said of the images that it was tested on. */
export interface TestedLabels extends TestLabels {
  /** Shape `[n]`. */
  readonly predicted: ArrayLike<number>;
}

/** How a run differs from a baseline on the images that both were tested on, or why that cannot be said. */
export function pairedResult(baseline: TestedLabels, run: TestedLabels): PairedResult {
  const reason = whyOtherImages(baseline, run);
  if (reason !== undefined) return { outcome: 'refused', reason };
  const { difference, halfWidth, onlyA, onlyB, n } = pairedDifference(run.truth, run.predicted, baseline.predicted);
  return { outcome: 'paired', difference, halfWidth, onlyRun: onlyA, onlyBaseline: onlyB, images: n };
}
