import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NpyArray } from '../../../../src/artifacts/npy';
import { withFolder } from '../idxFiles';
import { contentOf, imageArray, kerasArrays, labelArray, load, npz, smallPart, smallTest, smallTrain } from '../ownForms';

const keras = kerasArrays(smallTrain, smallTest);
const fixture = readFileSync(path.resolve('test/fixtures/data/digits.npz'));

async function loadArrays(arrays: Readonly<Record<string, NpyArray>>): ReturnType<typeof load> {
  return withFolder(folder => {
    writeFileSync(path.join(folder, 'mnist.npz'), npz(arrays));
    return load(folder);
  });
}

function asFloats(array: NpyArray, scale = 1): NpyArray {
  return { shape: array.shape, data: Float32Array.from(array.data as Uint8Array, value => value / scale) };
}

describe('an archive of arrays', () => {
  it('is called by its name, whether it is given or its folder', () =>
    withFolder(async folder => {
      writeFileSync(path.join(folder, 'mnist.npz'), npz(keras));
      const { dataset } = await load(folder);
      assert.deepEqual([dataset.name, dataset.image], ['mnist', { height: 4, width: 4, classes: 3 }]);
      assert.deepEqual((await load(path.join(folder, 'mnist.npz'))).dataset, dataset);
      writeFileSync(path.join(folder, 'fashion-mnist.npz'), npz(keras));
      await assert.rejects(load(folder), /there are 2 data sets in this folder: fashion-mnist\.npz, mnist\.npz\. Say which file it is: /);
      writeFileSync(path.join(folder, 'mnist-classes.txt'), 'a\nb\nc\n');
      assert.deepEqual((await load(path.join(folder, 'mnist.npz'))).dataset.classNames, ['a', 'b', 'c']);
    }));

  const column = (array: NpyArray): NpyArray => ({ shape: [array.data.length, 1], data: array.data });
  const asOthers: Record<string, Readonly<Record<string, NpyArray>>> = {
    'a channel of its own, and labels as a column': {
      ...keras,
      x_train: { ...keras['x_train']!, shape: [8, 4, 4, 1] },
      x_test: { ...keras['x_test']!, shape: [4, 4, 4, 1] },
      y_train: column(keras['y_train']!),
      y_test: column(keras['y_test']!),
    },
    'whole numbers of 64 and 16 bits': {
      ...keras,
      x_train: { ...keras['x_train']!, data: Int16Array.from(smallTrain.pixels) },
      y_train: { shape: [8], data: BigInt64Array.from(smallTrain.labels, BigInt) },
    },
    "MedMNIST's names": {
      train_images: imageArray(smallTrain),
      train_labels: column(labelArray(smallTrain)),
      test_images: imageArray(smallTest),
      test_labels: column(labelArray(smallTest)),
    },
  };
  for (const [form, arrays] of Object.entries(asOthers)) {
    it(`is the same with ${form}`, async () => {
      const { dataset, said } = await loadArrays(arrays);
      assert.deepEqual(contentOf(dataset), contentOf((await loadArrays(keras)).dataset));
      assert.deepEqual(said, []);
    });
  }

  for (const [from, scale, how] of [
    ['0 to 1', 255, /x_train and x_test are floats; they are understood as from 0 to 1, and are taken times 255, rounded\.$/],
    ['0 to 255', 1, /x_train and x_test are floats; they are understood as from 0 to 255, rounded\.$/],
  ] as const) {
    it(`is the same with floats from ${from}, and that is said`, async () => {
      const floats = { x_train: asFloats(keras['x_train']!, scale), x_test: asFloats(keras['x_test']!, scale) };
      const { dataset, said } = await loadArrays({ ...keras, ...floats });
      assert.deepEqual(contentOf(dataset), contentOf((await loadArrays(keras)).dataset));
      assert.equal(said.length, 1);
      assert.match(said[0]!, how);
    });
  }

  it('of floats of which the test has none above 1 is understood by the training images', async () => {
    const dark = { shape: [4, 4, 4], data: new Float32Array(64).fill(1) };
    const { dataset } = await loadArrays({ ...keras, x_train: asFloats(keras['x_train']!), x_test: dark });
    assert.deepEqual(new Set(dataset.test.images.all()), new Set([1]));
  });

  it('without arrays for the test has every seventh image for it', async () => {
    const many = smallPart(Array.from({ length: 20 }, (_, i) => i % 2));
    const { dataset, said } = await loadArrays({ x_train: imageArray(many), y_train: labelArray(many) });
    assert.deepEqual([dataset.train.count, dataset.test.count], [18, 2]);
    assert.match(said.join('\n'), /every seventh image of each class becomes one: 2 of 20/);
  });

  it('with validation images says that they are not used, and with zeros and ones that these are next to black', async () => {
    const bits = { ...keras, x_train: { ...keras['x_train']!, data: smallTrain.pixels.map(pixel => pixel & 1) } };
    const { said } = await loadArrays({ ...bits, x_val: imageArray(smallTest) });
    assert.match(said[0]!, /x_val is not used: the validation images are taken out/);
    assert.match(said[1]!, /no pixel of the training images is above 1, of 255: .* multiply the pixels by 255/);
  });

  const x = keras['x_train']!;
  const refused: readonly [string, Record<string, NpyArray | undefined>, RegExp][] = [
    ['no y_test', { y_test: undefined }, /mnist\.npz: no array y_test; it has x_train, y_train, x_test\. Expected are x_train, /],
    [
      'other names',
      { x_train: undefined, y_train: undefined, x_test: undefined, y_test: undefined, a: x },
      /no array x_train, .*it has a\./,
    ],
    ['float labels', { y_train: asFloats(keras['y_train']!) }, /mnist\.npz, y_train: the labels are floats; .*astype\("uint8"\)/],
    ['one-hot labels', { y_train: { shape: [8, 3], data: new Uint8Array(24) } }, /y_train: .*shape \(8, 3\).*argmax\(axis=1\)/],
    ['a label for all', { y_train: { shape: [], data: Uint8Array.of(1) } }, /y_train: an array of the shape \(\); expected \(images\)/],
    [
      'negative labels',
      { y_train: { shape: [8], data: Int8Array.from([0, 1, 2, -1, 0, 0, 0, 0]) } },
      /y_train: label 3 is -1; expected 0 to 255/,
    ],
    [
      'too many classes',
      { y_train: { shape: [8], data: Int16Array.from([0, 1, 2, 3, 256, 0, 0, 0]) } },
      /y_train: label 4 is 256; expected 0 to 255, for at most 256 classes/,
    ],
    ['fewer labels than images', { y_train: { shape: [7], data: new Uint8Array(7) } }, /y_train: 7 labels, but x_train has 8 images/],
    [
      'a pixel beyond 255',
      { x_train: { ...x, data: Int16Array.from(smallTrain.pixels, (p, i) => (i === 9 ? 256 : p)) } },
      /x_train: number 9 is 256; a pixel is from 0 to 255/,
    ],
    [
      'normalised pixels',
      { x_train: { ...x, data: Float32Array.from(smallTrain.pixels, p => p / 127.5 - 1) } },
      /x_train: number 0 is -1; .*before they were normalised/,
    ],
    [
      'a pixel that is no number',
      { x_train: { ...x, data: Float64Array.from(smallTrain.pixels, (p, i) => (i === 3 ? NaN : p)) } },
      /x_train: number 3 is no number \(nan\)/,
    ],
    ['flat images', { x_train: { ...x, shape: [8, 16] } }, /x_train: an array of the shape \(8, 16\); .*reshape/],
    [
      'coloured images',
      { x_train: { shape: [2, 4, 4, 3], data: new Uint8Array(96) } },
      /x_train: an array of the shape \(2, 4, 4, 3\).*make them grey/,
    ],
    [
      'no images',
      { x_train: { shape: [0, 4, 4], data: new Uint8Array(0) } },
      /x_train: an array of the shape \(0, 4, 4\).*at least one image/,
    ],
    [
      'test images of another size',
      { x_test: { shape: [4, 8, 2], data: smallTest.pixels } },
      /the test images have 8×2 pixels, the training images 4×4/,
    ],
    [
      'a class that is not trained',
      { y_test: { shape: [4], data: Uint8Array.of(0, 1, 3, 2) } },
      /test image 2 has the label 3, which no training image has/,
    ],
  ];
  for (const [what, change, message] of refused) {
    it(`with ${what} is refused`, async () => {
      const arrays = Object.fromEntries(Object.entries({ ...keras, ...change }).filter(([, array]) => array !== undefined)) as Record<
        string,
        NpyArray
      >;
      await assert.rejects(loadArrays(arrays), { name: 'DataError', message });
    });
  }

  const damaged: readonly [string, Buffer, RegExp][] = [
    [
      'that is cut off',
      fixture.subarray(0, 20_000),
      /mnist\.npz: this is no archive of NumPy arrays \(\.npz\): it does not end as a ZIP archive does/,
    ],
    ['that is empty', Buffer.alloc(0), /mnist\.npz: this is no archive of NumPy arrays/],
    [
      'with a byte that is another',
      changed(fixture, 5000, byte => byte ^ 0xff),
      /mnist\.npz, \w+\.npy: cannot be unpacked: .*Get it again/,
    ],
    ['that says a length which is not so', longer(fixture), /mnist\.npz, .*x_train\.npy: cannot be unpacked: it .*bytes/],
    ['that is a page', Buffer.from('<!DOCTYPE html><html>'), /mnist\.npz: this is an HTML page and no data file/],
    [
      'that is a pointer of Git LFS',
      Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      /mnist\.npz: this is a pointer of Git LFS/,
    ],
  ];
  for (const [what, bytes, message] of damaged) {
    it(`${what} is refused`, () =>
      withFolder(async folder => {
        writeFileSync(path.join(folder, 'mnist.npz'), bytes);
        await assert.rejects(load(folder), { name: 'DataError', message });
      }));
  }

  it('behind a link in the folder is not opened', () =>
    withFolder(async folder => {
      symlinkSync(path.resolve('test/fixtures/data/digits.npz'), path.join(folder, 'mnist.npz'));
      await assert.rejects(load(folder), { name: 'DataError', message: /mnist\.npz: this is a link/ });
    }));
});

function changed(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = change(copy[at]!);
  return copy;
}

/** The first array of the directory says that it has 4 GB, or as many as fit into the field. */
function longer(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  const entry = copy.indexOf('PK\u0001\u0002', 0, 'latin1');
  copy.writeUInt32LE(0xfffffffe, entry + 24);
  return copy;
}
