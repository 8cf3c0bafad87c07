import { effectMetric } from '../../experiment/effects/effectMetrics';
import { BELOW_TITLE, chartDocument, EDGE } from '../chartDocument';
import type { Palette } from '../palette';
import { xml } from '../svg';
import { differenceBySeed } from './differenceBySeed';
import type { DifferenceGroup } from './differenceRows';
import { shapesSvg } from './shapes';

const WIDTH = 720;

/** Every pair of each level on a metric, with the mean and its interval, as an SVG document. */
export function differenceSvg(
  groups: readonly DifferenceGroup[],
  { title, palette }: { readonly title: string; readonly palette: Palette },
): string {
  const { shapes, height, rows } = differenceBySeed(groups, WIDTH - 2 * EDGE);
  const metric = groups[0] && effectMetric(groups[0].effect.metric).label;
  return chartDocument(
    {
      width: WIDTH,
      height: height + BELOW_TITLE + EDGE,
      title: metric === undefined ? title : `${title}: difference of ${metric} by seed`,
      description: rows.length === 0 ? 'No pair yet.' : `${rows.map(({ spoken }) => spoken).join('. ')}.`,
      palette,
    },
    xml('g', { transform: `translate(${EDGE} ${BELOW_TITLE})` }, shapesSvg(shapes, palette)),
  );
}
