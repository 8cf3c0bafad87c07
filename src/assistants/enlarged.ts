import type { GreyImage } from '../artifacts/png';

/** The image so many times as high and wide, each pixel a square. */
export function enlarged({ height, width, pixels }: GreyImage, scale: number): GreyImage {
  const large = new Uint8Array(height * width * scale * scale);
  for (let row = 0; row < height * scale; row++)
    for (let column = 0; column < width * scale; column++)
      large[row * width * scale + column] = pixels[Math.floor(row / scale) * width + Math.floor(column / scale)]!;
  return { height: height * scale, width: width * scale, pixels: large };
}
