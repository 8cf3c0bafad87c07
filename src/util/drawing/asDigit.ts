/** An image in grey, row by row: 255 is ink, 0 is paper. */
export interface GreyImage {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Of the side of an image the ink takes so much at most: 20 of MNIST's 28 pixels. */
const INK_SHARE = 20 / 28;

/**
 * A drawing as the digits of MNIST are: scaled to fit a box of 20 × 20 pixels with its aspect ratio kept, in shades of grey where a pixel
 * is inked in part, and moved by whole pixels so that its centre of mass comes to the middle of 28 × 28 (Y. LeCun, C. Cortes, C. J. C.
 * Burges: The MNIST database of handwritten digits). For images of another size, the same in proportion.
 * @param size of the images that a model looks at
 * @returns paper where nothing is drawn
 */
export function asDigit(drawing: GreyImage, size: Pick<GreyImage, 'height' | 'width'>): GreyImage {
  const box = inkBox(drawing);
  const pixels = new Uint8Array(size.height * size.width);
  if (!box) return { ...size, pixels };
  const scale = Math.min((INK_SHARE * size.height) / (box.bottom - box.top), (INK_SHARE * size.width) / (box.right - box.left));
  const scaled = scaledInk(drawing, box, scale);
  const centre = centreOfMass(scaled);
  // In every image of MNIST the pixel that it lies in is the one behind the middle.
  const top = Math.ceil(size.height / 2 - centre.y);
  const left = Math.ceil(size.width / 2 - centre.x);
  for (let y = 0; y < scaled.height; y++) {
    for (let x = 0; x < scaled.width; x++) {
      const [row, column] = [top + y, left + x];
      // Ink whose mass is far from its middle may not fit in whole.
      if (row < 0 || row >= size.height || column < 0 || column >= size.width) continue;
      pixels[row * size.width + column] = Math.round(scaled.ink[y * scaled.width + x]!);
    }
  }
  return { ...size, pixels };
}

interface InkBox {
  readonly left: number;
  readonly top: number;
  /** Behind the last column and row. */
  readonly right: number;
  readonly bottom: number;
}

/** Where there is ink; undefined if there is none. */
export function inkBox({ height, width, pixels }: GreyImage): InkBox | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[y * width + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return right === 0 ? undefined : { left, top, right, bottom };
}

interface ScaledInk {
  readonly height: number;
  readonly width: number;
  /** From 0 to 255, not yet rounded. */
  readonly ink: Float64Array;
}

/** The inked box in another scale: each pixel has the mean of what it covers, and what it covers beyond the box is paper. */
function scaledInk({ width: stride, pixels }: GreyImage, { left, top, right, bottom }: InkBox, scale: number): ScaledInk {
  const columns = covered(right - left, scale);
  const rows = covered(bottom - top, scale);
  const ink = new Float64Array(rows.length * columns.length);
  rows.forEach((coveredRows, y) =>
    columns.forEach((coveredColumns, x) => {
      let sum = 0;
      for (const row of coveredRows)
        for (const column of coveredColumns) sum += row.share * column.share * pixels[(top + row.at) * stride + left + column.at]!;
      ink[y * columns.length + x] = sum;
    }),
  );
  return { height: rows.length, width: columns.length, ink };
}

interface Covered {
  readonly at: number;
  /** Of the pixel that covers it. */
  readonly share: number;
}

/** Of each pixel along a side in another scale, what it covers of the pixels before. */
function covered(length: number, scale: number): Covered[][] {
  // Of a side that fits exactly, the last pixel would otherwise cover a billionth.
  const count = Math.max(1, Math.ceil(length * scale - 1e-9));
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i / scale, (i + 1) / scale];
    const found: Covered[] = [];
    for (let at = Math.floor(from + 1e-9); at < Math.min(length, to - 1e-9); at++)
      found.push({ at, share: (Math.min(at + 1, to) - Math.max(at, from)) * scale });
    return found;
  });
}

/** In pixels from the upper left corner; the middle of the first pixel is at ½. */
function centreOfMass({ height, width, ink }: ScaledInk): { readonly x: number; readonly y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const of = ink[row * width + column]!;
      mass += of;
      x += of * (column + 0.5);
      y += of * (row + 0.5);
    }
  }
  return { x: x / mass, y: y / mass };
}
