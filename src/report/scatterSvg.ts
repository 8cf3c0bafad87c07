import type { Box } from './box';
import { chartAxes } from './chartAxes';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { tickLabelWidth } from './lineChart';
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
    chartAxes(plot, box, palette),
    svgText(plot.xLabel, [middleX, height - EDGE], muted),
    svgText(plot.yLabel, [EDGE + FONT_SIZE, middleY], { ...muted, upwards: true }),
    plot.dots.map(dot => mark(dot, plot, { box, palette })),
  );
}

function mark(dot: Dot, plot: ScatterPlot, { box, palette }: { readonly box: Box; readonly palette: Palette }): string {
  const { x, y } = placedDot(dot, plot, box);
  const { role, marker } = dot.look;
  const color = palette[role];
  const line = { stroke: color, 'stroke-width': MARKER_LINE };
  const inside = isStroked(marker) ? 'none' : marker === 'circle' ? palette.background : color;
  return xml('path', { class: 'dot', d: markerPath(marker, x, y), fill: inside, ...line });
}
