import type { ShownEffect, ToldHeld } from '../../src/contract/effectPage';
import { methods } from '../../src/experiment/effects/method';
import { element, fill, icon, setText, spoken } from '../shared/dom';
import { createHowComputed } from './howComputed';
import { send } from './host';
import type { Part } from './part';

const faces: Readonly<Record<ToldHeld['state'], { readonly icon: string; readonly words: string }>> = {
  equal: { icon: 'check', words: 'equal' },
  decided: { icon: 'info', words: 'the parameter decides it' },
  moot: { icon: 'circle-slash', words: 'makes no difference' },
  unverified: { icon: 'question', words: 'not known of every run' },
  differs: { icon: 'error', words: 'differs' },
};

/** What is equal in every pair, and what is not or is not known. */
export function createHeldEqual(): Part {
  const heading = element('h2', { id: 'heldEqual' }, icon('shield'), 'Held equal');
  const count = element('span', { class: 'muted' });
  const list = element('ul', { class: 'held' });
  const commits = element('p', { class: 'muted sectionNote' });
  const how = createHowComputed('what is held equal', [methods.guard]);
  const diff = element('button', { type: 'button', class: 'link' }, 'Show config diff');
  let drawn: ShownEffect | undefined;
  diff.addEventListener('click', () => {
    const pair = drawn?.pairs.find(({ runs: [a, b], state }) => a !== null && b !== null && (state === 'refused' || state === 'paired'));
    const [from, to] = pair?.runs ?? [null, null];
    if (from !== null && to !== null) send({ type: 'diff', from, to });
  });
  return {
    element: element(
      'section',
      { class: 'card heldEqual', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, count, element('div', { class: 'tools' }, diff)),
      list,
      commits,
      how.button,
      how.text,
    ),
    update({ shown }) {
      if (shown === drawn) return;
      drawn = shown;
      const equal = shown.held.filter(({ state }) => state === 'equal').length;
      const asked = shown.held.filter(({ state }) => state !== 'moot').length;
      setText(count, shown.held.length === 0 ? 'once the first pair is there' : `${equal} of ${asked} in all pairs`);
      diff.hidden = shown.held.length === 0;
      // What is not as it should be comes first.
      const order = ['differs', 'unverified', 'decided', 'moot', 'equal'];
      const sorted = shown.held.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
      fill(list, sorted.map(rowOf));
      setText(commits, shown.commits);
    },
  };
}

function rowOf({ name, value, state, note }: ToldHeld): HTMLElement {
  const face = faces[state];
  const isWide = state !== 'equal' || value.length + name.length > 18;
  return element(
    'li',
    { class: `${state}${isWide ? ' wide' : ''}`, title: note === '' ? `${name}: ${face.words}` : note },
    icon(face.icon),
    element('span', { class: 'name' }, name),
    spoken(`, ${face.words}: `),
    element('span', { class: 'value' }, value),
    note === '' ? [] : element('span', { class: 'note muted' }, note),
  );
}
