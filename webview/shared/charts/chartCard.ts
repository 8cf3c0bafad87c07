import type { Range } from '../../../src/report/axis';
import type { LineChart } from '../../../src/report/lineChart';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import type { XPlaces } from '../../../src/report/places';
import type { NamedPoints } from '../../../src/report/points';
import { readingsAlong, readingsByEpoch, readingsOf, type Reading } from '../../../src/report/readings';
import { movedTo, type ShownRange } from '../../../src/report/zoom';
import { element, icon, setText } from '../dom';
import { createExportMenu, type ExportMenu } from '../exportMenu';
import { onThemeChange, readPalette } from '../theme';
import { createChartLegend, type LegendCurve } from './chartLegend';
import { createChartReader } from './chartReader';
import { CLICK, createChartZoom } from './chartZoom';
import { CurveCanvas } from './curveCanvas';
import { createCurveTable } from './curveTable';

export interface ReadableChart<Name extends string> extends LineChart {
  /** The curves of the legend, those that are hidden too. */
  readonly curves: readonly LegendCurve<Name>[];
  readonly hidden: readonly Name[];
  readonly places: Pick<XPlaces, 'unit' | 'extent'>;
  readonly range: ShownRange;
  readonly rangeInWords: string;
  /** What is read at each epoch by a pointer and the arrow keys. */
  readonly read: readonly NamedPoints[];
  /** The same with what is hidden, for a table. */
  readonly recorded: readonly NamedPoints[];
  /** What the horizontal axis counts, where it is not what a run here counts. */
  readonly along?: ChartAxisWords;
}

export interface ChartAxisWords {
  /** Over the first column of the table. */
  readonly head: string;
  /** A place, as it is read out. */
  readonly place: (x: number) => string;
  /** The same in the table. */
  readonly cell: (x: number) => string;
}

export interface ChartCardOptions<Name extends string> extends Pick<ExportMenu, 'csv' | 'fileName' | 'send'> {
  /** For ids. */
  readonly name: string;
  readonly title: string;
  /** Choices beside the title. */
  readonly choices?: readonly HTMLElement[];
  /** What stands beside the title instead of the legend, where there is one curve. */
  readonly figure?: HTMLElement;
  /** Of the title, by default 2. */
  readonly level?: 2 | 3;
  /** What names the curves, beside them, instead of the legend beside the title. */
  readonly beside?: HTMLElement;
  /** What more there is to know for those who cannot see the chart. */
  readonly moreKeys?: string;
  /** Whether a key was meant for what the chart is part of: it has chosen the curve that stands out, which is read out. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** Where a pointer is, or was pressed; undefined if it left. */
  readonly onPoint?: (point: ChartPoint | undefined, isPressed: boolean) => void;
  /** The title of an exported picture. */
  readonly pictureTitle: () => string;
  /** Of the horizontal axis, as it is shown or will be shown next. */
  readonly range: () => ShownRange;
  readonly onRange: (range: ShownRange) => void;
  readonly onToggle: (curve: Name) => void;
}

/** A place within the axes. */
export interface ChartPoint {
  readonly x: number;
  /** As a share of the vertical axis, from its lower end. */
  readonly share: number;
}

export interface ChartCard<Name extends string> {
  readonly element: HTMLElement;
  show(chart: ReadableChart<Name>): void;
  /** What it needs besides its elements is given back: it is shown no more. */
  dispose(): void;
}

/** Curves: drawn, zoomed, as a table, point by point with the arrow keys, and to be saved. */
export function createChartCard<Name extends string>({
  name,
  title,
  choices = [],
  figure,
  level = 2,
  beside,
  moreKeys = '',
  onKey,
  onPoint,
  pictureTitle,
  range,
  onRange,
  onToggle,
  ...exported
}: ChartCardOptions<Name>): ChartCard<Name> {
  const canvas = element('canvas', { 'aria-hidden': 'true' });
  const plot = element('div', { class: 'plot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart' }, canvas);
  const table = createCurveTable(title);
  const legend = createChartLegend<Name>(title, onToggle);
  const painter = new CurveCanvas(canvas, readPalette());
  const stopListening = onThemeChange(() => painter.setPalette(readPalette()));

  let shown: ReadableChart<Name> | undefined;
  let readings: readonly Reading[] | undefined;
  let announcesRange = false;
  let announcesCurve = false;
  const format = (value: number): string => shown?.format(value) ?? '';
  const extent = (): Range => shown?.places.extent ?? { from: 0, to: 1 };
  const visible = (): Range => range() ?? extent();

  const reader = createChartReader(plot, {
    readings: () => {
      readings ??= shown ? readingsIn(shown) : [];
      return { series: shown?.read ?? [], readings, format };
    },
    pixelOf: x => painter.pixelOf(x),
    valueAt: pixel => painter.valueAt(pixel),
    area: () => painter.area,
    reveal: x => {
      if (range()) onRange(movedTo(visible(), extent(), x));
    },
  });
  const zoom = createChartZoom(plot, {
    range: visible,
    extent,
    show: onRange,
    place: reader.place,
    valueAt: pixel => painter.valueAt(pixel),
    area: () => painter.area,
  });
  plot.append(zoom.selection, reader.rule, reader.tip);
  plot.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOther = onKey?.(event) ?? false;
    const isRead = isOther || reader.press(event);
    const isZoomed = !isRead && zoom.press(event);
    if (isRead || isZoomed) event.preventDefault();
    // A pointer sees what it does.
    announcesRange = isZoomed;
    announcesCurve = isOther;
  });
  if (onPoint) {
    const pointAt = ({ clientX, clientY }: MouseEvent): ChartPoint => {
      const box = plot.getBoundingClientRect();
      const { top, bottom } = painter.area;
      return { x: painter.valueAt(clientX - box.left), share: (bottom - (clientY - box.top)) / (bottom - top) };
    };
    let pressedAt = 0;
    plot.addEventListener('pointerdown', ({ clientX }) => (pressedAt = clientX));
    plot.addEventListener('pointermove', event => onPoint(pointAt(event), false));
    plot.addEventListener('pointerleave', () => onPoint(undefined, false));
    plot.addEventListener('click', event => {
      // The end of drawing across the chart is none.
      if (Math.abs(event.clientX - pressedAt) <= CLICK) onPoint(pointAt(event), true);
    });
  }

  const showTable = (): void => {
    if (!shown) return;
    const { recorded, along } = shown;
    const rows = along ? readingsAlong(recorded, along.place) : readingsByEpoch(recorded);
    table.show({ series: recorded, readings: rows, format }, along);
  };
  const toggle = element('button', { type: 'button', class: 'iconButton', 'aria-pressed': 'false', title: `${title} as a table` });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, `${title} as a table`));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    plot.hidden = asTable;
    table.element.hidden = !asTable;
    showTable();
  });
  const heading = element(`h${level}`, { id: `chart-${name}`, title: level === 3 ? title : undefined }, title);
  const exportMenu = createExportMenu({
    ...exported,
    label: `Export the chart ${title}`,
    svg: palette => {
      if (!shown) throw new Error('There is nothing to save before the run has begun.');
      return lineChartSvg({ ...shown, title: pictureTitle() }, { palette, width: 720, height: 400 });
    },
  });
  return {
    element: element(
      'section',
      { class: 'card chart', 'aria-labelledby': heading.id },
      element(
        'div',
        { class: 'cardHead' },
        heading,
        figure ?? (beside ? [] : legend.element),
        element('div', { class: 'tools' }, choices, toggle, exportMenu),
      ),
      beside
        ? element('div', { class: 'plotAndKeys' }, element('div', { class: 'plots' }, plot, table.element), beside)
        : [plot, table.element],
      reader.announcement,
    ),
    show(chart) {
      shown = chart;
      readings = undefined;
      painter.draw(chart);
      reader.refresh();
      if (!beside && !figure) legend.show(chart.curves, chart.hidden);
      const keys = `The arrow keys go through the ${chart.along ? 'values' : 'epochs'}, ${KEYS}`;
      plot.setAttribute('aria-label', `${chart.title}, ${chart.rangeInWords}. ${keys}${moreKeys}`);
      if (announcesRange) setText(reader.announcement, `Shown: ${chart.rangeInWords}`);
      if (announcesCurve) reader.sayCurve();
      announcesRange = announcesCurve = false;
      if (!table.element.hidden) showTable();
    },
    dispose() {
      stopListening();
      painter.dispose();
    },
  };
}

function readingsIn({ read, places, along }: ReadableChart<string>): Reading[] {
  return along ? readingsAlong(read, along.place) : readingsOf(read, places.unit);
}

const KEYS = 'plus and minus zoom, Shift with an arrow key moves what is shown, 0 shows all.';
