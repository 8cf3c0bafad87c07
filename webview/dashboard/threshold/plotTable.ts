import { element, fill } from '../../shared/dom';
import type { ReadableCurve } from './readableCurve';

/** A curve as a table, a row a step. */
export function createPlotTable(title: string): { readonly element: HTMLElement; show(curve: ReadableCurve | undefined): void } {
  const root = element('div', {
    class: 'plotTable scroller',
    tabindex: '0',
    role: 'group',
    'aria-label': `${title} as a table`,
    hidden: '',
  });
  return {
    element: root,
    show: curve => {
      if (!curve) return fill(root, element('p', { class: 'muted' }, 'Not defined'));
      const rows = Array.from({ length: curve.steps }, (_, step) => {
        const [first, ...others] = curve.cells(step);
        return element(
          'tr',
          {},
          element('th', { scope: 'row' }, first!),
          others.map(cell => element('td', {}, cell)),
        );
      });
      const heads = curve.heads.map(head => element('th', { scope: 'col' }, head));
      fill(
        root,
        element(
          'table',
          {},
          element('caption', { class: 'visuallyHidden' }, `${title}, step by step; all steps are in the CSV file`),
          element('thead', {}, element('tr', {}, heads)),
          element('tbody', {}, rows),
        ),
      );
    },
  };
}
