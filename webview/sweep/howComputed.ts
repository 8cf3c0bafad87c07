import { element, setText } from '../shared/dom';

/** How figures are computed: a paragraph with its sources, which opens. @param what they are, for those who listen */
export function createHowComputed(what: string): { readonly element: HTMLElement; readonly show: (paragraph: string) => void } {
  const text = element('p', { class: 'howText' });
  const summary = element('summary', { 'aria-label': `How this is computed: ${what}` }, 'How this is computed');
  return { element: element('details', { class: 'how' }, summary, text), show: paragraph => setText(text, paragraph) };
}
