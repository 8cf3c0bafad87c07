import type { Curve } from '../../../src/evaluation/curve';
import type { BinaryMeasures } from '../../../src/evaluation/operatingPoint';
import { thinCurve, thinSteps } from '../../../src/evaluation/thinCurve';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import type { Point } from '../../../src/report/points';
import { percent } from '../../../src/util/format';
import { stepAt, thresholdOf } from './steps';

export type CurveKind = 'roc' | 'precisionRecall';

/** A curve that is read step by step, in the order of `x`. */
export interface ReadableCurve {
  readonly steps: number;
  readonly heads: readonly string[];
  readonly place: (step: number) => Point;
  /** Under the heads. */
  readonly cells: (step: number) => readonly string[];
}

/** A row of a table is for so many steps at most. */
const MOST_ROWS = 100;

const heads: Readonly<Record<CurveKind, readonly [string, string]>> = {
  roc: ['false positive rate', 'recall'],
  precisionRecall: ['recall', 'precision'],
};

/** Where a threshold is on a curve; undefined where that is not defined. */
export function placeOf({ recall, specificity, precision }: BinaryMeasures, kind: CurveKind): Point | undefined {
  if (recall === null) return undefined;
  if (kind === 'roc') return specificity === null ? undefined : { x: 1 - specificity, y: recall };
  return precision === null ? undefined : { x: recall, y: precision };
}

/**
 * The curve of a class against the rest, a step a threshold, falling.
 * @param whole all steps, so that a threshold needs few digits: what is between two of them is taken by neither; null while only some
 * are there
 */
export function readableCounts(counts: ThresholdCounts, kind: CurveKind, whole: ThresholdCounts | null = counts): ReadableCurve {
  const { truePositives, falsePositives, positives, negatives } = counts;
  const place = (step: number): Point => {
    const [tp, fp] = [truePositives[step]!, falsePositives[step]!];
    const recall = tp / positives;
    return kind === 'roc' ? { x: fp / negatives, y: recall } : { x: recall, y: tp / (tp + fp) };
  };
  return {
    steps: counts.thresholds.length,
    heads: ['threshold', ...heads[kind]],
    place,
    cells: step => [
      String(whole ? thresholdOf(whole, counts.thresholds[step]!) : Number(counts.thresholds[step]!.toPrecision(6))),
      ...inPercent(place(step)),
    ],
  };
}

/** The mean curve of the classes, which has no thresholds of its own. */
export function readableMean(curve: Curve, kind: CurveKind): ReadableCurve {
  const place = (step: number): Point => ({ x: curve.x[step]!, y: curve.y[step]! });
  return { steps: curve.x.length, heads: [heads[kind][0], `mean ${heads[kind][1]}`], place, cells: step => inPercent(place(step)) };
}

/** As much of it as a table holds. */
export const fewOf = {
  counts: (counts: ThresholdCounts, curve: ReadableCurve): ReadableCurve => {
    const steps = Array.from(thinSteps(counts, MOST_ROWS).thresholds, threshold => stepAt(counts, threshold));
    return { ...curve, steps: steps.length, place: row => curve.place(steps[row]!), cells: row => curve.cells(steps[row]!) };
  },
  mean: (curve: Curve, kind: CurveKind): ReadableCurve => readableMean(thinCurve(curve, MOST_ROWS), kind),
};

/** The step whose place is nearest, with distances along both axes in pixels of these scales. */
export function nearestStep(
  { steps, place }: ReadableCurve,
  at: Point,
  pixels: { readonly x: number; readonly y: number },
): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  for (let step = 0; step < steps; step++) {
    const { x, y } = place(step);
    const distance = ((x - at.x) * pixels.x) ** 2 + ((y - at.y) * pixels.y) ** 2;
    if (distance < least) [nearest, least] = [step, distance];
  }
  return nearest;
}

function inPercent({ x, y }: Point): [string, string] {
  return [percent(x), percent(y)];
}
