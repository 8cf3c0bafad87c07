import { pixelX, pixelY, type Box } from './box';
import { chartAxes } from './chartAxes';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { endLabelMargin, LABEL_HALO, placeEndLabels } from './endLabels';
import { placeHighlights, RING_RADIUS, RING_WIDTH, ringColors, type PlacedHighlight } from './highlights';
import { placeInset, type PlacedInset } from './inset';
import {
  emptyText,
  frame,
  fullLabel,
  legendOf,
  overhangOf,
  placedBand,
  placedPoints,
  reachedDashes,
  strokeOf,
  tickLabelWidth,
  type Band,
  type LineChart,
  type Series,
} from './lineChart';
import { isStroked, MARKER_LINE, MARKER_RADIUS, markerPath, type Marker } from './marker';
import type { Palette } from './palette';
import type { PlacedPoint } from './points';
import { placeReachedLabel, shadeOf } from './reached';
import { FONT_SIZE, shortened, svgText, textWidth, xml } from './svg';

export interface LineChartPicture {
  readonly palette: Palette;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

const LEGEND_ROW = 18;
const SWATCH = 24;

/** A chart as an SVG document: title, legend, labelled axes, horizontal grid, curves, and their labels. */
export function lineChartSvg(chart: LineChart, { palette, width, height }: LineChartPicture): string {
  const legend = layOutLegend(legendOf(chart.series), width - 2 * EDGE);
  const box: Box = {
    left: EDGE + FONT_SIZE + 8 + tickLabelWidth(chart) + 8,
    top: BELOW_TITLE + legend.rows * LEGEND_ROW + 8,
    right: width - EDGE - endLabelMargin(chart),
    bottom: height - EDGE - 2 * (FONT_SIZE + 7),
  };
  const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2] as const;
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  // Beside a long note the label of the axis does not stay in the middle.
  const isTight =
    textWidth(chart.xLabel) / 2 + SWATCH + textWidth(chart.note ?? '') > (box.right - box.left) / 2 && chart.note !== undefined;
  const endLabels = placeEndLabels(chart, box);
  const inset = placeInset(chart.inset, box);
  const empty = emptyText(chart);
  return chartDocument(
    { width, height, title: chart.title, description: describe(chart), palette },
    legend.entries.map(entry => legendEntry(entry, palette)),
    chartAxes(chart, box, palette),
    svgText(chart.xLabel, [isTight ? box.left : middle[0], height - EDGE], { ...muted, anchor: isTight ? 'start' : 'middle' }),
    svgText(chart.yLabel, [EDGE + FONT_SIZE, middle[1]], { ...muted, upwards: true }),
    chart.note === undefined ? '' : svgText(chart.note, [box.right, height - EDGE], { ...muted, anchor: 'end' }),
    empty === undefined ? '' : svgText(empty, middle, muted),
    stillToCome(chart, box, palette),
    (chart.bands ?? []).map(one => band(one, chart, { box, palette })),
    chart.series.map(one => {
      const stretches = unbroken(inPixels(placedPoints(one, chart), box));
      return withinAxes(one, box, [curve(one, stretches, palette), ...markers(one, stretches.flat(), palette)]);
    }),
    inset ? insetOf(inset, palette) : '',
    endLabels.map(({ text, x, y }) =>
      xml('g', { class: 'endLabel', ...halo(palette) }, svgText(text, [x, y + 4], { fill: palette.foreground })),
    ),
    placeHighlights(chart, box, endLabels).map(one => highlight(one, palette)),
  );
}

function halo({ background }: Palette): Readonly<Record<string, string | number>> {
  return { stroke: background, 'stroke-width': LABEL_HALO, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
}

function highlight({ ring, text, label, look }: PlacedHighlight, palette: Palette): string {
  const circle = { cx: ring.x, cy: ring.y, r: RING_RADIUS, ...ringColors(look, palette), 'stroke-width': RING_WIDTH };
  const words = svgText(text, [label.x, label.y + 4], { fill: palette.foreground, anchor: 'middle' });
  return xml('g', { class: 'highlight' }, xml('circle', circle), xml('g', halo(palette), words));
}

/** All of the chart, small, with the part of it that is shown. */
function insetOf({ frame: outer, shown, line, label }: PlacedInset, palette: Palette): string {
  const rectangle = ({ left, top, right, bottom }: Box): Readonly<Record<string, number>> => ({
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
  });
  return xml(
    'g',
    { class: 'inset' },
    xml('rect', { ...rectangle(outer), fill: palette.background, stroke: palette.context, 'stroke-opacity': frame.axis }),
    xml('polyline', { points: line.map(({ x, y }) => `${x},${y}`).join(' '), fill: 'none', stroke: palette.training, 'stroke-width': 1.5 }),
    xml('rect', { ...rectangle(shown), fill: palette.background, stroke: palette.foreground }),
    svgText(label.text, [label.x, label.y + 4], { fill: palette.muted, anchor: 'middle' }),
  );
}

/** What lies beyond the place that was reached, shaded, and why nothing is there. */
function stillToCome(chart: LineChart, box: Box, palette: Palette): string {
  const shade = shadeOf(chart);
  if (!shade) return '';
  const { top, right, bottom } = box;
  const { context, training, muted } = palette;
  const x = pixelX(box, shade.from);
  const area = { x, y: top, width: right - x, height: bottom - top, fill: context, 'fill-opacity': frame.beyond };
  const rule = { x1: x, x2: x, y1: top, y2: bottom, stroke: training, 'stroke-opacity': frame.reached };
  const label = placeReachedLabel(chart, box);
  return xml(
    'g',
    { class: 'stillToCome' },
    xml('rect', area),
    shade.hasRule ? xml('line', { ...rule, 'stroke-dasharray': reachedDashes.join(' ') }) : '',
    label ? xml('g', halo(palette), svgText(label.text, [label.x, label.y + 4], { fill: muted })) : '',
  );
}

function band(of: Band, chart: LineChart, { box, palette }: { readonly box: Box; readonly palette: Palette }): string {
  const points = placedBand(of, chart).map(({ x, y }) => `${pixelX(box, x).toFixed(2)},${pixelY(box, y).toFixed(2)}`);
  const { left, top, right, bottom } = box;
  const frameOfAxes = { x: left, y: top, width: right - left, height: bottom - top };
  const shape = xml('polygon', { points: points.join(' '), fill: palette[of.role], 'fill-opacity': of.opacity });
  return points.length < 4 ? '' : xml('svg', { class: 'band', ...frameOfAxes, viewBox: Object.values(frameOfAxes).join(' ') }, shape);
}

/** An inner picture, which cuts off what leaves it. A clip path would need an id, and two charts of one page would share it. */
function withinAxes(series: Series, { left, top, right, bottom }: Box, children: readonly string[]): string {
  const more = overhangOf(series);
  const [x, y, width, height] = [left - more, top - more, right - left + 2 * more, bottom - top + 2 * more];
  return xml('svg', { class: 'series', x, y, width, height, viewBox: [x, y, width, height].join(' ') }, children);
}

function inPixels(points: readonly PlacedPoint[], box: Box): PlacedPoint[] {
  return points.map(({ x, y, isMarked }) => ({ x: pixelX(box, x), y: pixelY(box, y), isMarked }));
}

/** The stretches of a line between its gaps. */
function unbroken(points: readonly PlacedPoint[]): PlacedPoint[][] {
  const stretches: PlacedPoint[][] = [[]];
  for (const point of points) {
    if (Number.isFinite(point.x) && Number.isFinite(point.y)) stretches.at(-1)!.push(point);
    else if (stretches.at(-1)!.length > 0) stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
}

function curve(series: Series, stretches: readonly (readonly PlacedPoint[])[], palette: Palette): string {
  const { width, opacity, dashes } = strokeOf(series);
  const two = (value: number): number => Math.round(value * 100) / 100;
  return xml('path', {
    // A point by itself is drawn as a dot: a line of no length with round ends.
    d: stretches.map(points => `M${points.map(({ x, y }) => `${two(x)},${two(y)}`).join('L')}${points.length === 1 ? 'h0' : ''}`).join(''),
    fill: 'none',
    stroke: palette[series.role],
    'stroke-width': width,
    'stroke-opacity': opacity,
    'stroke-dasharray': dashes.length > 0 ? dashes.join(' ') : undefined,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
  });
}

function markers(series: Series, points: readonly PlacedPoint[], palette: Palette): string[] {
  const { marker, opacity } = strokeOf(series);
  if (!marker) return [];
  const color = palette[series.role];
  const faint = opacity < 1 && series.look ? { opacity } : {};
  return points.filter(({ isMarked }) => isMarked).map(({ x, y }) => mark(marker, { x, y }, { color, palette, faint }));
}

interface MarkLook {
  readonly color: string;
  readonly palette: Palette;
  readonly faint: Readonly<Record<string, number>>;
}

function mark(marker: Marker, { x, y }: { readonly x: number; readonly y: number }, { color, palette, faint }: MarkLook): string {
  const size = 2 * MARKER_RADIUS;
  const line = { stroke: color, 'stroke-width': MARKER_LINE };
  if (marker === 'square')
    return xml('rect', { x: x - MARKER_RADIUS, y: y - MARKER_RADIUS, width: size, height: size, fill: color, ...faint });
  if (marker === 'circle') return xml('circle', { cx: x, cy: y, r: MARKER_RADIUS, fill: palette.background, ...line, ...faint });
  const d = markerPath(marker, x, y);
  return xml('path', { class: 'mark', d, ...(isStroked(marker) ? { fill: 'none', ...line } : { fill: color }), ...faint });
}

interface LegendEntry {
  readonly series: Series;
  readonly text: string;
  readonly left: number;
  readonly row: number;
}

/** Entries side by side as long as there is room, then in a new row. */
function layOutLegend(series: readonly Series[], width: number): { rows: number; entries: LegendEntry[] } {
  let [left, row] = [0, 0];
  const entries = series.map(one => {
    const text = shortened(fullLabel(one), width - SWATCH);
    const needed = SWATCH + textWidth(text);
    if (left > 0 && left + needed > width) [left, row] = [0, row + 1];
    const entry = { series: one, text, left: EDGE + left, row };
    left += needed + 16;
    return entry;
  });
  return { rows: series.length === 0 ? 0 : row + 1, entries };
}

function legendEntry({ series, text, left, row }: LegendEntry, palette: Palette): string {
  const y = BELOW_TITLE + row * LEGEND_ROW + LEGEND_ROW / 2;
  const at = (x: number): PlacedPoint => ({ x: left + x, y, isMarked: true });
  return xml(
    'g',
    { class: 'legend' },
    curve(series, [[at(0), at(SWATCH - 8)]], palette),
    markers(series, [at(SWATCH / 2 - 4)], palette),
    svgText(text, [left + SWATCH, y + 4], { fill: palette.foreground }),
  );
}

function describe({ xLabel, yLabel, xAxis, yAxis, series, ...chart }: LineChart): string {
  const curves = series.flatMap(one => {
    if (one.part === 'smoothed') return [];
    const label = fullLabel(one);
    const drawn = one.points.filter(({ x, y }) => x >= xAxis.from && x <= xAxis.to && Number.isFinite(yAxis.at(y)));
    const [first, last] = [drawn[0], drawn.at(-1)];
    if (!first || !last) return [`${label}: no points.`];
    const points = `${drawn.length} ${drawn.length === 1 ? 'point' : 'points'}`;
    return [`${label}: ${points}, from ${chart.format(first.y)} to ${chart.format(last.y)}.`];
  });
  const how = [chart.rangeInWords, yAxis.scale === 'log' ? 'logarithmic' : undefined, chart.note];
  const best = (chart.highlights ?? []).map(({ label, y }) => `${label}, ${chart.format(y)}.`);
  return [`${[`${yLabel} against ${xLabel}`, ...how.flatMap(word => word ?? [])].join(', ')}.`, ...curves, ...best].join(' ');
}
