import type { NpyArray } from '../../artifacts/npy';
import type { Numbers } from '../../artifacts/npyType';
import { DataError } from '../dataError';
import type { ImageBytes } from '../images';
import { LONGEST_SIDE, MOST_IMAGE_BYTES } from '../ownData';

export interface NamedArray extends NpyArray {
  /** `x_train` */
  readonly called: string;
}

export interface UnderstoodPixels {
  /** What a number is multiplied by to be a pixel from 0 to 255. */
  readonly scale: 1 | 255;
  /** What a person should know of it. */
  readonly said: readonly string[];
}

/**
 * How the numbers of arrays are pixels: whole ones as they are, floats as from 0 to 1 if none is larger, and else as from 0 to 255.
 * @param file their archive, for errors
 * @throws {DataError} if a number is no pixel, or an array has not the shape of images
 */
export function understandPixels(arrays: readonly NamedArray[], file: string): UnderstoodPixels {
  let largest = 0;
  for (const { called, shape, data } of arrays) {
    checkShape(shape, `${file}, ${called}`);
    largest = Math.max(largest, largestPixel(data, `${file}, ${called}`));
  }
  if (!arrays.some(({ data }) => isFloat(data))) return { scale: 1, said: [] };
  const scale = largest <= 1 ? 255 : 1;
  const names = arrays.map(({ called }) => called).join(' and ');
  const how = scale === 255 ? 'from 0 to 1, and are taken times 255' : 'from 0 to 255';
  return { scale, said: [`${file}: the numbers of ${names} are floats; they are understood as ${how}, rounded.`] };
}

/** The images of an array that `understandPixels` has nothing against. */
export function imagesOf({ shape, data }: NpyArray, scale: 1 | 255): ImageBytes {
  const [count, height, width] = shape as [number, number, number];
  if (data instanceof Uint8Array) return { count, height, width, pixels: data };
  const pixels = new Uint8Array(data.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round(Number(data[i]) * scale);
  return { count, height, width, pixels };
}

function checkShape(shape: readonly number[], where: string): void {
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const said = `${where}: an array of the shape (${shape.slice(0, 6).join(', ')})`;
  const expected = 'expected (images, height, width) or (images, height, width, 1)';
  if (shape.length === 2) throw new DataError(`${said}; ${expected}. Bring it into that shape: array.reshape(-1, 28, 28).`);
  if (shape.length === 4 && channels !== 1) {
    const hint = channels === 3 ? ' The images are coloured: make them grey, (array @ [0.299, 0.587, 0.114]).astype("uint8").' : '';
    throw new DataError(`${said}; ${expected}.${hint}`);
  }
  if (shape.length < 3 || shape.length > 4 || Math.min(count, height, width) < 1 || Math.max(height, width) > LONGEST_SIDE)
    throw new DataError(`${said}; ${expected}, at least one image, and sides of 1 to ${LONGEST_SIDE} pixels.`);
  if (count * height * width > MOST_IMAGE_BYTES)
    throw new DataError(`${said}; expected are at most ${MOST_IMAGE_BYTES} pixels. Take fewer or smaller images.`);
}

/** @throws {DataError} if one of the numbers is below 0, above 255, or none */
function largestPixel(data: Numbers, where: string): number {
  if (data instanceof Uint8Array) return 255;
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    // Not a number is neither.
    if (!(value >= 0 && value <= 255)) {
      const found = Number.isNaN(value) ? 'no number (nan)' : value;
      throw new DataError(
        `${where}: number ${i} is ${found}; a pixel is from 0 to 255, or a float from 0 to 1. Save the pixels as they were before they were normalised.`,
      );
    }
    if (value > largest) largest = value;
  }
  return largest;
}

function isFloat(data: Numbers): boolean {
  return data instanceof Float32Array || data instanceof Float64Array;
}
