import { squareChart, type CurvesView, type SquareView } from './curvesView';
import { precisionRecallCorner, wholeSquare, type ShownSquare } from './goodCorner';
import type { LineChart } from './lineChart';

/** Precision–recall curves. */
export function precisionRecallChart(view: CurvesView): LineChart {
  return squareChart(view, { xLabel: 'recall', yLabel: 'precision', square: precisionRecallSquare(view) });
}

/** What is shown of them. */
export function precisionRecallSquare({ chosen, isZoomed, part }: SquareView): ShownSquare {
  if (part) return part;
  return isZoomed ? precisionRecallCorner(chosen.points, chosen.usual) : wholeSquare;
}
