import { svgElement } from '../dom';

const WIDTH = 120;
const HEIGHT = 16;

/** The course of the last values, beside the figure that says the last of them. */
export function createSparkline(role: 'training' | 'context'): { element: Element; draw(values: readonly number[]): void } {
  const line = svgElement('polyline', { fill: 'none' });
  const picture = svgElement(
    'svg',
    { class: `sparkline ${role}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    line,
  );
  return {
    element: picture,
    draw: values => {
      const least = values.reduce((a, b) => Math.min(a, b), Infinity);
      const span = values.reduce((a, b) => Math.max(a, b), -Infinity) - least;
      const points = values.map((value, index) => {
        const x = (index / Math.max(1, values.length - 1)) * WIDTH;
        const y = span > 0 ? HEIGHT - 2 - ((value - least) / span) * (HEIGHT - 4) : HEIGHT / 2;
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      });
      line.setAttribute('points', points.length > 1 ? points.join(' ') : '');
    },
  };
}
