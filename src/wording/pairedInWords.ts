import type { PairedResult } from '../contract/inspection';
import { maxOf, minOf } from '../util/extremes';
import { counted, grouped } from '../util/format';

type Pair = Extract<PairedResult, { readonly outcome: 'paired' }>;

/** A share as percentage points, without their unit: `0.19`. */
export function points(share: number): string {
  return (100 * share).toFixed(2);
}

/** The same with its sign: `+0.25`, `−0.10`, `0.00`. */
export function signedPoints(share: number): string {
  return `${share > 0 ? '+' : share < 0 ? '−' : ''}${points(Math.abs(share))}`;
}

/**
 * How a run differs from the baseline on the test images: `+0.25 ± 0.19 points: 33 of 10,000 images right only here, 8 only there`, or the
 * reason why that cannot be said.
 */
export function pairedInWords(result: PairedResult): string {
  if (result.outcome === 'refused') return result.reason;
  const { difference, halfWidth, onlyRun, onlyBaseline, images } = result;
  if (onlyRun + onlyBaseline === 0) return `the same ${grouped(images)} images right and wrong as the baseline`;
  return `${signedPoints(difference)} ± ${points(halfWidth)} points: ${grouped(onlyRun)} of ${counted(images, 'image')} right only here, ${grouped(onlyBaseline)} only there`;
}

/** Whether the test images alone could explain a difference: it lies within ± its half-width. */
export function isWithinNoise({ difference, halfWidth }: Pick<Pair, 'difference' | 'halfWidth'>): boolean {
  return Math.abs(difference) <= halfWidth;
}

/**
 * What single runs can and cannot tell, in a line: how large the differences from the baseline are that other test images could have made.
 * @param results of every run but the baseline; empty if there is none
 */
export function singleRunsInWords(results: readonly PairedResult[]): string {
  const pairs = results.filter(result => result.outcome === 'paired');
  const [first] = results;
  if (!first) return '';
  if (pairs.length === 0)
    return `How far single runs can be told apart is not known. ${first.outcome === 'refused' ? first.reason : ''}`.trim();
  if (pairs.every(({ onlyRun, onlyBaseline }) => onlyRun + onlyBaseline === 0) && pairs.length === results.length)
    return 'One run each. On the test images all are right where the baseline is and wrong where it is; other seeds may tell them apart.';
  const widths = pairs.map(({ halfWidth }) => halfWidth);
  const [least, most] = [points(minOf(widths)), points(maxOf(widths))];
  const within = least === most ? `±${most}` : `±${least} to ±${most}`;
  const some =
    pairs.length < results.length ? ` ${pairs.length} of ${counted(results.length, 'run')} were tested on the baseline's images.` : '';
  return `One run each. Against the baseline, differences in test accuracy within ${within} points may be due to the images that only one of the two reads right; seeds come on top.${some}`;
}
