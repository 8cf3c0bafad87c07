import { element } from '../dom';
import type { Reading } from './curves';

export interface CurveTable {
  readonly element: HTMLElement;
  show(readings: readonly Reading[], parentLabel: string, format: (value: number) => string): void;
}

/** What a chart draws, epoch by epoch, as a table. */
export function createCurveTable(title: string): CurveTable {
  const root = element('div', {
    class: 'plotTable scroller',
    tabindex: '0',
    role: 'group',
    'aria-label': `${title} as a table`,
    hidden: '',
  });
  return {
    element: root,
    show: (readings, parentLabel, format) => {
      const heads = ['Epoch', 'Training (mean)', 'Validation', ...(parentLabel ? [parentLabel] : [])];
      const rows = readings.map(({ x, training, validation, parent }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, String(x)),
          ...[training, validation, ...(parentLabel ? [parent] : [])].map(value =>
            element('td', {}, value === undefined ? '' : format(value)),
          ),
        ),
      );
      root.replaceChildren(
        element(
          'table',
          {},
          element('caption', { class: 'visuallyHidden' }, `${title} by epoch`),
          element(
            'thead',
            {},
            element(
              'tr',
              {},
              heads.map(head => element('th', { scope: 'col' }, head)),
            ),
          ),
          element('tbody', {}, rows),
        ),
      );
    },
  };
}
