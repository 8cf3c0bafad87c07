import { element, fill, setText } from '../shared/dom';
import { createHowComputed } from './howComputed';
import type { Part } from './part';

/** What the parameters make up of the variance, or why that is not told. */
export function createShares(): Part {
  const heading = element('h2', { id: 'shares' });
  const how = createHowComputed('the shares');
  const table = element('div', { class: 'scroller' });
  const note = element('p', { class: 'shareNote' });
  return {
    element: element(
      'section',
      { class: 'card shares', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading),
      table,
      note,
      how.element,
    ),
    update({ shares: { title, rows, note: words }, how: { shared } }) {
      setText(heading, title);
      setText(note, words);
      how.show(shared);
      table.hidden = rows.length === 0;
      const lines = rows.map(({ name, share, words: amount, chance }) => {
        const bar = element('span', { class: 'shareBar', 'aria-hidden': 'true' });
        bar.style.setProperty('--share', String(share));
        return element(
          'tr',
          {},
          element('th', { scope: 'row' }, name),
          element('td', { class: 'bar' }, bar),
          element('td', {}, amount),
          element('td', { class: 'chance' }, chance),
        );
      });
      const heads = ['', 'Share', 'Against chance'].map(head => (head === '' ? element('td', {}) : element('th', { scope: 'col' }, head)));
      const head = element('tr', {}, element('th', { scope: 'col' }, 'Parameter'), heads);
      fill(
        table,
        element(
          'table',
          {},
          element('caption', { class: 'visuallyHidden' }, title),
          element('thead', {}, head),
          element('tbody', {}, lines),
        ),
      );
    },
  };
}
