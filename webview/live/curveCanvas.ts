import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type ChartOptions,
  type Plugin,
  type Scale,
} from 'chart.js';
import type { LossScale } from '../../src/contract/dashboard';
import { logAxis } from '../../src/report/axis';
import type { Palette } from '../../src/report/palette';
import { percent } from '../../src/util/format';
import { rangeOf, type Curves, type Metric, type Point } from './curves';

Chart.register(LineController, LineElement, LinearScale, LogarithmicScale, PointElement);

/** What a chart is drawn from. */
export interface CurveDrawing {
  readonly curves: Curves;
  /** How many epochs the axis has. */
  readonly epochs: number;
  /** Where training is, in epochs; undefined once it has ended by reaching the last one. */
  readonly reached: number | undefined;
  readonly parentLabel: string;
}

type Series = ChartDataset<'line', Point[]>;

/** The curves of one metric on a canvas. */
export class CurveCanvas {
  private readonly chart: Chart<'line', Point[]>;
  private drawing: CurveDrawing | undefined;
  /** The place that a pointer or the arrow keys are at. */
  private marked: number | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly metric: Metric,
    private palette: Palette,
    private scale: LossScale,
  ) {
    const datasets = Array.from({ length: 4 }, (): Series => ({ data: [], clip: { left: 0, top: 0, right: 6, bottom: 0 } }));
    this.chart = new Chart<'line', Point[]>(canvas, {
      type: 'line',
      data: { datasets },
      options: this.options(),
      plugins: [this.surroundings()],
    });
    this.style();
  }

  draw(drawing: CurveDrawing): void {
    this.drawing = drawing;
    const { training, smoothed, validation, parent } = drawing.curves;
    [parent, training, smoothed, validation].forEach((points, index) => {
      const series = this.chart.data.datasets[index]!;
      series.data = points as Point[];
      // Squares at each of a thousand epochs would be a bar.
      if (index === 0 || index === 3) series.pointRadius = points.length > 60 ? 0 : 3.5;
    });
    this.applyScales();
    this.chart.update('none');
  }

  setScale(scale: LossScale): void {
    this.scale = scale;
    this.applyScales();
    this.chart.update('none');
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.style();
    this.applyScales();
    this.chart.update('none');
  }

  /** Marks a place with a rule, or none. */
  mark(x: number | undefined): void {
    if (this.marked === x) return;
    this.marked = x;
    this.chart.draw();
  }

  /** Pixels from the canvas's left edge to a place. */
  pixelOf(x: number): number {
    return this.chart.scales['x']!.getPixelForValue(x);
  }

  /** The place under a pixel. */
  valueAt(pixel: number): number {
    return this.chart.scales['x']!.getValueForPixel(pixel) ?? 0;
  }

  private options(): ChartOptions<'line'> {
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      events: [],
      layout: { padding: { top: 8, right: 56 } },
    };
  }

  private applyScales(): void {
    const { palette, metric, drawing } = this;
    const isLog = metric === 'loss' && this.scale === 'log';
    const { least, most } = drawing ? rangeOf(drawing.curves, metric) : { least: 0.1, most: 2.5 };
    const font = { family: palette.fontFamily, size: 11 };
    const ticks = { color: palette.muted, font, padding: 6 };
    const border = { color: faint(palette.context, 60) };
    this.chart.options.scales = {
      x: {
        type: 'linear',
        min: 0,
        max: drawing?.epochs ?? 1,
        grid: { drawOnChartArea: false, tickLength: 4, tickColor: faint(palette.context, 60) },
        border,
        ticks: { ...ticks, padding: 2, precision: 0, maxRotation: 0, autoSkipPadding: 12 },
        title: { display: true, text: 'epoch', color: palette.muted, font, padding: 0 },
      },
      y: {
        type: isLog ? 'logarithmic' : 'linear',
        min: isLog || metric === 'accuracy' ? least : 0,
        max: most,
        grid: { color: faint(palette.context, 22), drawTicks: false },
        border: { display: false },
        ticks: {
          ...ticks,
          maxTicksLimit: 6,
          // The ends of the range need not be round.
          includeBounds: false,
          callback: value => (metric === 'accuracy' ? shortPercent(Number(value)) : String(Number(Number(value).toPrecision(3)))),
        },
        ...(isLog && {
          afterBuildTicks: (axis: Scale) => {
            axis.ticks = logAxis([axis.min, axis.max], 8).ticks.filter(({ value }) => value >= axis.min && value <= axis.max);
          },
        }),
        afterFit: axis => {
          // Both charts and every state keep the same left edge.
          axis.width = 48;
        },
      },
    };
  }

  private style(): void {
    const { palette } = this;
    const [parent, training, smoothed, validation] = this.chart.data.datasets as [Series, Series, Series, Series];
    Object.assign(parent, {
      borderColor: palette.context,
      borderWidth: 1.25,
      borderDash: [4, 3],
      pointStyle: 'circle',
      pointBorderColor: palette.context,
      pointBackgroundColor: palette.background,
      pointBorderWidth: 1.25,
    } satisfies Partial<Series>);
    Object.assign(training, { borderColor: faint(palette.training, 32), borderWidth: 1, pointRadius: 0 } satisfies Partial<Series>);
    Object.assign(smoothed, { borderColor: palette.training, borderWidth: 2, pointRadius: 0 } satisfies Partial<Series>);
    Object.assign(validation, {
      borderColor: palette.validation,
      borderWidth: 1.5,
      pointStyle: 'rect',
      pointBackgroundColor: palette.validation,
      pointBorderColor: palette.validation,
    } satisfies Partial<Series>);
  }

  /** What is drawn around the curves: what is not reached yet, the marked place, the names at the curves' ends. */
  private surroundings(): Plugin<'line'> {
    return {
      id: 'surroundings',
      beforeDatasetsDraw: ({ ctx, chartArea }) => {
        const { drawing, palette } = this;
        if (drawing?.reached === undefined) return;
        const x = this.pixelOf(drawing.reached);
        ctx.save();
        ctx.fillStyle = faint(palette.context, 8);
        ctx.fillRect(x, chartArea.top, Math.max(0, chartArea.right - x), chartArea.height);
        ctx.setLineDash([2, 3]);
        this.rule(x, faint(palette.training, 70));
        ctx.restore();
      },
      afterDatasetsDraw: ({ ctx }) => {
        const { marked, palette, drawing } = this;
        if (!drawing) return;
        ctx.save();
        if (marked !== undefined) this.rule(this.pixelOf(marked), faint(palette.foreground, 55));
        this.nameEnds(drawing);
        ctx.restore();
      },
    };
  }

  private rule(x: number, color: string): void {
    const { ctx, chartArea } = this.chart;
    ctx.beginPath();
    ctx.strokeStyle = color;
    ctx.lineWidth = 1;
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
  }

  /** The parent's name after its last point, this run's last value after its own; neither over the other. */
  private nameEnds({ curves, epochs, parentLabel }: CurveDrawing): void {
    const { ctx, chartArea, scales } = this.chart;
    ctx.font = `11px ${this.palette.fontFamily}`;
    ctx.textBaseline = 'middle';
    const isShown = ({ y }: { y: number }): boolean => y >= chartArea.top - 4 && y <= chartArea.bottom + 4;
    const placed = (point: Point): { x: number; y: number } => ({ x: this.pixelOf(point.x), y: scales['y']!.getPixelForValue(point.y) });
    const own = curves.validation.at(-1) ?? curves.trainingMeans.at(-1);
    const parents = curves.parent.findLast(({ x }) => x <= epochs);
    const end = parents && placed(parents);
    if (end && isShown(end)) {
      ctx.fillStyle = this.palette.foreground;
      ctx.fillText(ctx.measureText(parentLabel).width < 46 ? parentLabel : 'parent', end.x + 9, end.y);
    }
    const place = own && placed(own);
    if (!place || !isShown(place)) return;
    const value = this.metric === 'accuracy' ? percent(own.y) : own.y.toFixed(3);
    const isInside = (y: number): boolean => y > chartArea.top + 4 && y < chartArea.bottom - 7;
    // Beside the last point; where a curve goes on from there, on the side where there is more room: away from the parent's.
    const parentHere = curves.parent.find(({ x }) => x === own.x);
    const isBelow = parentHere !== undefined && placed(parentHere).y < place.y;
    const places = own.x >= epochs ? [place.y] : [place.y + (isBelow ? 12 : -12), place.y + (isBelow ? -12 : 12)];
    const collides = (y: number): boolean => end !== undefined && Math.abs(end.x - place.x) < 60 && Math.abs(end.y - y) < 14;
    const besideParent = end ? [end.y - 14, end.y + 14].toSorted((a, b) => Math.abs(a - place.y) - Math.abs(b - place.y)) : [];
    const y = [...places, ...besideParent].find(one => isInside(one) && !collides(one)) ?? place.y;
    ctx.fillStyle = this.palette.muted;
    const x = place.x + 9;
    ctx.fillText(value, x, y);
  }
}

/** A colour with so many per cent of opacity. */
function faint(color: string, opacity: number): string {
  return `color-mix(in srgb, ${color} ${opacity}%, transparent)`;
}

/** `98 %`, `98.5 %`: as many decimals as it takes. */
function shortPercent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}
