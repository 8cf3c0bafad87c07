import type { ShownSetting } from '../../src/contract/sweepPage';
import { parameterTable } from '../../src/contract/parameters';
import { valueInWords } from '../../src/experiment/runLabel';
import { meanInWords } from '../../src/experiment/sweeps/meanInWords';
import { element, type Child } from '../shared/dom';

/** More rows are in the exported table. */
export const MOST_ROWS = 500;

/** A row for each setting. @param openRun makes of a seed what opens its run; without it seeds are only counted */
export function settingsTable(
  caption: string,
  settings: readonly ShownSetting[],
  names: readonly string[],
  openRun?: (run: ShownSetting['runs'][number]) => Child,
): HTMLElement {
  const swept = parameterTable.map(({ name }) => name).filter(name => names.includes(name));
  const heads = ['Rank', ...swept, 'Validation accuracy', openRun ? 'Runs, by seed' : 'Seeds', ''];
  const rows = settings.slice(0, MOST_ROWS).map(setting => {
    const { rank, values, n, runs, remarks } = setting;
    return element(
      'tr',
      rank === 1 ? { class: 'isBest' } : {},
      element('th', { scope: 'row' }, rank === null ? '–' : String(rank)),
      swept.map(name => element('td', {}, valueInWords(name, values))),
      element('td', {}, meanInWords(setting)),
      element('td', { class: 'seeds' }, openRun ? runs.map(openRun) : String(n)),
      element('td', { class: 'remarks' }, remarks),
    );
  });
  return element(
    'table',
    { class: 'settings' },
    element('caption', { class: 'visuallyHidden' }, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map(head => (head === '' ? element('td', {}) : element('th', { scope: 'col' }, head))),
      ),
    ),
    element('tbody', {}, rows),
  );
}
