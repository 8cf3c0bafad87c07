import type { GreyImage } from '../../../src/util/drawing/asDigit';
import { element, setText } from '../../shared/dom';

export interface Seen {
  readonly element: HTMLElement;
  show(image: GreyImage): void;
}

/** The drawing as a model gets it, its pixels large enough to be seen. */
export function createSeen(): Seen {
  const title = element('h2', { id: 'seenTitle' }, 'What the model sees');
  const size = element('span', { class: 'muted' });
  const canvas = element('canvas', { class: 'seen', role: 'img', 'aria-labelledby': title.id });
  return {
    element: element(
      'section',
      { class: 'card seenCard', 'aria-labelledby': title.id },
      element('div', { class: 'cardHead' }, title, size),
      element('div', { class: 'seenFrame' }, canvas),
    ),
    show({ height, width, pixels }) {
      setText(size, `${height} × ${width}`);
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d');
      if (!context) return;
      const picture = context.createImageData(width, height);
      pixels.forEach((ink, i) => picture.data.set([ink, ink, ink, 255], 4 * i));
      context.putImageData(picture, 0, 0);
    },
  };
}
