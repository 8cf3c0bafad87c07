import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npzArrays } from '../../../src/artifacts/npz';
import { withFolder } from './idxFiles';
import { contentOf, csv, load, rowsOf, writeIdx, writePictures, type Part } from './ownForms';

const archive = path.resolve('test/fixtures/data/digits.npz');

/** The images of an archive that NumPy wrote. */
function partsOf(): { train: Part; test: Part } {
  const arrays = new Map(npzArrays(readFileSync(archive), 10_000_000, archive).map(({ name, read }) => [name, read()]));
  const part = (which: string): Part => {
    const { shape, data } = arrays.get(`x_${which}`)!;
    return {
      height: shape[1]!,
      width: shape[2]!,
      pixels: Uint8Array.from(data as Uint8Array),
      labels: Array.from(arrays.get(`y_${which}`)!.data, Number),
    };
  };
  return { train: part('train'), test: part('test') };
}

describe('the same 200 images of MNIST', () => {
  const { train, test } = partsOf();
  const forms: Record<string, (folder: string) => string> = {
    'an archive': () => archive,
    'CSV files with names': folder => {
      writeFileSync(path.join(folder, 'train.csv'), csv(train));
      writeFileSync(path.join(folder, 'test.csv'), csv(test));
      return folder;
    },
    'CSV files without names, by the name of one': folder => {
      writeFileSync(path.join(folder, 'digits-train.csv'), rowsOf(train).join('\r\n'));
      writeFileSync(path.join(folder, 'digits-test.csv'), rowsOf(test).join('\r\n'));
      return path.join(folder, 'digits-train.csv');
    },
    'PNG images': folder => {
      writePictures(path.join(folder, 'train'), train);
      writePictures(path.join(folder, 'test'), test);
      return folder;
    },
    'PNG images behind a link that a person named': folder => {
      const real = path.join(folder, 'real');
      writePictures(path.join(real, 'training'), train);
      writePictures(path.join(real, 'testing'), test);
      symlinkSync(real, path.join(folder, 'linked'));
      return path.join(folder, 'linked');
    },
  };
  for (const [form, write] of Object.entries(forms)) {
    it(`are the same data set as ${form}, with the same identity`, () =>
      withFolder(async folder => {
        const [idx, other] = ['idx', 'other'].map(name => path.join(folder, name)) as [string, string];
        mkdirSync(idx);
        mkdirSync(other);
        writeIdx(idx, train, test);
        const { dataset, said } = await load(write(other));
        assert.deepEqual(said, []);
        assert.deepEqual(contentOf(dataset), contentOf((await load(idx)).dataset));
        assert.deepEqual(
          [dataset.train.count, dataset.test.count, dataset.image, dataset.classNames],
          [150, 50, { height: 28, width: 28, classes: 10 }, undefined],
        );
      }));
  }

  it('are transposed when that is asked for, and keep their identity', () =>
    withFolder(async folder => {
      const asTheyAre = (await load(archive)).dataset;
      const { dataset } = await load(archive, { transpose: 'yes' });
      assert.deepEqual([dataset.transposed, dataset.sha256], [true, asTheyAre.sha256]);
      assert.equal(dataset.train.images.all()[5 * 28 + 11], asTheyAre.train.images.all()[11 * 28 + 5]);
      writeFileSync(path.join(folder, 'emnist-mnist-train.csv'), csv(train));
      writeFileSync(path.join(folder, 'emnist-mnist-test.csv'), csv(test));
      assert.deepEqual(contentOf((await load(folder)).dataset), contentOf(dataset));
      // As a run was begun with them, whatever they are called now.
      const reading = { transposed: false, firstLabel: 0 };
      assert.deepEqual(contentOf((await load(folder, { reading })).dataset), contentOf({ ...asTheyAre, classNames: undefined }));
    }));
});
