import { element } from '../dom';
import type { Readings } from './chartReader';

export interface CurveTable {
  readonly element: HTMLElement;
  show(readings: Readings): void;
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
    show: ({ series, readings, format }) => {
      const heads = ['Epoch', ...series.map(({ label, role, isName }) => (isName || role === 'context' ? label : capitalised(label)))];
      const rows = readings.map(({ x, values }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, String(x)),
          values.map(value => element('td', {}, value === undefined ? '' : format(value))),
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

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
