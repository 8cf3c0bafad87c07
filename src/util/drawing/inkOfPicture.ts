import type { GreyImage } from './asDigit';

/** A picture as a canvas has it: red, green, blue and opacity of each pixel, row by row, 0–255. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly rgba: Uint8ClampedArray;
}

/** Fainter than this share of the strongest ink is the grain of the paper, the noise of a camera. */
const FAINTEST = 0.25;
/** From this share on it is ink throughout. */
const FULL = 0.75;

/**
 * The ink of a picture of something written, whatever its colours: what differs from the paper, which is what is at the picture's border. So
 * dark on light comes out as light on dark, as the models know it.
 */
export function inkOfPicture({ height, width, rgba }: Picture): GreyImage {
  const grey = greyOf(rgba);
  const paper = median(border(grey, height, width));
  const difference = grey.map(value => Math.abs(value - paper));
  const strongest = difference.reduce((most, value) => Math.max(most, value), 0);
  const pixels = new Uint8Array(height * width);
  // A picture of paper alone has grain and no ink.
  if (strongest < LEAST_CONTRAST) return { height, width, pixels };
  difference.forEach((value, i) => {
    const share = (value / strongest - FAINTEST) / (FULL - FAINTEST);
    pixels[i] = Math.round(255 * Math.min(1, Math.max(0, share)));
  });
  return { height, width, pixels };
}

const LEAST_CONTRAST = 24;

/** The brightness of each pixel (ITU-R BT.601), on white where the picture is dark, and on black where it is light, if it can be seen through. */
function greyOf(rgba: Uint8ClampedArray): Float64Array {
  const count = rgba.length / 4;
  const grey = new Float64Array(count);
  let [opacity, brightness] = [0, 0];
  for (let i = 0; i < count; i++) {
    grey[i] = 0.299 * rgba[4 * i]! + 0.587 * rgba[4 * i + 1]! + 0.114 * rgba[4 * i + 2]!;
    opacity += rgba[4 * i + 3]!;
    brightness += grey[i]! * rgba[4 * i + 3]!;
  }
  const behind = opacity > 0 && brightness / opacity > 127 ? 0 : 255;
  for (let i = 0; i < count; i++) {
    const share = rgba[4 * i + 3]! / 255;
    grey[i] = share * grey[i]! + (1 - share) * behind;
  }
  return grey;
}

function border(grey: Float64Array, height: number, width: number): number[] {
  const values: number[] = [];
  for (let x = 0; x < width; x++) values.push(grey[x]!, grey[(height - 1) * width + x]!);
  for (let y = 0; y < height; y++) values.push(grey[y * width]!, grey[y * width + width - 1]!);
  return values;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
