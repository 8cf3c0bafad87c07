import type { DrawableCurves, MeanCurves } from '../../../src/contract/inspection';
import type { OperatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { thresholdMark, type CurvesView } from '../../../src/report/curvesView';
import { wholeSquare, type ShownSquare } from '../../../src/report/goodCorner';
import type { Highlight, LineChart } from '../../../src/report/lineChart';
import { precisionRecallChart, precisionRecallSquare } from '../../../src/report/precisionRecallChart';
import { rocChart, rocSquare } from '../../../src/report/rocChart';
import { curveCsv, thresholdCsv } from '../../../src/report/thresholdCsv';
import { element } from '../../shared/dom';
import { keepLatest } from '../../shared/keepLatest';
import { send } from '../host';
import { chosenInWords, type ChosenCurve } from './classChooser';
import { createCurvePlot, type CurvePlot } from './curvePlot';
import { chosenDrawn, classesDrawn, type CurveSource } from './drawnCurves';
import { placeOf, type CurveKind } from './readableCurve';
import { stepAt, thresholdOfStep } from './steps';

/** What both charts show. */
export interface ShownPair {
  readonly runId: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly drawable: DrawableCurves;
  readonly of: ChosenCurve;
  /** All of a class, at whose thresholds a point can be moved; undefined until they are there, and of a mean. */
  readonly counts: ThresholdCounts | undefined;
  /** Of a mean, once it is there. */
  readonly mean: MeanCurves | undefined;
  readonly isZoomed: boolean;
  readonly point: OperatingPoint | undefined;
}

export interface CurvePairOptions {
  readonly onThreshold: (threshold: number) => void;
  readonly onZoom: (isZoomed: boolean) => void;
}

export interface CurvePair {
  readonly element: HTMLElement;
  show(pair: ShownPair): void;
  /** The same curves with another point on them. */
  mark(point: OperatingPoint): void;
}

interface Kind {
  readonly kind: CurveKind;
  /** For files and ids. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly chart: (view: CurvesView) => LineChart;
  readonly square: (view: Pick<CurvesView, 'chosen' | 'isZoomed'>) => ShownSquare;
  readonly axes: readonly [string, string];
}

const kinds: readonly Kind[] = [
  {
    kind: 'roc',
    name: 'roc',
    title: 'ROC',
    caption: 'recall by false positive rate',
    chart: rocChart,
    square: rocSquare,
    axes: ['false_positive_rate', 'mean_recall'],
  },
  {
    kind: 'precisionRecall',
    name: 'precision-recall',
    title: 'Precision–recall',
    caption: 'precision by recall',
    chart: precisionRecallChart,
    square: precisionRecallSquare,
    axes: ['recall', 'mean_precision'],
  },
];

/** The ROC and the precision–recall curve of a class or a mean, with the point at the threshold on both. */
export function createCurvePair(options: CurvePairOptions): CurvePair {
  const charts = kinds.map(kind => createChart(kind, options));
  return {
    element: element(
      'div',
      { class: 'charts' },
      charts.map(chart => chart.plot.element),
    ),
    show: pair => {
      for (const chart of charts) chart.show(pair);
    },
    mark: point => {
      for (const chart of charts) chart.mark(point);
    },
  };
}

function createChart(kind: Kind, { onThreshold, onZoom }: CurvePairOptions): Omit<CurvePair, 'element'> & { readonly plot: CurvePlot } {
  let shown: ShownPair | undefined;
  let square = wholeSquare;
  const latestClasses = keepLatest(classesDrawn);
  const latestChosen = keepLatest(chosenDrawn);
  const plot = createCurvePlot({
    name: kind.name,
    title: kind.title,
    caption: kind.caption,
    onStep: step => {
      if (shown?.counts) onThreshold(thresholdOfStep(shown.counts, step));
    },
    onZoom,
    fileName: () => fileName(kind, shown),
    csv: () => (shown ? csvOf(kind, shown) : ''),
    send,
  });
  const highlightOf = (point: OperatingPoint | undefined): Highlight | undefined => {
    const at = point && placeOf(point, kind.kind);
    return at && thresholdMark({ ...at, label: `threshold ${point.threshold}` }, square);
  };
  return {
    plot,
    show: pair => {
      shown = pair;
      const { drawable, names, of, counts, mean, isZoomed, point, label } = pair;
      const { drawn, reader, few } = latestChosen([drawable, names, of, counts, mean], sourceOf(pair), chosenInWords(of, names), kind.kind);
      const others = latestClasses([drawable, names], drawable, names)[kind.kind].filter((_, other) => other !== of);
      square = kind.square({ chosen: drawn, isZoomed });
      const highlight = highlightOf(point);
      const title = `${kind.title} · ${chosenInWords(of, names)} · ${label}`;
      const chart = kind.chart({ title, chosen: drawn, others, isZoomed });
      plot.show({
        chart: { ...chart, highlights: highlight ? [highlight] : [] },
        reader,
        few,
        step: point && pair.counts ? stepAt(pair.counts, point.threshold) : undefined,
      });
    },
    mark: point => {
      if (shown?.counts) plot.mark(highlightOf(point), stepAt(shown.counts, point.threshold));
    },
  };
}

/** Of a class, thinned counts until all are there. */
function sourceOf({ of, counts, mean, drawable }: Pick<ShownPair, 'of' | 'counts' | 'mean' | 'drawable'>): CurveSource | undefined {
  if (counts) return { counts, isWhole: true };
  if (typeof of === 'number') return { counts: drawable.classes[of]!.counts, isWhole: false };
  return mean?.mean === 'micro' ? { counts: mean.counts, isWhole: false } : mean;
}

function csvOf({ kind, axes }: Kind, pair: ShownPair): string {
  const source = sourceOf(pair);
  if (!source) return '';
  if ('counts' in source) return thresholdCsv(source.counts);
  const curve = source[kind];
  return curve ? curveCsv(curve, axes) : '';
}

function fileName({ name }: Kind, pair: ShownPair | undefined): string {
  const of = typeof pair?.of === 'number' ? `class-${pair.of}` : pair?.of;
  return [pair?.runId ?? 'run', name, of].join('-');
}
