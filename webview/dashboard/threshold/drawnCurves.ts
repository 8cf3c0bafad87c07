import type { DrawableCurves, MeanCurves } from '../../../src/contract/inspection';
import { operatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { pointsOf, precisionRecallPoints, rocPoints, stepPoints } from '../../../src/report/curvePoints';
import type { DrawnCurve } from '../../../src/report/curvesView';
import type { Point } from '../../../src/report/points';
import { classInWords } from '../../../src/wording/classInWords';
import { fewOf, placeOf, readableCounts, readableMean, type CurveKind, type ReadableCurve } from './readableCurve';

/** With which the section begins. */
const USUAL_THRESHOLD = 0.5;

/** The curve that was chosen, and how it is read. */
export interface ChosenDrawing {
  readonly drawn: DrawnCurve;
  readonly reader: ReadableCurve | undefined;
  readonly few: ReadableCurve | undefined;
}

/** The curves of all classes, thinned; made once for a run. */
export function classesDrawn({ classes }: DrawableCurves, names: readonly string[]): Readonly<Record<CurveKind, readonly DrawnCurve[]>> {
  const drawn = (kind: CurveKind): DrawnCurve[] =>
    classes.map(({ counts }, of) => ({ label: classInWords(names[of] ?? String(of)), points: drawnPoints(counts, kind) }));
  return { roc: drawn('roc'), precisionRecall: drawn('precisionRecall') };
}

/** What a curve is drawn from: counts (all of them or thinned ones, beside which all may be there), or the mean curves themselves. */
export type CurveSource =
  | { readonly counts: ThresholdCounts; readonly whole: ThresholdCounts | null }
  | Pick<Extract<MeanCurves, { mean: 'macro' }>, CurveKind>;

/** The drawing of the curve that was chosen; without a source it is not there yet. */
export function chosenDrawn(source: CurveSource | undefined, label: string, kind: CurveKind): ChosenDrawing {
  if (!source) return withoutCurve(label);
  if ('counts' in source) return ofCounts(source, label, kind);
  const curve = source[kind];
  if (!curve) return withoutCurve(label);
  const points = kind === 'roc' ? pointsOf(curve) : stepPoints(curve);
  return { drawn: { label, points }, reader: readableMean(curve, kind), few: fewOf.mean(curve, kind) };
}

function ofCounts({ counts, whole }: Extract<CurveSource, { counts: ThresholdCounts }>, label: string, kind: CurveKind): ChosenDrawing {
  const points = drawnPoints(counts, kind);
  const reader = points.length > 0 ? readableCounts(counts, kind, whole) : undefined;
  return {
    drawn: { label, points, usual: placeOf(operatingPoint(whole ?? counts, USUAL_THRESHOLD), kind) },
    reader,
    few: reader && fewOf.counts(counts, reader),
  };
}

function withoutCurve(label: string): ChosenDrawing {
  return { drawn: { label, points: [] }, reader: undefined, few: undefined };
}

function drawnPoints(counts: ThresholdCounts, kind: CurveKind): Point[] {
  return kind === 'roc' ? rocPoints(counts) : precisionRecallPoints(counts);
}
