import type { Palette } from './palette';
import { shortened, svgDocument, svgText, type Xml } from './svg';

/** Between a chart and the edge of its picture, in pixels. */
export const EDGE = 12;

const TITLE_SIZE = 13;

/** Where what stands below the title begins. */
export const BELOW_TITLE = EDGE + TITLE_SIZE + 8;

export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the chart tells, in a sentence or two. */
  readonly description: string;
  readonly palette: Palette;
}

/** A chart as an SVG document: its title, shortened to the width, above what it shows. */
export function chartDocument({ width, height, title, description, palette }: ChartFrame, ...children: readonly Xml[]): string {
  const { fontFamily, background, foreground } = palette;
  const heading = shortened(title, width - 2 * EDGE, TITLE_SIZE);
  return svgDocument(
    { width, height, title, description, fontFamily, background },
    svgText(heading, [EDGE, EDGE + TITLE_SIZE], { fill: foreground, size: TITLE_SIZE, bold: true }),
    ...children,
  );
}
