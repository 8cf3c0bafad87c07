import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartDataset,
  type ChartItem,
  type ChartOptions,
  type Plugin,
  type ScaleOptionsByType,
} from 'chart.js';
import type { Axis } from '../../../src/report/axis';
import type { Box } from '../../../src/report/box';
import { endLabelMargin, LABEL_HALO, placeEndLabels } from '../../../src/report/endLabels';
import { placeHighlights, RING_RADIUS, RING_WIDTH, ringColors, type PlacedHighlight } from '../../../src/report/highlights';
import { placeInset, type PlacedInset } from '../../../src/report/inset';
import {
  emptyText,
  frame,
  overhangOf,
  placedBand,
  placedPoints,
  reachedDashes,
  strokeOf,
  tickLabelWidth,
  type Highlight,
  type LineChart,
  type Series,
} from '../../../src/report/lineChart';
import { isStroked, MARKER_LINE, MARKER_RADIUS, type Marker } from '../../../src/report/marker';
import type { Palette } from '../../../src/report/palette';
import type { PlacedPoint } from '../../../src/report/points';
import { placeReachedLabel, shadeOf } from '../../../src/report/reached';
import { FONT_SIZE } from '../../../src/report/svg';

Chart.register(LineController, LineElement, LinearScale, PointElement);

type Dataset = ChartDataset<'line', PlacedPoint[]> & { readonly label: string };

/** Room for the labels of the vertical axis, so that the charts of one page begin at the same place. */
const LEAST_AXIS_WIDTH = 54;
const LABEL_PADDING = 6;

/** Paints a chart on a canvas. Both scales of Chart.js go from 0 to 1: what lies where along an axis is the chart's own affair. */
export class CurveCanvas {
  private readonly painted: Chart<'line', PlacedPoint[]>;
  private chart: LineChart | undefined;
  /** What is drawn, by what it is: the line of a series, or its marks. */
  private datasets = new Map<string, Dataset>();

  constructor(
    canvas: ChartItem,
    private palette: Palette,
  ) {
    this.painted = new Chart<'line', PlacedPoint[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: { animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true, events: [] },
      plugins: [this.surroundings()],
    });
  }

  draw(chart: LineChart): void {
    this.chart = chart;
    const made = chart.series.flatMap(one => datasetsOf(one, chart, this.palette));
    // Chart.js knows a dataset by its object, draws the one of the highest order first, and keeps of what it was before how its points look.
    const kept = made.map((one, index) => Object.assign(this.datasets.get(one.label) ?? one, one, { order: -index }));
    this.datasets = new Map(kept.map(one => [one.label, one]));
    this.painted.data.datasets = kept;
    Object.assign(this.painted.options, layoutOf(chart, this.palette));
    this.painted.update('none');
  }

  /** Other highlights on the same curves, which are not laid out anew. */
  mark(highlights: readonly Highlight[]): void {
    if (!this.chart) return;
    this.chart = { ...this.chart, highlights };
    this.painted.draw();
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.datasets.clear();
    if (this.chart) this.draw(this.chart);
  }

  /** Gives the canvas back. */
  dispose(): void {
    this.painted.destroy();
  }

  /** What the axes enclose, in pixels of the canvas. */
  get area(): Box {
    return this.painted.chartArea;
  }

  /** Pixels from the canvas's left edge to a place. */
  pixelOf(x: number): number {
    const { left, width } = this.painted.chartArea;
    return left + (this.chart?.xAxis.at(x) ?? 0) * width;
  }

  /** The place under a pixel. */
  valueAt(pixel: number): number {
    const { left, width } = this.painted.chartArea;
    const { from, to } = this.chart?.xAxis ?? { from: 0, to: 1 };
    return from + ((pixel - left) / width) * (to - from);
  }

  /** What is drawn around the curves: what was not reached, the labels at the curves' ends, what is highlighted. */
  private surroundings(): Plugin<'line'> {
    return {
      id: 'surroundings',
      beforeDatasetsDraw: ({ ctx, chartArea }) => {
        const { chart, palette } = this;
        if (chart) this.bands(chart);
        const shade = chart && shadeOf(chart);
        if (!chart || !shade) return;
        const x = chartArea.left + shade.from * chartArea.width;
        ctx.save();
        ctx.fillStyle = faint(palette.context, frame.beyond);
        ctx.fillRect(x, chartArea.top, Math.max(0, chartArea.right - x), chartArea.height);
        ctx.setLineDash([...reachedDashes]);
        if (shade.hasRule) this.rule(x, faint(palette.training, frame.reached));
        const label = placeReachedLabel(chart, chartArea);
        this.writes({ color: palette.muted, align: 'left' });
        if (label) this.haloed(label.text, label.x, label.y);
        ctx.restore();
      },
      afterDatasetsDraw: ({ ctx, chartArea }) => {
        const { chart, palette } = this;
        if (!chart) return;
        ctx.save();
        this.writes({ color: palette.foreground, align: 'left' });
        const endLabels = placeEndLabels(chart, chartArea);
        const inset = placeInset(chart.inset, chartArea);
        if (inset) this.inset(inset);
        this.writes({ color: palette.foreground, align: 'left' });
        for (const { text, x, y } of endLabels) this.haloed(text, x, y);
        ctx.textAlign = 'center';
        for (const one of placeHighlights(chart, chartArea, endLabels)) {
          this.ring(one);
          this.haloed(one.text, one.label.x, one.label.y);
        }
        const empty = emptyText(chart);
        if (empty !== undefined) {
          this.writes({ color: palette.muted, align: 'center' });
          ctx.fillText(empty, (chartArea.left + chartArea.right) / 2, (chartArea.top + chartArea.bottom) / 2);
        }
        ctx.restore();
      },
    };
  }

  private bands(chart: LineChart): void {
    const { ctx, chartArea } = this.painted;
    ctx.save();
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    for (const band of chart.bands ?? []) {
      ctx.beginPath();
      for (const { x, y } of placedBand(band, chart))
        ctx.lineTo(chartArea.left + x * chartArea.width, chartArea.bottom - y * chartArea.height);
      ctx.fillStyle = faint(this.palette[band.role], band.opacity);
      ctx.fill();
    }
    ctx.restore();
  }

  private writes({ color, align }: { color: string; align: 'left' | 'center' }): void {
    const { ctx } = this.painted;
    ctx.font = `${FONT_SIZE}px ${this.palette.fontFamily}`;
    ctx.textBaseline = 'middle';
    ctx.textAlign = align;
    ctx.fillStyle = color;
  }

  /** A text that may lie over the noise of a curve. */
  private haloed(text: string, x: number, y: number): void {
    const { ctx } = this.painted;
    ctx.strokeStyle = this.palette.background;
    ctx.lineWidth = LABEL_HALO;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }

  private ring({ ring: { x, y }, look }: PlacedHighlight): void {
    const { ctx } = this.painted;
    const fillStyle = ctx.fillStyle;
    const { fill, stroke } = ringColors(look, this.palette);
    ctx.beginPath();
    ctx.strokeStyle = stroke;
    ctx.lineWidth = RING_WIDTH;
    ctx.arc(x, y, RING_RADIUS, 0, 2 * Math.PI);
    if (fill !== 'none') {
      ctx.fillStyle = fill;
      ctx.fill();
      ctx.fillStyle = fillStyle;
    }
    ctx.stroke();
  }

  /** All of the chart, small, with the part of it that is shown. */
  private inset({ frame: outer, shown, line, label }: PlacedInset): void {
    const { painted, palette } = this;
    const { ctx } = painted;
    const rectangle = ({ left, top, right, bottom }: Box, stroke: string): void => {
      ctx.beginPath();
      ctx.fillStyle = palette.background;
      ctx.strokeStyle = stroke;
      ctx.lineWidth = 1;
      ctx.rect(left, top, right - left, bottom - top);
      ctx.fill();
      ctx.stroke();
    };
    rectangle(outer, faint(palette.context, frame.axis));
    ctx.beginPath();
    ctx.strokeStyle = palette.training;
    ctx.lineWidth = 1.5;
    for (const { x, y } of line) ctx.lineTo(x, y);
    ctx.stroke();
    rectangle(shown, palette.foreground);
    this.writes({ color: palette.muted, align: 'center' });
    ctx.fillText(label.text, label.x, label.y);
  }

  private rule(x: number, color: string): void {
    const { ctx, chartArea } = this.painted;
    ctx.beginPath();
    ctx.strokeStyle = color;
    ctx.lineWidth = 1;
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
  }
}

/** A line, and its marks if it has any: options of single points would be worked out for each of thousands. */
function datasetsOf(series: Series, chart: LineChart, palette: Palette): Dataset[] {
  const { width, opacity, dashes, marker } = strokeOf(series);
  const color = palette[series.role];
  const data = placedPoints(series, chart);
  // A dataset keeps how its points look: one that looks otherwise is another one.
  const name = [series.label, series.style, series.part ?? '', series.role, marker ?? '', opacity].join(' ');
  const line: Dataset = {
    label: name,
    data,
    clip: overhangOf(series),
    showLine: true,
    borderColor: faint(color, opacity),
    borderWidth: width,
    borderDash: [...dashes],
    pointRadius: 0,
  };
  if (!marker) return [line];
  const marks: Dataset = {
    label: `marks of ${name}`,
    data: data.filter(({ isMarked }) => isMarked),
    clip: overhangOf(series),
    showLine: false,
    ...markOf(marker, { color: series.look ? faint(color, opacity) : color, background: palette.background }),
  };
  return [line, marks];
}

/** Chart.js makes a square, and a triangle, as large as fits into a circle of the radius. */
function markOf(marker: Marker, { color, background }: { color: string; background: string }): Partial<Dataset> {
  const isHollow = marker === 'circle';
  return {
    pointRadius: MARKER_RADIUS * chartJsMarks[marker].size,
    pointStyle: chartJsMarks[marker].style,
    pointRotation: marker === 'inverted' ? 180 : 0,
    pointBackgroundColor: isHollow ? background : color,
    pointBorderColor: color,
    pointBorderWidth: isHollow || isStroked(marker) ? MARKER_LINE : 0,
  };
}

const chartJsMarks = {
  square: { style: 'rect', size: Math.SQRT2 },
  circle: { style: 'circle', size: 1 },
  disc: { style: 'circle', size: 1 },
  triangle: { style: 'triangle', size: 1.3 },
  inverted: { style: 'triangle', size: 1.3 },
  diamond: { style: 'rectRot', size: 1.3 },
  plus: { style: 'cross', size: 1.2 },
  cross: { style: 'crossRot', size: 1.2 },
} as const satisfies Readonly<Record<Marker, { style: string; size: number }>>;

function layoutOf(chart: LineChart, palette: Palette): Pick<ChartOptions<'line'>, 'layout' | 'scales'> {
  const { xAxis, yAxis, xLabel } = chart;
  const font = { family: palette.fontFamily, size: FONT_SIZE };
  const line = faint(palette.context, frame.axis);
  return {
    layout: { padding: { top: 8, right: endLabelMargin(chart) } },
    scales: {
      x: {
        ...scaleOf(xAxis),
        grid: { drawOnChartArea: false, tickLength: 4, tickColor: line },
        border: { color: line },
        ticks: { ...labelsOf(xAxis), color: palette.muted, font, padding: 2, maxRotation: 0, autoSkipPadding: 12 },
        title: { display: true, text: xLabel, color: palette.muted, font, padding: 0 },
      },
      y: {
        ...scaleOf(yAxis),
        grid: { color: faint(palette.context, frame.grid), drawTicks: false },
        border: { display: false },
        ticks: { ...labelsOf(yAxis), color: palette.muted, font, padding: LABEL_PADDING, autoSkip: false },
        afterFit: scale => {
          scale.width = Math.max(LEAST_AXIS_WIDTH, tickLabelWidth(chart) + 2 * LABEL_PADDING);
        },
      },
    },
  };
}

type ScaleOptions = Pick<ScaleOptionsByType<'linear'>, 'type' | 'min' | 'max' | 'afterBuildTicks'>;

/** A scale over shares of an axis, with the axis's own ticks. */
function scaleOf({ at, ticks }: Axis): ScaleOptions {
  return {
    type: 'linear',
    min: 0,
    max: 1,
    afterBuildTicks: scale => {
      scale.ticks = ticks.map(({ value }) => ({ value: at(value) }));
    },
  };
}

function labelsOf({ ticks }: Axis): { callback: (value: number | string, index: number) => string } {
  return { callback: (_, index) => ticks[index]?.label ?? '' };
}

/** A colour with some opacity. */
function faint(color: string, opacity: number): string {
  return opacity === 1 ? color : `color-mix(in srgb, ${color} ${100 * opacity}%, transparent)`;
}
