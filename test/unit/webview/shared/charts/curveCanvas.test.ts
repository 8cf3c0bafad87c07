import assert from 'node:assert/strict';
import type { Element } from '@xmldom/xmldom';
import { lineChartSvg } from '../../../../../src/report/lineChartSvg';
import { paperPalette } from '../../../../../src/report/palette';
import { findChart } from '../../../../../src/report/metricChart';
import { runChart, type RunChart, type RunChartView } from '../../../../../src/report/runChart';
import { curvesOf, type CurvesOptions } from '../../../../../src/report/runCurves';
import { CurveCanvas } from '../../../../../webview/shared/charts/curveCanvas';
import { elements, numberOf, ofClass, readSvg, textsOf } from '../../../report/readSvg';
import { batch, configOf, epoch, started, stateOf } from '../../fixture';
import { recordingCanvas, type PaintedPath } from './recordingCanvas';

const parent = {
  runId: 'p',
  label: 'base',
  parameters: configOf().parameters,
  epochs: [1, 2, 3, 4].map(number => epoch(number, { valLoss: 0.7 / number, valAccuracy: 1 - 0.04 / number })),
};
const batches = (number: number, scale: number) => [3, 6, 10].map(of => batch(number, of, { loss: scale / of, accuracy: 1 - 0.5 / of }));
const half = [started(), ...batches(1, 1), epoch(1), ...batches(2, 0.5), epoch(2), batch(3, 5, { loss: 0.02, accuracy: 0.99 })];
const diverging = [started(), ...[1, 2, 3].flatMap(number => [...batches(number, 10 ** (6 * number)), epoch(number, { loss: 10 ** (6 * number), valLoss: 2.31 * 10 ** (6 * number) })])]; // prettier-ignore
const untouched = [started()];
const ended = { type: 'runEnded', status: 'completed', time: '2026-11-25T12:01:00.000Z', epochs: 3, keptEpoch: 2, durationMs: 30_000, reason: 'x' } as const; // prettier-ignore
const stoppedEarly = [started({ epochs: 12 }), ...[0.5, 0.2, 0.3].flatMap((valLoss, i) => [...batches(i + 1, 1), epoch(i + 1, { valLoss })]), ended]; // prettier-ignore

/** What an element and its stroke look like, with the opacity that a canvas writes as a mixture. */
const strokeOf = (element: Element): string => {
  const opacity = Number(element.getAttribute('stroke-opacity') ?? 1);
  const color = element.getAttribute('stroke') ?? '';
  return opacity === 1 ? color : `color-mix(in srgb, ${color} ${100 * opacity}%, transparent)`;
};

/** A picture as one may look at it: places are shares of the axes. */
interface Picture {
  readonly xTicks: readonly (readonly [string, number])[];
  readonly yTicks: readonly (readonly [string, number])[];
  /** Stroke and points. */
  readonly curves: readonly (readonly [string, readonly (readonly [number, number])[]])[];
  /** The middles of markers. */
  readonly marks: readonly (readonly [number, number])[];
  readonly labels: readonly string[];
  /** What stands beyond the place that was reached. */
  readonly reached: readonly string[];
  /** The middles of rings around points. */
  readonly rings: readonly (readonly [number, number])[];
}

function onPaper(chart: RunChart): Picture {
  const svg = readSvg(lineChartSvg(chart, { palette: paperPalette, width: 720, height: 400 }));
  // The first series is the parent's, which has markers if nothing is smoothed.
  const [dashed] = ofClass(svg, 'series');
  const [left, top, width, height] = dashed!.getAttribute('viewBox')!.split(' ').map(Number) as [number, number, number, number];
  // Markers reach 5 pixels beyond the axes.
  const x = (pixel: number): number => (pixel - left - 5) / (width - 10);
  const y = (pixel: number): number => 1 - (pixel - top - 5) / (height - 10);
  const ticks = (name: string, place: (line: Element) => number) =>
    ofClass(svg, name).map(tick => [textsOf(tick)[0]!, place(elements(tick, 'line')[0]!)] as const);
  return {
    xTicks: ticks('xTick', line => x(numberOf(line, 'x1'))),
    yTicks: ticks('yTick', line => y(numberOf(line, 'y1'))),
    curves: ofClass(svg, 'series').map(series => {
      const [path] = elements(series, 'path');
      const pairs = (path!.getAttribute('d') ?? '').replace('h0', '').split(/[ML]/).slice(1);
      const dashes = path!.getAttribute('stroke-dasharray') ?? '';
      const points = pairs.map(pair => pair.split(',').map(Number) as [number, number]).map(([px, py]) => [x(px), y(py)] as const);
      return [`${strokeOf(path!)} ${path!.getAttribute('stroke-width')} ${dashes}`, points] as const;
    }),
    marks: ofClass(svg, 'series').flatMap(series => [
      ...elements(series, 'rect').map(mark => [x(numberOf(mark, 'x') + 3), y(numberOf(mark, 'y') + 3)] as const),
      ...elements(series, 'circle').map(mark => [x(numberOf(mark, 'cx')), y(numberOf(mark, 'cy'))] as const),
    ]),
    labels: ['endLabel', 'highlight'].flatMap(name => ofClass(svg, name).flatMap(textsOf)),
    reached: ofClass(svg, 'stillToCome').flatMap(textsOf),
    rings: ofClass(svg, 'highlight').map(one => {
      const [ring] = elements(one, 'circle');
      return [x(numberOf(ring, 'cx')), y(numberOf(ring, 'cy'))] as const;
    }),
  };
}

/** @param before what the same canvas had shown before */
function onScreen(chart: RunChart, before: readonly RunChart[] = []): Picture {
  const { canvas, painted } = recordingCanvas(760, 300);
  const painter = new CurveCanvas(canvas, paperPalette);
  for (const one of [...before, chart]) painter.draw(one);
  const { texts, paths, fills, rings } = painted();
  const [left, right] = [painter.pixelOf(chart.xAxis.from), painter.pixelOf(chart.xAxis.to)];
  const x = (pixel: number): number => (pixel - left) / (right - left);
  const grid = paths.filter(({ color, points }) => color.includes(' 22%') && points.length === 2).map(({ points }) => points[0]![1]);
  const [highest, lowest] = [Math.min(...grid), Math.max(...grid)];
  const ends = [chart.yAxis.ticks[0]!, chart.yAxis.ticks.at(-1)!].map(({ value }) => chart.yAxis.at(value)) as [number, number];
  // The ticks of a canvas lie on whole pixels.
  const y = (pixel: number): number => ends[0] + ((lowest - pixel) / (lowest - highest)) * (ends[1] - ends[0]);
  const curves = paths.filter(({ points, color, width }) => isCurve(color, width) && points.length > 0);
  const atLeft = texts.filter(text => text.x < left - 2);
  const within = texts.filter(text => text.color === paperPalette.muted && text.x >= left - 2 && text.text !== chart.xLabel);
  const isEnding = ({ text }: { readonly text: string }): boolean => (chart.reachedLabels ?? []).includes(text);
  return {
    xTicks: within.filter(text => !isEnding(text)).map(({ text, x: place }) => [text, x(place)]),
    yTicks: atLeft.map(({ text, y: place }) => [text, y(place)]),
    curves: curves.map(({ color, width, dashes, points }) => {
      return [`${color} ${width} ${dashes.join(' ')}`, withoutRepeats(points).map(([px, py]) => [x(px), y(py)] as const)];
    }),
    marks: fills.map(({ points: [from, to] }) => [x((from![0] + to![0]) / 2), y((from![1] + to![1]) / 2)] as const),
    labels: texts.filter(({ x: place, color }) => color === paperPalette.foreground && place > left).map(({ text }) => text),
    reached: within.filter(isEnding).map(({ text }) => text),
    rings: rings.map(({ points: [from, to] }) => [x((from![0] + to![0]) / 2), y((from![1] + to![1]) / 2)] as const),
  };
}

/** A canvas goes to the first point of a line twice. */
function withoutRepeats(points: PaintedPath['points']): PaintedPath['points'] {
  return points.filter(([x, y], i) => x !== points[i - 1]?.[0] || y !== points[i - 1]?.[1]);
}

function isCurve(color: PaintedPath['color'], width: number): boolean {
  return width >= 1 && !/ (22|60|70|55)%/.test(color) && color !== '';
}

/** The same words, and places that are the same to a pixel. */
function assertSame(one: unknown, other: unknown): void {
  if (typeof one === 'number' && typeof other === 'number') assert.ok(Math.abs(one - other) < 0.01, `${one} instead of ${other}`);
  else if (Array.isArray(one) && Array.isArray(other)) {
    assert.equal(one.length, other.length, `${JSON.stringify(one)} instead of ${JSON.stringify(other)}`);
    one.forEach((member, i) => assertSame(member, other[i]));
  } else if (typeof one === 'object' && typeof other === 'object') assertSame(Object.entries(one!), Object.entries(other!));
  else assert.equal(one, other);
}

type How = Partial<Omit<CurvesOptions, 'chart'> & RunChartView>;

function chartOf(events: Parameters<typeof stateOf>[0], metric: 'loss' | 'accuracy', how: How): RunChart {
  const { xUnit = 'epochs', smoothing = 0, lossScale = 'log', range = null, hidden = [] } = how;
  const curves = curvesOf(stateOf(events, { parent }), { chart: findChart(metric), xUnit, smoothing });
  return runChart(curves, { lossScale, range, hidden });
}

describe('a chart on the screen and in an exported picture', () => {
  const cases: [string, Parameters<typeof stateOf>[0], 'loss' | 'accuracy', How][] = [
    ['a run that trains, its loss', half, 'loss', {}],
    ['a run that trains, its loss on a linear scale', half, 'loss', { lossScale: 'linear' }],
    ['a run that trains, its accuracy', half, 'accuracy', {}],
    ['a loss that diverges', diverging, 'loss', {}],
    ['a loss that diverges on a linear scale', diverging, 'loss', { lossScale: 'linear' }],
    ['a run that has just begun', untouched, 'loss', {}],
    ['smoothed', half, 'loss', { smoothing: 0.9 }],
    ['a part of it', half, 'loss', { range: { from: 0.8, to: 2.2 } }],
    ['a part of it, smoothed, by batches', half, 'accuracy', { range: { from: 3, to: 17 }, xUnit: 'steps', smoothing: 0.6 }],
    ['in time', half, 'loss', { xUnit: 'time' }],
    ['with curves hidden', half, 'loss', { hidden: ['training', 'parent'] }],
    ['stopped early, its best epoch marked', stoppedEarly, 'loss', {}],
  ];
  for (const [what, events, metric, how] of cases)
    it(`is the same: ${what}`, () => {
      const chart = chartOf(events, metric, how);
      const [paper, screen] = [onPaper(chart), onScreen(chart)];
      assert.deepEqual(screen.labels, paper.labels);
      assert.deepEqual(screen.reached, paper.reached);
      assertSame(screen.xTicks, paper.xTicks);
      assertSame(screen.yTicks, paper.yTicks);
      assertSame(screen.curves, paper.curves);
      assertSame(screen.marks, paper.marks);
      assertSame(screen.rings, paper.rings);
      assert.ok(paper.xTicks.length >= 2 && paper.yTicks.length >= 2);
    });

  it('is the same whatever was shown before', () => {
    const charts = cases.map(([, events, metric, how]) => chartOf(events, metric, how));
    for (const chart of charts) assertSame(onScreen(chart, charts), onScreen(chart));
  });

  it('tells in both which epoch was the best and that it stopped early', () => {
    const curves = curvesOf(stateOf(stoppedEarly), { chart: findChart('loss'), xUnit: 'epochs', smoothing: 0 });
    const { labels, reached, rings } = onScreen(runChart(curves, { lossScale: 'log', range: null, hidden: [] }));
    assert.ok(labels.includes('best: epoch 2') && rings.length === 1);
    assert.deepEqual(reached, ['stopped early after epoch 3']);
  });
});
