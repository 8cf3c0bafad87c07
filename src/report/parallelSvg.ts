import { parameterTable } from '../contract/parameters';
import { settingInWords } from '../experiment/sweeps/settingInWords';
import { percent } from '../util/format';
import { BELOW_TITLE, chartDocument, EDGE } from './chartDocument';
import { toCsv } from './csv';
import type { LineChartPicture } from './lineChartSvg';
import { isWithin, linePoints, OUTCOME, parallelPlaces, type AxisRange, type ParallelChart, type ParallelLine } from './parallelChart';
import { FONT_SIZE, shortened, svgText, xml } from './svg';

/** Beside the outer axes there is room for what stands at them. */
const ASIDE = 64;

/** What the axes of such a picture enclose, in pixels. */
export function parallelBox({ width, height }: { readonly width: number; readonly height: number }, top: number) {
  return { left: EDGE + ASIDE, right: width - EDGE - ASIDE, top: top + FONT_SIZE + 14, bottom: height - EDGE - 6 };
}

/** Parallel coordinates as an SVG document; lines outside of the chosen ranges are faint. */
export function parallelSvg(chart: ParallelChart, ranges: readonly AxisRange[], { palette, width, height }: LineChartPicture): string {
  const box = parallelBox({ width, height }, BELOW_TITLE);
  const places = parallelPlaces(chart, box);
  const path = (line: ParallelLine, color: string, look: { readonly opacity: number; readonly width: number }): string =>
    xml('path', {
      d: pathOf(linePoints(chart, line, places)),
      fill: 'none',
      stroke: color,
      'stroke-opacity': look.opacity,
      'stroke-width': look.width,
    });
  const [within, outside] = [true, false].map(is => chart.lines.filter(line => isWithin(chart, line, ranges) === is)) as [
    ParallelLine[],
    ParallelLine[],
  ];
  const best = chart.lines.findLast(({ setting }) => setting.rank === 1);
  const axes = chart.axes.map(({ name, ticks }, i) => {
    const x = places.xOf(i);
    return [
      xml('line', { x1: x, x2: x, y1: box.top, y2: box.bottom, stroke: palette.muted }),
      svgText(shortened(name, spaceOf(chart, box) - 8), [x, box.top - 10], { fill: palette.foreground, anchor: 'middle' }),
      ...ticks.map(({ at, label }) =>
        svgText(shortened(label, ASIDE), [x - 6, places.yOf(at) + 4], { fill: palette.muted, anchor: 'end' }),
      ),
    ].join('');
  });
  return chartDocument(
    { width, height, title: titleOf(chart), description: descriptionOf(best), palette },
    outside.map(line => path(line, palette.muted, { opacity: 0.2, width: 1 })),
    within.map(line => path(line, palette.training, { opacity: 0.6, width: 1.25 })),
    best ? path(best, palette.validation, { opacity: 1, width: 2.5 }) : [],
    axes,
  );
}

export function titleOf({ axes, lines }: ParallelChart): string {
  return `${lines.length} settings of ${axes
    .slice(0, -1)
    .map(({ name }) => name)
    .join(', ')}`;
}

function descriptionOf(best: ParallelLine | undefined): string {
  if (!best || best.setting.mean === null) return 'No setting has a result yet.';
  return `The best is ${settingInWords(best.setting.values)}, ${percent(best.setting.mean)} ${OUTCOME}.`;
}

function spaceOf({ axes }: ParallelChart, { left, right }: { readonly left: number; readonly right: number }): number {
  return (right - left) / Math.max(1, axes.length - 1);
}

/** `M0 10L50 3` */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** A row for each setting in its order, numbers in full; of those outside of the chosen ranges none. */
export function settingsCsv(chart: ParallelChart, ranges: readonly AxisRange[]): string {
  const names = parameterTable.map(({ name }) => name).filter(name => chart.axes.some(axis => axis.name === name));
  const shown = chart.lines.toReversed().filter(line => isWithin(chart, line, ranges));
  return toCsv(
    ['rank', ...names, 'val_accuracy_mean', 'val_accuracy_sd', 'n', 'remarks', 'ids'],
    shown.map(({ setting: { rank, values, mean, deviation, n, remarks, runs } }) => [
      rank,
      ...names.map(name => values[name] ?? null),
      mean,
      deviation,
      n,
      remarks,
      runs.map(({ id }) => id).join(' '),
    ]),
  );
}
