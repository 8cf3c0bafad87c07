import type { ListedImage, TestImages } from '../../../src/contract/inspection';
import { element, type Child } from '../dom';
import { createDigitImage } from './digitImage';
import { roleOf, scoreBar, shareInDigits } from './scoreBars';

export interface ThumbnailOptions {
  readonly image: ListedImage;
  /** What the classes are called. */
  readonly names: readonly string[];
  /** The pictures of its page, and its place among them; null where they cannot be had. */
  readonly pixels: TestImages | null;
  readonly place: number;
}

/** An image small, with its place in the data, what it is and was read as, and how probable the first classes were. */
export function createThumbnail({ image, names, pixels, place }: ThumbnailOptions): HTMLButtonElement {
  const { index, truth, predicted, top } = image;
  return element(
    'button',
    { type: 'button', class: 'thumbnail', 'aria-label': thumbnailInWords(image, names) },
    pixels ? createDigitImage(pixels, place) : [],
    element(
      'span',
      { class: 'facts' },
      element(
        'span',
        { class: 'factsHead' },
        element('b', {}, truth === predicted ? nameOf(names, truth) : `${nameOf(names, truth)} → ${nameOf(names, predicted)}`),
        element('span', { class: 'muted' }, `#${index}`),
      ),
      top.map(({ class: of, probability }): Child => {
        const role = roleOf(of, image);
        return element(
          'span',
          { class: `topScore ${role}` },
          element('span', { class: 'scoreClass' }, nameOf(names, of)),
          scoreBar(probability, role),
          element('span', {}, shareInDigits(probability)),
        );
      }),
    ),
  );
}

/** `Image 1242: true 4, predicted 9. 9 at 0.984, 4 at 0.015, 7 at 0.001` */
export function thumbnailInWords({ index, truth, predicted, top }: ListedImage, names: readonly string[]): string {
  const scores = top.map(({ class: of, probability }) => `${nameOf(names, of)} at ${shareInDigits(probability)}`);
  const what = `Image ${index}: true ${nameOf(names, truth)}, predicted ${nameOf(names, predicted)}`;
  return scores.length === 0 ? what : `${what}. ${scores.join(', ')}`;
}

export function nameOf(names: readonly string[], of: number): string {
  return names[of] ?? String(of);
}
