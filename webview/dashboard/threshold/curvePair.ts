import type { DrawableCurves, MeanCurves } from '../../../src/contract/inspection';
import type { OperatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { thresholdMark, type CurvesView, type SquareView } from '../../../src/report/curvesView';
import { wholeSquare, type ShownSquare } from '../../../src/report/goodCorner';
import type { Highlight, LineChart } from '../../../src/report/lineChart';
import { precisionRecallChart, precisionRecallSquare } from '../../../src/report/precisionRecallChart';
import { rocChart, rocSquare } from '../../../src/report/rocChart';
import { squareWith } from '../../../src/report/squareZoom';
import { curveCsv, thresholdCsv } from '../../../src/report/thresholdCsv';
import { element } from '../../shared/dom';
import { keepLatest } from '../../shared/keepLatest';
import { send } from '../host';
import { chosenInWords, type ChosenCurve } from './classChooser';
import { createCurvePlot, type CurvePlot } from './curvePlot';
import { chosenDrawn, classesDrawn, type CurveSource } from './drawnCurves';
import { placeOf, type CurveKind } from './readableCurve';
import { stepAt, thresholdOf } from './steps';

/** What both charts show. */
export interface ShownPair {
  readonly runId: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly drawable: DrawableCurves;
  readonly of: ChosenCurve;
  /** All of a class, or of the answers about all, at whose thresholds a point can be moved; undefined until they are there, and of the macro mean. */
  readonly counts: ThresholdCounts | undefined;
  /** Of a mean, once it is there. */
  readonly mean: MeanCurves | undefined;
  readonly isZoomed: boolean;
  /** Where a chart was zoomed freely. */
  readonly parts: Readonly<Record<CurveKind, ShownSquare | null>>;
  readonly point: OperatingPoint | undefined;
}

export interface CurvePairOptions {
  readonly onThreshold: (threshold: number) => void;
  readonly onPart: (kind: CurveKind, part: ShownSquare | null) => void;
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
  readonly square: (view: SquareView) => ShownSquare;
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
  const charts: readonly ChartOfPair[] = kinds.map(kind =>
    createChart(kind, {
      ...options,
      onLook: step => {
        for (const other of charts) if (other.kind !== kind.kind) other.plot.echo(step);
      },
    }),
  );
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

interface ChartOfPair extends Omit<CurvePair, 'element'> {
  readonly kind: CurveKind;
  readonly plot: CurvePlot;
}

interface ChartOptions extends CurvePairOptions {
  /** A pointer points to a step that both curves have. */
  readonly onLook: (step: number | undefined) => void;
}

function createChart(kind: Kind, { onThreshold, onPart, onLook }: ChartOptions): ChartOfPair {
  let shown: ShownPair | undefined;
  let square = wholeSquare;
  const latestClasses = keepLatest(classesDrawn);
  const latestChosen = keepLatest(chosenDrawn);
  const plot = createCurvePlot({
    name: kind.name,
    title: kind.title,
    caption: kind.caption,
    onStep: step => {
      const source = shown && readAlong(shown);
      if (shown?.counts && source) onThreshold(thresholdOf(shown.counts, source.thresholds[step]!));
    },
    onPart: part => onPart(kind.kind, part),
    onReveal: at => {
      const part = shown?.parts[kind.kind];
      if (part) onPart(kind.kind, squareWith(part, at));
    },
    onLook: step => {
      // The curves of the macro mean have each their own steps.
      if (shown && readAlong(shown)) onLook(step);
    },
    fileName: () => fileName(kind, shown),
    csv: () => (shown ? csvOf(kind, shown) : ''),
    send,
  });
  const highlightOf = (point: OperatingPoint | undefined): Highlight | undefined => {
    const at = point && placeOf(point, kind.kind);
    return at && thresholdMark({ ...at, label: `threshold ${point.threshold}` }, square);
  };
  return {
    kind: kind.kind,
    plot,
    show: pair => {
      shown = pair;
      const { drawable, names, of, counts, mean, isZoomed, point, label } = pair;
      const part = pair.parts[kind.kind];
      const { drawn, reader, few } = latestChosen([drawable, names, of, counts, mean], sourceOf(pair), chosenInWords(of, names), kind.kind);
      const others = latestClasses([drawable, names], drawable, names)[kind.kind].filter((_, other) => other !== of);
      square = kind.square({ chosen: drawn, isZoomed, part });
      const highlight = highlightOf(point);
      const title = `${kind.title} · ${chosenInWords(of, names)} · ${label}`;
      const chart = kind.chart({ title, chosen: drawn, others, isZoomed, part });
      plot.show({
        chart: { ...chart, highlights: highlight ? [highlight] : [] },
        square,
        reader,
        few,
        step: stepOf(point, pair),
      });
    },
    mark: point => {
      if (shown) plot.mark(highlightOf(point), stepOf(point, shown));
    },
  };
}

/** Of a class, thinned counts until all are there; of the answers about all classes always, for there are many times as many. */
function sourceOf({ of, counts, mean, drawable }: Pick<ShownPair, 'of' | 'counts' | 'mean' | 'drawable'>): CurveSource | undefined {
  if (typeof of === 'number') return { counts: counts ?? drawable.classes[of]!.counts, whole: counts ?? null };
  return mean?.mean === 'micro' ? { counts: mean.counts, whole: counts ?? null } : mean;
}

/** The steps along which a curve is read. */
function readAlong(pair: ShownPair): ThresholdCounts | undefined {
  const source = sourceOf(pair);
  return source && 'counts' in source ? source.counts : undefined;
}

function stepOf(point: OperatingPoint | undefined, pair: ShownPair): number | undefined {
  const steps = pair.counts && readAlong(pair);
  return point && steps && stepAt(steps, point.threshold);
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
