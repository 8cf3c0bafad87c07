import type { ImageBytes } from './images';

/** The images with their rows and columns exchanged. Square ones are changed in place, so that large sets need no more memory. */
export function transposed(images: ImageBytes): ImageBytes {
  const { count, height, width, pixels } = images;
  if (height === width) {
    for (let first = 0; first < pixels.length; first += height * width) swapTriangles(pixels, first, height);
    return images;
  }
  const turned = new Uint8Array(pixels.length);
  for (let first = 0; first < pixels.length; first += height * width) {
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) turned[first + column * height + row] = pixels[first + row * width + column]!;
  }
  return { count, height: width, width: height, pixels: turned };
}

function swapTriangles(pixels: Uint8Array, first: number, side: number): void {
  for (let row = 1; row < side; row++) {
    for (let column = 0; column < row; column++) {
      const [below, above] = [first + row * side + column, first + column * side + row];
      const kept = pixels[below]!;
      pixels[below] = pixels[above]!;
      pixels[above] = kept;
    }
  }
}
