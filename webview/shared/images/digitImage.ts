import type { TestImages } from '../../../src/contract/inspection';
import { element } from '../dom';

/** A grey picture on a small canvas, as bright as its numbers are; the style sheet enlarges it, and has ink on paper in light themes. */
export function createDigitImage({ height, width, pixels }: TestImages, place: number): HTMLCanvasElement {
  const canvas = element('canvas', { class: 'digit', 'aria-hidden': 'true' });
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const image = context?.createImageData(width, height);
  if (!context || !image) return canvas;
  const first = place * height * width;
  for (let i = 0; i < height * width; i++) {
    const grey = pixels[first + i] ?? 0;
    image.data.set([grey, grey, grey, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
