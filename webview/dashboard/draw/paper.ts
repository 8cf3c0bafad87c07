import type { GreyImage } from '../../../src/util/drawing/asDigit';
import { element } from '../../shared/dom';
import { paintStrokes } from './drawing';
import { SHEET, type Layer } from './layers';

/** A canvas to draw on. @throws if the browser has none */
export function canvasOf(width: number, height: number, settings: CanvasRenderingContext2DSettings = {}): CanvasRenderingContext2D {
  const canvas = element('canvas', { width: String(width), height: String(height) });
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('the browser lends no canvas');
  return context;
}

/** What is on the sheet, in grey as models know it. */
export function createPaper(): (layers: readonly Layer[]) => GreyImage {
  const context = canvasOf(SHEET, SHEET, { willReadFrequently: true });
  return layers => {
    context.fillStyle = 'black';
    context.fillRect(0, 0, SHEET, SHEET);
    context.strokeStyle = 'white';
    paintStrokes(context, layers, 1);
    const { data } = context.getImageData(0, 0, SHEET, SHEET);
    const pixels = Uint8Array.from({ length: SHEET * SHEET }, (_, i) => data[4 * i]!);
    for (const layer of layers) if (layer.kind === 'picture') layer.ink.pixels.forEach((ink, i) => (pixels[i] = Math.max(ink, pixels[i]!)));
    return { height: SHEET, width: SHEET, pixels };
  };
}

/** Ink in a colour, seen through where there is little of it. @param colour as CSS has it */
export function inkInColour({ height, width, pixels }: GreyImage, colour: string): HTMLCanvasElement {
  const context = canvasOf(width, height);
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  const picture = context.getImageData(0, 0, width, height);
  pixels.forEach((ink, i) => (picture.data[4 * i + 3] = ink));
  context.putImageData(picture, 0, 0);
  return context.canvas;
}
