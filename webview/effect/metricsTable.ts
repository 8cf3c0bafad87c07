import type { ShownEffect, ToldEffect } from '../../src/contract/effectPage';
import { effectMetrics } from '../../src/experiment/effects/effectMetrics';
import { methods } from '../../src/experiment/effects/method';
import { levelInWords, pInWords, signedAmount } from '../../src/experiment/effects/effectInWords';
import { effectsCsv } from '../../src/report/effects/effectCsv';
import { meanInBrief } from '../../src/report/effects/meanInBrief';
import { element, fill, icon } from '../shared/dom';
import { createExportMenu } from '../shared/exportMenu';
import { createHowComputed } from './howComputed';
import { send } from './host';
import type { Part } from './part';
import { verdictFace } from './verdictFace';

const unitWords = { share: 'points', nats: 'nats', ms: '' } as const;

/** The effect on every metric: those that runs are chosen by, those that are only reported, and time. */
export function createMetricsTable(): Part {
  const heading = element('h2', { id: 'allMetrics' }, 'Effect on every metric');
  const price = element('dl', { class: 'price' });
  const box = element('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Effect on every metric' });
  const how = createHowComputed('the effect on every metric', [methods.metrics, methods.several]);
  let drawn: ShownEffect | undefined;
  const exportMenu = createExportMenu({
    label: 'Export the effect on every metric',
    csv: () => (drawn ? effectsCsv(drawn) : ''),
    fileName: () => `effects-of-${drawn?.factor ?? ''}`,
    send,
  });
  return {
    element: element(
      'section',
      { class: 'card allMetrics', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, element('div', { class: 'tools' }, exportMenu)),
      box,
      price,
      how.button,
      how.text,
    ),
    update({ shown }) {
      if (shown === drawn) return;
      drawn = shown;
      fill(box, tableOf(shown));
      price.hidden = shown.price.length === 0;
      fill(
        price,
        element('dt', {}, 'Price per run'),
        shown.price.map(({ amount, words }) => element('dd', {}, element('strong', {}, amount), ` ${words}`)),
      );
    },
  };
}

function tableOf(shown: ShownEffect): HTMLElement {
  const hasLevels = shown.levels.length > 2;
  const heads = ['Metric', ...(hasLevels ? ['Level'] : []), 'Difference', '95 % CI', 'N', 'p', 'Verdict'];
  const groupOf = (role: string, words: string): HTMLElement[] => {
    const names = effectMetrics.filter(one => one.role === role).map(({ name }) => name);
    const rows = shown.effects.filter(({ metric }) => names.includes(metric));
    return [
      element('tr', { class: 'roleRow' }, element('th', { scope: 'rowgroup', colspan: String(heads.length) }, words)),
      ...rows.map(effect => rowOf(effect, hasLevels)),
    ];
  };
  return element(
    'table',
    { class: 'metricsTable' },
    element('caption', { class: 'visuallyHidden' }, 'Effect on every metric'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map(head => element('th', { scope: 'col' }, head)),
      ),
    ),
    element('tbody', {}, groupOf('choosing', 'Choosing: measured on the validation images')),
    element('tbody', {}, groupOf('reported', 'Reported, never chosen by: measured on the test images')),
    element('tbody', {}, groupOf('time', 'Time: it also depends on the machine and what ran beside')),
  );
}

function rowOf(effect: ToldEffect, hasLevel: boolean): HTMLElement {
  const { metric, parameter, levels, unit, mean, low, high, n, p, pHolm, verdict } = effect;
  const { icon: codicon, kind } = verdictFace(verdict);
  const { label } = effectMetrics.find(({ name }) => name === metric)!;
  const interval = low === null || high === null ? '–' : `${signedAmount(unit, low)} to ${signedAmount(unit, high)}`;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, label),
    hasLevel ? element('td', {}, levelInWords(parameter, levels[1])) : [],
    element('td', { title: meanInBrief(effect) }, mean === null ? '–' : `${signedAmount(unit, mean)} ${unitWords[unit]}`.trim()),
    element('td', {}, interval),
    element('td', {}, String(n)),
    element('td', {}, pInWords(pHolm ?? p)),
    element('td', { class: `verdictCell ${kind}` }, icon(codicon), ` ${verdict ?? '–'}`),
  );
}
