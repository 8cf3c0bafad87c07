import { element } from '../../shared/dom';

/** Goes to the parts of a page that do not stand beside each other: their titles in a row, which stays above while the page is scrolled. */
export function createJumps(titles: readonly HTMLElement[]): HTMLElement {
  const links = titles.map(title => {
    const link = element('button', { type: 'button', class: 'link' }, title.textContent);
    link.addEventListener('click', () => {
      // Whoever goes on with Tab is there, too.
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
      title.scrollIntoView({ block: 'start' });
    });
    return link;
  });
  return element('nav', { class: 'jumps', 'aria-label': 'Parts of the evaluation' }, links);
}
