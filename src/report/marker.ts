/** The shape of the mark at a point, so that curves are told apart without their colours: `square` and `disc` filled, `circle` hollow. */
export type Marker = 'square' | 'circle' | 'disc' | 'triangle' | 'inverted' | 'diamond' | 'plus' | 'cross';

/** Half of a marker's width, in pixels. */
export const MARKER_RADIUS = 3;
/** The width of a marker's line. */
export const MARKER_LINE = 1.25;

/** Whether a mark consists of lines alone. */
export function isStroked(marker: Marker): boolean {
  return marker === 'plus' || marker === 'cross';
}

/** The outline of a mark around a point, as the path of an SVG drawing. */
export function markerPath(marker: Marker, x: number, y: number): string {
  const r = MARKER_RADIUS;
  const line = (...points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([dx, dy]) => `${hundredths(x + dx)},${hundredths(y + dy)}`).join('L')}`;
  switch (marker) {
    case 'square':
      return `${line([-r, -r], [r, -r], [r, r], [-r, r])}Z`;
    case 'circle':
    case 'disc':
      return `${line([-r, 0])}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
    case 'triangle':
      return `${line([0, -1.2 * r], [1.15 * r, 0.9 * r], [-1.15 * r, 0.9 * r])}Z`;
    case 'inverted':
      return `${line([0, 1.2 * r], [1.15 * r, -0.9 * r], [-1.15 * r, -0.9 * r])}Z`;
    case 'diamond':
      return `${line([0, -1.3 * r], [1.3 * r, 0], [0, 1.3 * r], [-1.3 * r, 0])}Z`;
    case 'plus':
      return line([-1.2 * r, 0], [1.2 * r, 0]) + line([0, -1.2 * r], [0, 1.2 * r]);
    case 'cross':
      return line([-r, -r], [r, r]) + line([r, -r], [-r, r]);
  }
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
