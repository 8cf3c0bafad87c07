import { element, icon, setText } from '../shared/dom';
import { send } from './host';
import type { Part } from './toolbar';

/** Compares the runs that are checked, once there are two. */
export function createCompareButton(): Part {
  const words = element('span');
  const button = element('button', { type: 'button', class: 'textButton primary', hidden: '' }, icon('git-compare'), words);
  button.addEventListener('click', () => send({ type: 'compare' }));
  return {
    element: button,
    update({ checked }) {
      button.hidden = checked.size < 2;
      setText(words, `Compare ${checked.size} runs`);
    },
  };
}
