import { pixelX, type Box } from './box';
import type { LineChart } from './lineChart';
import type { Point } from './points';
import { FONT_SIZE, textWidth } from './svg';

/** The share of the horizontal axis from which on nothing was reached; undefined if everything that is shown was. */
export function reachedShare({ reached, xAxis }: LineChart): number | undefined {
  return reached !== undefined && reached < xAxis.to ? Math.max(0, xAxis.at(reached)) : undefined;
}

/** What is written there: where it begins and the middle of its height, in pixels. Undefined where there is no room for it. */
export function placeReachedLabel(chart: LineChart, box: Box): (Point & { readonly text: string }) | undefined {
  const share = reachedShare(chart);
  if (share === undefined) return undefined;
  const x = pixelX(box, share) + 6;
  const text = chart.reachedLabels?.find(label => x + textWidth(label) <= box.right);
  return text === undefined ? undefined : { text, x, y: box.top + FONT_SIZE };
}
