import { pixelX, type Box } from './box';
import type { LineChart } from './lineChart';
import type { Point } from './points';
import { FONT_SIZE, textWidth } from './svg';

export interface Shade {
  /** The share of the horizontal axis from which on nothing was reached. */
  readonly from: number;
  /** Whether the place that was reached is shown, and has a rule. */
  readonly hasRule: boolean;
}

/** What is shaded; undefined if everything that is shown was reached. */
export function shadeOf({ reached, xAxis }: LineChart): Shade | undefined {
  if (reached === undefined || !(reached < xAxis.to)) return undefined;
  return { from: Math.max(0, xAxis.at(reached)), hasRule: reached >= xAxis.from };
}

/** What is written there: where it begins and the middle of its height, in pixels. Undefined where there is no room for it. */
export function placeReachedLabel(chart: LineChart, box: Box): (Point & { readonly text: string }) | undefined {
  const shade = shadeOf(chart);
  if (!shade) return undefined;
  const x = pixelX(box, shade.from) + 6;
  const text = chart.reachedLabels?.find(label => x + textWidth(label) <= box.right);
  return text === undefined ? undefined : { text, x, y: box.top + FONT_SIZE };
}
