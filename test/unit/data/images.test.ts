import assert from 'node:assert/strict';
import { StoredImages } from '../../../src/data/images';

describe('images that are read when they are needed', () => {
  const stored = Uint8Array.from({ length: 40 }, (_, i) => i + 1);
  /** Ten images of four pixels, and where each of them was read. */
  function open(): { images: StoredImages; reads: [from: number, length: number][] } {
    const reads: [number, number][] = [];
    const read = (into: Uint8Array, from: number): void => {
      reads.push([from, into.length]);
      into.set(stored.subarray(from, from + into.length));
    };
    return { images: new StoredImages(10, 4, read), reads };
  }

  it('are there when they are asked for, and read once', () => {
    const { images, reads } = open();
    const pixels = images.having(Int32Array.of(7, 2, 7));
    assert.deepEqual([pixels.subarray(28, 32), pixels.subarray(8, 12)], [stored.subarray(28, 32), stored.subarray(8, 12)]);
    assert.equal(images.having(Int32Array.of(2)), pixels);
    assert.deepEqual(reads, [[28, 4], [8, 4]]); // prettier-ignore
  });

  it('are all there when all are asked for', () => {
    const { images, reads } = open();
    images.having(Int32Array.of(3));
    assert.deepEqual(images.all(), stored);
    images.all();
    images.having(Int32Array.of(1, 9));
    assert.deepEqual(reads, [[12, 4], [0, 40]]); // prettier-ignore
  });

  it('are all there once each was asked for', () => {
    const { images, reads } = open();
    for (let i = 0; i < 10; i++) images.having(Int32Array.of(i));
    assert.deepEqual(images.all(), stored);
    assert.equal(reads.length, 10);
  });

  it('are read in one piece after some hundred that were read one by one', () => {
    const reads: [number, number][] = [];
    const images = new StoredImages(10_000, 4, (into, from) => reads.push([from, into.length]));
    for (let i = 0; i < 10_000; i += 3) images.having(Int32Array.of(i));
    assert.ok(reads.length < 1_000, String(reads.length));
    assert.deepEqual(reads.at(-1), [0, 40_000]);
  });

  it('that cannot be read are not taken for read', () => {
    let isBroken = true;
    const images = new StoredImages(2, 1, into => {
      if (isBroken) throw new Error('cut off');
      into.fill(5);
    });
    assert.throws(() => images.having(Int32Array.of(1)), /cut off/);
    assert.throws(() => images.all(), /cut off/);
    isBroken = false;
    assert.deepEqual(images.all(), Uint8Array.of(5, 5));
  });
});
