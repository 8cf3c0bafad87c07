import { element } from '../shared/dom';

let made = 0;

/** How a figure is computed: a paragraph with its source, which a button opens. */
export interface HowComputed {
  readonly button: HTMLElement;
  readonly text: HTMLElement;
}

/** @param what it is about, for those who listen: the button's name is the same everywhere */
export function createHowComputed(what: string, paragraphs: readonly string[]): HowComputed {
  const id = `how-${++made}`;
  const button = element(
    'button',
    { type: 'button', class: 'link how', 'aria-expanded': 'false', 'aria-controls': id, 'aria-label': `How this is computed: ${what}` },
    'How this is computed',
  );
  const text = element(
    'div',
    { class: 'howText', id, hidden: '' },
    paragraphs.map(paragraph => element('p', {}, paragraph)),
  );
  button.addEventListener('click', () => {
    text.hidden = !text.hidden;
    button.setAttribute('aria-expanded', String(!text.hidden));
  });
  return { button, text };
}
