import { pixelX, pixelY, type Box } from './box';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { frame, tickLabelWidth } from './lineChart';
import type { LineChartPicture } from './lineChartSvg';
import { isStroked, MARKER_LINE, markerPath } from './marker';
import type { Palette } from './palette';
import { placedDot, type Dot, type ScatterPlot } from './scatterPlot';
import { FONT_SIZE, svgText, xml } from './svg';

/** What the axes of such a picture enclose. */
export function scatterBox(
  plot: Pick<ScatterPlot, 'yAxis'>,
  { width, height }: { readonly width: number; readonly height: number },
  top: number,
): Box {
  return {
    left: EDGE + FONT_SIZE + 8 + tickLabelWidth(plot) + 8,
    top,
    right: width - EDGE - 8,
    bottom: height - EDGE - 2 * (FONT_SIZE + 7),
  };
}

/** A parameter against a metric as an SVG document: title, labelled axes, a mark for each run. */
export function scatterSvg(plot: ScatterPlot, { palette, width, height }: LineChartPicture): string {
  const box = scatterBox(plot, { width, height }, BELOW_TITLE + 8);
  const muted = { fill: palette.muted, anchor: 'middle' } as const;
  const [middleX, middleY] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const description = plot.dots.map(({ label, xText, yText }) => `${label}: ${xText}, ${yText}.`).join(' ');
  return chartDocument(
    { width, height, title: plot.title, description: description || 'No run has both.', palette },
    axes(plot, box, palette),
    svgText(plot.xLabel, [middleX, height - EDGE], muted),
    svgText(plot.yLabel, [EDGE + FONT_SIZE, middleY], { ...muted, upwards: true }),
    plot.dots.map(dot => mark(dot, plot, { box, palette })),
  );
}

function axes({ xAxis, yAxis }: ScatterPlot, box: Box, palette: Palette): string[] {
  const { left, right, bottom } = box;
  const line = (opacity: number, ends: Readonly<Record<'x1' | 'x2' | 'y1' | 'y2', number>>): string =>
    xml('line', { ...ends, stroke: palette.context, 'stroke-opacity': opacity });
  const rows = yAxis.ticks.map(({ value, label }) => {
    const y = pixelY(box, yAxis.at(value));
    const text = svgText(label, [left - 8, y + 4], { fill: palette.muted, anchor: 'end' });
    return xml('g', { class: 'yTick' }, line(frame.grid, { x1: left, x2: right, y1: y, y2: y }), text);
  });
  const columns = xAxis.ticks.map(({ value, label }) => {
    const x = pixelX(box, xAxis.at(value));
    const text = svgText(label, [x, bottom + 17], { fill: palette.muted, anchor: 'middle' });
    return xml('g', { class: 'xTick' }, line(frame.axis, { x1: x, x2: x, y1: bottom, y2: bottom + 4 }), text);
  });
  return [...rows, line(frame.axis, { x1: left, x2: right, y1: bottom, y2: bottom }), ...columns];
}

function mark(dot: Dot, plot: ScatterPlot, { box, palette }: { readonly box: Box; readonly palette: Palette }): string {
  const { x, y } = placedDot(dot, plot, box);
  const { role, marker } = dot.look;
  const color = palette[role];
  const line = { stroke: color, 'stroke-width': MARKER_LINE };
  const inside = isStroked(marker) ? 'none' : marker === 'circle' ? palette.background : color;
  return xml('path', { class: 'dot', d: markerPath(marker, x, y), fill: inside, ...line });
}
