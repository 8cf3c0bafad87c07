import { counted, grouped } from '../../src/util/format';
import { element, setText } from '../shared/dom';
import type { Part } from './toolbar';

/** How many runs there are, and which. */
export function createHeader(...tools: readonly HTMLElement[]): Part {
  const title = element('h1');
  const which = element('span', { class: 'muted' });
  return {
    element: element(
      'header',
      { class: 'pageHead' },
      element('div', { class: 'pageTitle' }, title, which),
      element('div', { class: 'pageTools' }, tools),
    ),
    update({ state, checked, compared }) {
      const isTable = state.mode === 'table';
      setText(title, counted(compared.length, 'run'));
      const off = state.runs.length - compared.length;
      setText(which, isTable ? checkedInWords(checked.size) : `checked in the sidebar${off > 0 ? ` · ${grouped(off)} off` : ''}`);
    },
  };
}

function checkedInWords(count: number): string {
  return count === 0 ? 'all of this workspace' : `all of this workspace · ${grouped(count)} checked`;
}
