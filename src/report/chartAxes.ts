import { pixelX, pixelY, type Box } from './box';
import { frame, type LineChart } from './lineChart';
import type { Palette } from './palette';
import { svgText, xml } from './svg';

/** The axes of a chart as SVG: their lines, ticks and labels, and the grid. */
export function chartAxes({ xAxis, yAxis }: Pick<LineChart, 'xAxis' | 'yAxis'>, box: Box, palette: Palette): string[] {
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
