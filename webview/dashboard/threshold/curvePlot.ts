import { thresholdMark } from '../../../src/report/curvesView';
import { wholeSquare, type ShownSquare } from '../../../src/report/goodCorner';
import type { Highlight, LineChart } from '../../../src/report/lineChart';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import type { Point } from '../../../src/report/points';
import { CurveCanvas } from '../../shared/charts/curveCanvas';
import { element, icon, setText } from '../../shared/dom';
import { createExportMenu, type ExportMenu } from '../../shared/exportMenu';
import { onThemeChange, readPalette } from '../../shared/theme';
import { createPlotReader } from './plotReader';
import { createPlotTable } from './plotTable';
import { createPlotZoom } from './plotZoom';
import type { ReadableCurve } from './readableCurve';

/** A curve as it is shown: drawn, read along, as a table. */
export interface ShownCurve {
  readonly chart: LineChart;
  /** What it shows of the unit square. */
  readonly square: ShownSquare;
  /** Undefined where the curve is not defined. */
  readonly reader: ReadableCurve | undefined;
  /** As much of it as a table holds. */
  readonly few: ReadableCurve | undefined;
  /** Where the threshold is, if it can be moved along the curve. */
  readonly step?: number | undefined;
}

export interface CurvePlotOptions extends Pick<ExportMenu, 'csv' | 'fileName' | 'send'> {
  /** For ids. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  /** A step of the curve was chosen. */
  readonly onStep: (step: number) => void;
  /** Another part is to be shown; null: what is usually shown. */
  readonly onPart: (part: ShownSquare | null) => void;
  /** A point is to be seen. */
  readonly onReveal: (at: Point) => void;
  /** A pointer points to a step, or to none any more. */
  readonly onLook: (step: number | undefined) => void;
}

export interface CurvePlot {
  readonly element: HTMLElement;
  show(curve: ShownCurve): void;
  /** Another threshold on the same curves. */
  mark(highlight: Highlight | undefined, step: number | undefined): void;
  /** Tells of a step to which a pointer points on the other curve. */
  echo(step: number | undefined): void;
}

/** A ROC or precision–recall chart, along whose curve a pointer and the arrow keys go. */
export function createCurvePlot({ name, title, caption, onStep, onPart, onReveal, onLook, ...exported }: CurvePlotOptions): CurvePlot {
  const canvas = element('canvas', { 'aria-hidden': 'true' });
  const plot = element('div', { class: 'plot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart' }, canvas);
  const painter = new CurveCanvas(canvas, readPalette());
  onThemeChange(() => painter.setPalette(readPalette()));
  const table = createPlotTable(title);
  let shown: ShownCurve | undefined;
  /** What is drawn on the curves by now. */
  let highlights: readonly Highlight[] = [];

  const reader = createPlotReader(plot, {
    curve: () => shown?.reader,
    square: () => shown?.square ?? wholeSquare,
    area: () => painter.area,
    step: () => shown?.step,
    choose: onStep,
    reveal: onReveal,
    look: onLook,
    // A mean has no threshold: what is read of it has a ring.
    point: at => {
      if (shown?.step !== undefined) return;
      highlights = at ? [{ ...at, label: '', side: 'below' }] : [];
      painter.mark(highlights);
    },
  });
  const zoom = createPlotZoom(plot, {
    square: () => shown?.square ?? wholeSquare,
    area: () => painter.area,
    place: reader.place,
    isTaken: reader.holds,
    show: onPart,
  });
  plot.append(zoom.selection, reader.tip);
  plot.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isZoomed = zoom.press(event);
    const isRead = !isZoomed && reader.press(event);
    if (isRead || isZoomed) event.preventDefault();
    // A pointer sees what it does.
    if (isZoomed) setText(reader.announcement, `Shown: ${shown?.chart.rangeInWords ?? ''}`);
  });

  const toggle = element('button', { type: 'button', class: 'iconButton', 'aria-pressed': 'false', title: `${title} as a table` });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, `${title} as a table`));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    plot.hidden = asTable;
    table.element.hidden = !asTable;
    if (asTable) table.show(shown?.few);
  });
  const heading = element('h3', { id: `chart-${name}` }, title);
  const menu = createExportMenu({
    ...exported,
    label: `Export the chart ${title}`,
    svg: palette => {
      if (!shown) throw new Error('There is nothing to save before the curves are there.');
      return lineChartSvg({ ...shown.chart, highlights }, { palette, width: 480, height: 400 });
    },
  });
  return {
    element: element(
      'section',
      { class: 'card chart curvePlot', 'aria-labelledby': heading.id },
      element(
        'div',
        { class: 'cardHead' },
        heading,
        element('span', { class: 'muted caption' }, caption),
        element('div', { class: 'tools' }, toggle, menu),
      ),
      plot,
      table.element,
      reader.announcement,
    ),
    show: curve => {
      const isSame = shown?.reader === curve.reader;
      shown = curve;
      // What is read of a mean keeps its ring while it is zoomed.
      if (!isSame || curve.step !== undefined) highlights = curve.chart.highlights ?? [];
      painter.draw({ ...curve.chart, highlights });
      if (!isSame) reader.refresh();
      plot.setAttribute('aria-label', `${curve.chart.title}, ${curve.chart.rangeInWords ?? ''}. ${KEYS}`);
      if (!table.element.hidden) table.show(curve.few);
    },
    mark: (highlight, step) => {
      if (!shown) return;
      shown = { ...shown, step };
      highlights = highlight ? [highlight] : [];
      painter.mark(highlights);
    },
    echo: step => {
      const at = step === undefined ? undefined : shown?.reader?.place(step);
      reader.echo(step);
      painter.mark(
        at && shown ? [...highlights, { ...thresholdMark({ ...at, label: '' }, shown.square), label: '', look: 'ring' }] : highlights,
      );
    },
  };
}

const KEYS =
  'The arrow keys go along the curve, Page Up and Page Down ten steps at a time; plus and minus zoom, Shift with an arrow key moves what is shown, 0 goes back.';
