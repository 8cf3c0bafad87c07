import { squareChart, type CurvesView } from './curvesView';
import { precisionRecallCorner, wholeSquare, type ShownSquare } from './goodCorner';
import type { LineChart } from './lineChart';

/** Precision–recall curves. */
export function precisionRecallChart(view: CurvesView): LineChart {
  return squareChart(view, { xLabel: 'recall', yLabel: 'precision', square: precisionRecallSquare(view) });
}

/** What is shown of them. */
export function precisionRecallSquare({ chosen, isZoomed }: Pick<CurvesView, 'chosen' | 'isZoomed'>): ShownSquare {
  return isZoomed ? precisionRecallCorner(chosen.points, chosen.usual) : wholeSquare;
}
