import type { DifferenceGroup } from '../../../src/report/effects/differenceRows';
import { meanInBrief } from '../../../src/report/effects/meanInBrief';
import { levelInWords, signedAmount, valueOfMetric } from '../../../src/experiment/effects/effectInWords';
import { effectMetric } from '../../../src/experiment/effects/effectMetrics';
import { element } from '../../shared/dom';

/** The pairs of each level as tables: both values, the difference, and whether it counts. */
export function differenceTables(groups: readonly DifferenceGroup[]): HTMLElement[] {
  return groups.map(({ effect, rows }) => {
    const { parameter, levels, unit, metric } = effect;
    const [from, to] = levels.map(level => levelInWords(parameter, level));
    const figure = (value: number | null): HTMLElement => element('td', {}, value === null ? '–' : valueOfMetric(unit, value));
    const body = rows.map(({ seed, values, difference, isCounted, isLate, reason }) => {
      const amount = difference === null ? '–' : signedAmount(unit, difference);
      return element(
        'tr',
        { class: isCounted ? undefined : 'notCounted' },
        element('th', { scope: 'row' }, `${seed}${isLate ? ' *' : ''}`),
        figure(values[0]),
        figure(values[1]),
        element('td', {}, isCounted ? amount : element('s', {}, amount)),
        element('td', { class: 'reason' }, isCounted ? 'counts' : reason),
      );
    });
    const heads = ['Seed', from!, to!, 'Difference', 'Pair'].map(head => element('th', { scope: 'col' }, head));
    const { n, pHolm, p } = effect;
    const mean = element(
      'tr',
      { class: 'meanRow' },
      element('th', { scope: 'row' }, `mean of ${n}`),
      element('td', {}, ''),
      element('td', {}, ''),
      element('td', {}, meanInBrief(effect)),
      element(
        'td',
        { class: 'reason' },
        p === null ? 'no p' : `p ${p.toPrecision(2)}${pHolm !== null && pHolm !== p ? `, Holm ${pHolm.toPrecision(2)}` : ''}`,
      ),
    );
    const units = { share: '%, points', nats: 'nats', ms: 'time' }[unit];
    return element(
      'table',
      {},
      element('caption', {}, `${effectMetric(metric).label} (${units}), ${from} → ${to}`),
      element('thead', {}, element('tr', {}, heads)),
      element('tbody', {}, body, mean),
    );
  });
}
