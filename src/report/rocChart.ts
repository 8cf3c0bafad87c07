import { squareChart, type CurvesView, type SquareView } from './curvesView';
import { rocCorner, wholeSquare, type ShownSquare } from './goodCorner';
import type { LineChart } from './lineChart';
import { isWhole } from './squareZoom';

/** ROC curves: recall against the false positive rate. */
export function rocChart(view: CurvesView): LineChart {
  const square = rocSquare(view);
  const inset = isWhole(square) ? undefined : { points: view.chosen.points, ...square, label: '0–1' };
  return squareChart(view, { xLabel: 'false positive rate', yLabel: 'recall', square, inset });
}

/** What is shown of them. */
export function rocSquare({ chosen, isZoomed, part }: SquareView): ShownSquare {
  if (part) return part;
  return isZoomed ? rocCorner(chosen.points, chosen.usual) : wholeSquare;
}
