import { element } from '../dom';
import type { Readings } from './chartReader';

export interface CurveTable {
  readonly element: HTMLElement;
  /** @param along what its rows are; by default epochs */
  show(readings: Readings, along?: Rows): void;
}

interface Rows {
  readonly head: string;
  readonly cell: (x: number) => string;
}

const byEpoch: Rows = { head: 'Epoch', cell: String };

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
    show: ({ series, readings, format }, { head: first, cell } = byEpoch) => {
      const heads = [first, ...series.map(({ label, role, isName }) => (isName || role === 'context' ? label : capitalised(label)))];
      const rows = readings.map(({ x, values }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, cell(x)),
          values.map(value => element('td', {}, value === undefined ? '' : format(value))),
        ),
      );
      root.replaceChildren(
        element(
          'table',
          {},
          element('caption', { class: 'visuallyHidden' }, `${title} by ${first.toLowerCase()}`),
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
