import { percent } from '../util/format';
import { linearAxis, type Range } from './axis';
import type { ShownSquare } from './goodCorner';
import type { Inset } from './inset';
import type { Highlight, LineChart, Series } from './lineChart';
import { metricFormats } from './metricChart';
import type { Point } from './points';

/** A class against the rest, or a mean, with its curve. */
export interface DrawnCurve {
  /** `class 4` */
  readonly label: string;
  /** Empty where the curve is not defined. */
  readonly points: readonly Point[];
  /** The one at the threshold 0.5, where it is known. */
  readonly usual?: Point | undefined;
}

/** What is seen of the curves of a run: one of them in front of the others. */
export interface CurvesView {
  readonly title: string;
  readonly chosen: DrawnCurve;
  readonly others: readonly DrawnCurve[];
  /** Whether only the corner is shown in which good classifiers are. */
  readonly isZoomed: boolean;
  /** What is shown instead, where it was zoomed freely. */
  readonly part?: ShownSquare | null | undefined;
  /** The point at the threshold, with its label. */
  readonly mark?: (Point & { readonly label: string }) | undefined;
}

/** On what it depends which part of the unit square is shown. */
export type SquareView = Pick<CurvesView, 'chosen' | 'isZoomed' | 'part'>;

export interface SquareChart {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly square: ShownSquare;
  readonly inset?: Inset | undefined;
}

/** About so many on either axis. */
const TICKS = 5;

/** Half of the last tick's label stands beside the axes. */
const MARGIN = 28;

/** A chart of curves within the unit square. */
export function squareChart(view: CurvesView, { square, ...labelled }: SquareChart): LineChart {
  const { title, chosen, others, mark } = view;
  const axis = { ends: 'exact', ticks: TICKS, label: metricFormats.share.tick } as const;
  const drawn = others.filter(({ points }) => points.length > 0);
  return {
    title,
    ...labelled,
    xAxis: linearAxis(square.x, axis),
    yAxis: linearAxis(square.y, axis),
    series: [
      ...drawn.map(({ label, points }): Series => ({ label, points, role: 'context', style: 'thin', part: 'measured' })),
      ...(chosen.points.length > 0
        ? [{ label: chosen.label, points: chosen.points, role: 'training', style: 'line' } satisfies Series]
        : []),
    ],
    highlights: mark ? [thresholdMark(mark, square)] : [],
    rightMargin: MARGIN,
    rangeInWords: squareInWords({ square, ...labelled }),
    ...(drawn.length > 0 && { note: 'faint: each class against the rest' }),
    empty: 'Not defined',
    format: percent,
  };
}

/** `recall 95.00 % to 100.00 %, precision 95.00 % to 100.00 %` */
function squareInWords({ xLabel, yLabel, square }: SquareChart): string {
  const inWords = (label: string, { from, to }: Range): string => `${label} ${percent(from)} to ${percent(to)}`;
  return `${inWords(xLabel, square.x)}, ${inWords(yLabel, square.y)}`;
}

/** The mark of a threshold; of one that lies outside of what is shown, at the edge. */
export function thresholdMark({ x, y, label }: Point & { readonly label: string }, { x: xs, y: ys }: ShownSquare): Highlight {
  const inside = { x: Math.min(Math.max(x, xs.from), xs.to), y: Math.min(Math.max(y, ys.from), ys.to) };
  const isInside = inside.x === x && inside.y === y;
  return { ...inside, label: isInside ? label : `${label}, outside`, side: 'below', look: isInside ? 'threshold' : 'outside' };
}
