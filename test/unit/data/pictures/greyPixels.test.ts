import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { greyPixels } from '../../../../src/data/pictures/greyPixels';
import { pngParts } from '../../../../src/data/pictures/pngParts';

const folder = path.resolve('test/fixtures/data/pictures');
const { height, width, images } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
  height: number;
  width: number;
  images: Record<string, { pixels: number[]; translucent: boolean }>;
};

describe('the grey of an image of PNG', () => {
  it('is tried with every file that there is', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.png'));
    assert.deepEqual(files.map(name => path.parse(name).name).toSorted(), Object.keys(images).toSorted());
  });

  for (const [name, expected] of Object.entries(images)) {
    it(`is Pillow's: ${name}`, () => {
      const parts = pngParts(readFileSync(path.join(folder, `${name}.png`)), name);
      const pixels = new Uint8Array(height * width);
      const isTranslucent = greyPixels(parts, pixels);
      assert.deepEqual([parts.height, parts.width], [height, width]);
      assert.deepEqual([...pixels], expected.pixels);
      assert.equal(isTranslucent, expected.translucent);
    });
  }
});
