import type { ShownEffect } from '../../src/contract/effectPage';
import { methods } from '../../src/experiment/effects/method';
import { element, fill, icon } from '../shared/dom';
import { createHowComputed } from './howComputed';
import type { Part } from './part';

/** How sure it is: what the test images leave open, and how many seeds more would tell. */
export function createNotes(): Part {
  const heading = element('h2', { id: 'howSure' }, 'How sure is it?');
  const list = element('ul', { class: 'noteList' });
  const how = createHowComputed('how sure it is', [methods.testNoise, methods.precision]);
  let drawn: ShownEffect | undefined;
  const root = element(
    'section',
    { class: 'card howSure', 'aria-labelledby': heading.id },
    element('div', { class: 'cardHead' }, heading),
    list,
    how.button,
    how.text,
  );
  return {
    element: root,
    update({ shown }) {
      if (shown === drawn) return;
      drawn = shown;
      const { noise, precision } = shown;
      root.hidden = noise.length + precision.length === 0;
      fill(
        list,
        precision.map(words => element('li', {}, icon('lightbulb'), element('span', {}, words))),
        noise.map(words => element('li', {}, icon('beaker'), element('span', {}, words))),
      );
    },
  };
}
