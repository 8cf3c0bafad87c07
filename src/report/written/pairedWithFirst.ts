import type { PairedResult } from '../../contract/inspection';
import { pairedDifference } from '../../evaluation/pairedDifference';
import type { ReportedRun } from './reportedRun';

/** How each of the other runs differs from the first on the test images, where both were tested on the same ones. */
export function pairedWithFirst([first, ...others]: readonly ReportedRun[]): PairedResult[] {
  const baseline = first?.predictions;
  return others.map(({ predictions: of }): PairedResult => {
    if (!baseline || !of) return { outcome: 'refused', reason: 'Not all runs have the arrays of what they predicted.' };
    if (!isSame(baseline.truth, of.truth)) return { outcome: 'refused', reason: 'They were tested on other images.' };
    const { difference, halfWidth, onlyA, onlyB, n } = pairedDifference(of.truth, of.predicted, baseline.predicted);
    return { outcome: 'paired', difference, halfWidth, onlyRun: onlyA, onlyBaseline: onlyB, images: n };
  });
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((label, i) => label === b[i]);
}
