import { element } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';

export interface Edges {
  /** What scrolls, with the marks at its edges. */
  readonly element: HTMLElement;
  /** To be called when something is of another size. */
  look(): void;
}

/** Shows at its edges that something goes on to the right, and that it was moved to the side. */
export function createEdges(scroller: HTMLElement): Edges {
  const frame = element('div', { class: 'gridFrame' }, scroller);
  let left = 0;
  const look = oncePerFrame(() => {
    const { scrollLeft, scrollWidth, clientWidth, clientHeight, offsetWidth, offsetHeight } = scroller;
    frame.classList.toggle('goesOn', scrollLeft + clientWidth < scrollWidth - 1);
    frame.classList.toggle('wasMoved', scrollLeft > 0);
    frame.style.setProperty('--scrollbar-width', `${offsetWidth - clientWidth}px`);
    frame.style.setProperty('--scrollbar-height', `${offsetHeight - clientHeight}px`);
  });
  scroller.addEventListener('scroll', () => {
    // Up and down nothing changes at these edges.
    if (scroller.scrollLeft === left) return;
    left = scroller.scrollLeft;
    look();
  });
  return { element: frame, look };
}
