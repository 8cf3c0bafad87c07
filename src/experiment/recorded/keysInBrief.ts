import { figureOf, type RecordedKey } from '../../contract/recorded';
import type { MetricAxes } from './metricAxes';
import type { RowStore } from './rowStore';

/** The keys of a store that are drawn, in the order in which they came, with what is known of each without its curve. */
export function keysInBrief(store: RowStore, axes: MetricAxes): RecordedKey[] {
  return [...store.keys].flatMap(([key, series]) => {
    if (axes.isHidden(key)) return [];
    const axis = axes.axisOf(key, 'steps', store);
    const { min = null, max = null } = series.range ?? {};
    return [{ key, count: series.count, last: figureOf(series.last), min, max, ...(axis.over === 'key' && { step: axis.key }) }];
  });
}
