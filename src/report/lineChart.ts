import { linearAxis, logAxis } from './axis';
import type { Palette } from './palette';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { FONT_SIZE, shortened, svgText, textWidth, xml } from './svg';
import { maxOf } from '../util/extremes';

export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  readonly yScale: 'linear' | 'log';
  readonly palette: Palette;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Series {
  readonly label: string;
  /** `[x, y]`; at what is not finite, or not above 0 on a logarithmic axis, the line is broken. */
  readonly points: readonly (readonly [number, number])[];
  readonly role: 'training' | 'validation' | 'context';
  /** `thin` for what is noisy, `markers` with a filled square at each point, `dashed` with a hollow circle at each. */
  readonly style: 'line' | 'thin' | 'markers' | 'dashed';
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const LEGEND_ROW = 18;
const SWATCH = 24;

/** Curves over a common axis as an SVG document: title, legend, labelled axes, horizontal grid. */
export function lineChartSvg({ title, xLabel, yLabel, series, yScale, palette, width, height }: LineChart): string {
  const legend = layOutLegend(series, width - 2 * EDGE);
  const top = BELOW_TITLE + legend.rows * LEGEND_ROW + 8;
  const bottom = height - EDGE - 2 * (FONT_SIZE + 7);
  const drawn = series.flatMap(({ points }) => points.filter(([x, y]) => Number.isFinite(x) && isDrawn(y, yScale)));
  const levels = drawn.map(([, y]) => y);
  const yAxis =
    yScale === 'log'
      ? logAxis(levels, Math.max(2, Math.floor((bottom - top) / 20)))
      : linearAxis(levels, { ends: 'nice', ticks: Math.max(2, Math.floor((bottom - top) / 48)) });
  const labelWidth = maxOf(
    yAxis.ticks.map(({ label }) => textWidth(label)),
    0,
  );
  const box: Box = { left: EDGE + FONT_SIZE + 8 + labelWidth + 8, top, right: width - EDGE - 8, bottom };
  const xAxis = linearAxis(
    drawn.map(([x]) => x),
    { ends: 'exact', ticks: Math.max(1, Math.floor((box.right - box.left) / 80)) },
  );
  const x = (value: number): number => box.left + xAxis.at(value) * (box.right - box.left);
  const y = (value: number): number => box.bottom - yAxis.at(value) * (box.bottom - box.top);
  return chartDocument(
    { width, height, title, description: describe({ xLabel, yLabel, series, yScale }), palette },
    legend.entries.map(({ series: one, text, left, row }) => {
      const middle = BELOW_TITLE + row * LEGEND_ROW + LEGEND_ROW / 2;
      const line = [
        [left, middle],
        [left + SWATCH - 8, middle],
      ] as const;
      const marks = [[left + SWATCH / 2 - 4, middle]] as const;
      return xml(
        'g',
        { class: 'legend' },
        curve(one, [line], palette),
        markers(one, marks, palette),
        svgText(text, [left + SWATCH, middle + 4], { fill: palette.foreground }),
      );
    }),
    yAxis.ticks.map(({ value, label }) => {
      const level = y(value);
      const line = { x1: box.left, x2: box.right, y1: level, y2: level, stroke: palette.grid };
      return xml(
        'g',
        { class: 'yTick' },
        xml('line', line),
        svgText(label, [box.left - 8, level + 4], { fill: palette.muted, anchor: 'end' }),
      );
    }),
    xml('line', {
      class: 'base',
      x1: box.left,
      x2: box.right,
      y1: box.bottom,
      y2: box.bottom,
      stroke: palette.muted,
      'stroke-opacity': 0.6,
    }),
    xAxis.ticks.map(({ value, label }) => {
      const place = x(value);
      const line = { x1: place, x2: place, y1: box.bottom, y2: box.bottom + 4, stroke: palette.muted, 'stroke-opacity': 0.6 };
      return xml(
        'g',
        { class: 'xTick' },
        xml('line', line),
        svgText(label, [place, box.bottom + 17], { fill: palette.muted, anchor: 'middle' }),
      );
    }),
    svgText(xLabel, [(box.left + box.right) / 2, height - EDGE], { fill: palette.muted, anchor: 'middle' }),
    svgText(yLabel, [EDGE + FONT_SIZE, (box.top + box.bottom) / 2], { fill: palette.muted, anchor: 'middle', upwards: true }),
    ...(drawn.length === 0
      ? [
          svgText('Nothing recorded yet', [(box.left + box.right) / 2, (box.top + box.bottom) / 2], {
            fill: palette.muted,
            anchor: 'middle',
          }),
        ]
      : []),
    series.map(one => {
      const places = one.points.map(([of, value]) => [x(of), isDrawn(value, yScale) ? y(value) : NaN] as const);
      return xml('g', { class: 'series' }, curve(one, unbroken(places), palette), markers(one, unbroken(places).flat(), palette));
    }),
  );
}

function isDrawn(value: number, scale: LineChart['yScale']): boolean {
  return Number.isFinite(value) && (scale === 'linear' || value > 0);
}

type Place = readonly [number, number];

/** The stretches of a line between its gaps. */
function unbroken(places: readonly Place[]): Place[][] {
  const stretches: Place[][] = [[]];
  for (const place of places) {
    if (place.every(Number.isFinite)) stretches.at(-1)!.push(place);
    else if (stretches.at(-1)!.length > 0) stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
}

const strokes: Readonly<Record<Series['style'], { readonly width: number; readonly opacity?: number; readonly dashes?: string }>> = {
  line: { width: 2 },
  thin: { width: 1, opacity: 0.5 },
  markers: { width: 1.5 },
  dashed: { width: 1.25, dashes: '5 4' },
};

function curve({ role, style }: Series, stretches: readonly (readonly Place[])[], palette: Palette): string {
  const { width, opacity, dashes } = strokes[style];
  const two = (value: number): number => Math.round(value * 100) / 100;
  return xml('path', {
    // A point by itself is drawn as a dot: a line of no length with round ends.
    d: stretches.map(places => `M${places.map(([x, y]) => `${two(x)},${two(y)}`).join('L')}${places.length === 1 ? 'h0' : ''}`).join(''),
    fill: 'none',
    stroke: palette[role],
    'stroke-width': width,
    'stroke-opacity': opacity,
    'stroke-dasharray': dashes,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });
}

/** More marks than this would hide their line. */
const MOST_MARKS = 60;

function markers({ role, style }: Series, places: readonly Place[], palette: Palette): string {
  if (style === 'line' || style === 'thin') return '';
  const every = Math.ceil(places.length / MOST_MARKS);
  const marked = places.filter((_, i) => (places.length - 1 - i) % every === 0);
  const colour = palette[role];
  return marked
    .map(([x, y]) =>
      style === 'markers'
        ? xml('rect', { x: x - 2.5, y: y - 2.5, width: 5, height: 5, fill: colour })
        : xml('circle', { cx: x, cy: y, r: 2.5, fill: palette.background, stroke: colour, 'stroke-width': 1.25 }),
    )
    .join('');
}

/** Entries side by side as long as there is room, then in a new row. */
function layOutLegend(
  series: readonly Series[],
  width: number,
): { rows: number; entries: { series: Series; text: string; left: number; row: number }[] } {
  let [left, row] = [0, 0];
  const entries = series.map(one => {
    const text = shortened(one.label, width - SWATCH);
    const needed = SWATCH + textWidth(text);
    if (left > 0 && left + needed > width) [left, row] = [0, row + 1];
    const entry = { series: one, text, left: EDGE + left, row };
    left += needed + 16;
    return entry;
  });
  return { rows: series.length === 0 ? 0 : row + 1, entries };
}

function describe({ xLabel, yLabel, series, yScale }: Pick<LineChart, 'xLabel' | 'yLabel' | 'series' | 'yScale'>): string {
  const curves = series.map(({ label, points }) => {
    const drawn = points.filter(([, value]) => isDrawn(value, yScale));
    const [first, last] = [drawn[0], drawn.at(-1)];
    if (!first || !last) return `${label}: no points.`;
    return `${label}: ${drawn.length} ${drawn.length === 1 ? 'point' : 'points'}, from ${short(first[1])} to ${short(last[1])}.`;
  });
  return [`${yLabel} against ${xLabel}${yScale === 'log' ? ', logarithmic' : ''}.`, ...curves].join(' ');
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
