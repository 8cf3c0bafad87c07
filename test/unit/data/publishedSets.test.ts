import assert from 'node:assert/strict';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Dataset } from '../../../src/data/dataset';
import { loadFolder, type FolderOptions } from '../../../src/data/folder';
import { knownClassNames } from '../../../src/data/knownSets';
import { idxImages, idxLabels, smallFiles, withFolder, writeFiles } from './idxFiles';
import { pixelOf, publishedSets, writeSet } from './publishedSets';

const { letters, byclass, digits, qmnist, mnistsOwnNames } = publishedSets;

/** Loads and returns the warnings too. */
async function load(location: string, options: FolderOptions = {}): Promise<{ dataset: Dataset; warnings: string[] }> {
  const warnings: string[] = [];
  const dataset = await loadFolder(location, { ...options, warn: message => warnings.push(message) });
  return { dataset, warnings };
}

/** Every image is seen as its class is drawn. */
function assertUpright({ train, image }: Dataset): void {
  assert.deepEqual([image.height, image.width], [28, 28]);
  for (const [i, of] of train.labels.entries()) {
    const seen = train.images.all().subarray(784 * i, 784 * (i + 1));
    assert.deepEqual(
      seen,
      Uint8Array.from({ length: 784 }, (_, at) => pixelOf(of, Math.floor(at / 28), at % 28)),
    );
  }
}

const clothes = ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'];

describe('a data set as it is published', () => {
  it("EMNIST's letters: labels from 1, images by columns, names from the mapping", () =>
    withFolder(async folder => {
      writeSet(folder, letters);
      const { dataset, warnings } = await load(folder);
      assert.deepEqual(warnings, []);
      assert.deepEqual([dataset.name, dataset.image.classes, dataset.firstLabel, dataset.transposed], ['emnist-letters', 26, 1, true]);
      assert.deepEqual(dataset.classNames?.slice(0, 3), ['Aa', 'Bb', 'Cc']);
      assert.deepEqual(new Set(dataset.test.labels), new Set(Array.from({ length: 26 }, (_, of) => of)));
      assertUpright(dataset);
    }));

  it("EMNIST's 62 classes, with and without their mapping", () =>
    withFolder(async folder => {
      writeSet(folder, byclass);
      const { classNames } = (await load(folder)).dataset;
      assert.deepEqual([classNames?.length, classNames?.[9], classNames?.[10], classNames?.[61]], [62, '9', 'A', 'z']);
      renameSync(path.join(folder, 'emnist-byclass-mapping.txt'), path.join(folder, 'elsewhere.txt'));
      assert.deepEqual((await load(folder)).dataset.classNames, classNames);
    }));

  it('QMNIST: labels of which the first column is the class', () =>
    withFolder(async folder => {
      writeSet(folder, qmnist);
      const { dataset } = await load(folder);
      assert.deepEqual([dataset.name, dataset.image.classes, dataset.classNames, dataset.transposed], ['qmnist', 10, undefined, false]);
      assertUpright(dataset);
    }));

  for (const [folderName, names] of [
    ['fashion', clothes],
    ['fashion-mnist', clothes],
    [path.join('FashionMNIST', 'raw'), clothes],
    ['kmnist', ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo']],
    ['mine', undefined],
  ] as const) {
    it(`MNIST's own names in the folder ${folderName}`, () =>
      withFolder(async folder => {
        const place = path.join(folder, folderName);
        writeSet(place, mnistsOwnNames);
        const { dataset } = await load(place);
        assert.deepEqual([dataset.name, dataset.classNames], [folderName.split(path.sep)[0], names]);
        assertUpright(dataset);
      }));
  }

  it('Fashion-MNIST by its labels, whatever its folder is called', () => {
    const labelsSha256 = 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9';
    assert.deepEqual(knownClassNames({ names: ['mine'], labelsSha256 }, 10), clothes);
    assert.equal(knownClassNames({ names: ['mine'], labelsSha256: labelsSha256.replace('b', 'c') }, 10), undefined);
    assert.equal(knownClassNames({ names: ['fashion'], labelsSha256: '' }, 9), undefined, 'other classes');
  });

  for (const prefix of ['mine-', 'mine_', 'mine.', 'mine']) {
    it(`any other names that begin alike: ${prefix}`, () =>
      withFolder(async folder => {
        writeSet(folder, { ...mnistsOwnNames, prefix });
        assert.equal((await load(folder)).dataset.name, 'mine');
      }));
  }
});

describe('several data sets in one folder', () => {
  it('are listed, and one of them is chosen by its name', () =>
    withFolder(async folder => {
      for (const set of [letters, digits]) writeSet(folder, set);
      await assert.rejects(loadFolder(folder), {
        name: 'DataError',
        message: `${folder}: there are 2 data sets in this folder: emnist-digits, emnist-letters. Say which one: ${path.join(folder, 'emnist-digits')}.`,
      });
      assert.equal((await load(path.join(folder, 'emnist-digits'))).dataset.image.classes, 10);
      assert.equal((await load(path.join(folder, 'emnist-letters'))).dataset.image.classes, 26);
      await assert.rejects(
        loadFolder(path.join(folder, 'emnist-leters')),
        /there is no such folder.* There is .*emnist-digits, .*emnist-letters\.$/,
      );
    }));

  it('do not hide the one with names of its own, as before', () =>
    withFolder(async folder => {
      for (const set of [letters, mnistsOwnNames]) writeSet(folder, set);
      assert.equal((await load(folder)).dataset.name, path.basename(folder));
    }));

  it('do not count when they are not whole, and what is missing is named', () =>
    withFolder(async folder => {
      for (const set of [letters, digits]) writeSet(folder, set);
      renameSync(path.join(folder, 'emnist-digits-test-labels-idx1-ubyte.gz'), path.join(folder, 'labels.gz'));
      assert.equal((await load(folder)).dataset.name, 'emnist-letters');
      await assert.rejects(loadFolder(path.join(folder, 'emnist-digits')), /no emnist-digits-test-labels-idx1-ubyte \(plain or \.gz\)/);
    }));

  it('never lend their files to each other', () =>
    withFolder(async folder => {
      writeFiles(folder, { 'train-images-idx3-ubyte': idxImages(6, 4, 5), 't10k-labels-idx1-ubyte': idxLabels([0, 1]) });
      writeFileSync(path.join(folder, 'a-train-labels-idx1-ubyte'), idxLabels([0, 1]));
      writeFileSync(path.join(folder, 'test-images-idx3-ubyte'), idxImages(2, 4, 5));
      await assert.rejects(loadFolder(folder), /no train-labels-idx1-ubyte, t10k-images-idx3-ubyte \(plain/);
    }));
});

describe('transposing', () => {
  it('can be asked for and refused, whatever the files are called', () =>
    withFolder(async folder => {
      writeSet(folder, digits);
      const [auto, no] = [(await load(folder)).dataset, (await load(folder, { transpose: 'no' })).dataset];
      assert.deepEqual([auto.transposed, no.transposed, auto.sha256], [true, false, no.sha256]);
      assert.notDeepEqual(auto.train.images, no.train.images);
      const other = path.join(folder, 'other');
      writeSet(other, { ...digits, prefix: '' });
      assert.deepEqual((await load(other)).dataset.train.images, no.train.images);
      assert.deepEqual((await load(other, { transpose: 'yes' })).dataset.train.images, auto.train.images);
    }));

  it('exchanges the sides of images that are not square', () =>
    withFolder(async folder => {
      writeFiles(folder, smallFiles());
      const [flat, upright] = [(await load(folder)).dataset, (await load(folder, { transpose: 'yes' })).dataset];
      assert.deepEqual([flat.image, upright.image].map(({ height, width }) => [height, width]), [[4, 5], [5, 4]]); // prettier-ignore
      for (const set of ['train', 'test'] as const) {
        const [before, after] = [flat[set].images.all(), upright[set].images.all()];
        for (let i = 0; i < before.length; i++) {
          const [image, row, column] = [Math.floor(i / 20), Math.floor((i % 20) / 5), i % 5];
          assert.equal(after[image * 20 + column * 4 + row], before[i]);
        }
      }
    }));

  it('is what a run was begun with, whatever the names say now', () =>
    withFolder(async folder => {
      writeSet(folder, letters);
      const { dataset } = await load(folder, { reading: { transposed: false, firstLabel: 0 } });
      assert.deepEqual([dataset.transposed, dataset.firstLabel, dataset.image.classes], [false, 0, 27]);
    }));
});

describe('names of classes', () => {
  const three = async (folder: string, files: Readonly<Record<string, string>>): Promise<{ names: unknown; warnings: string[] }> => {
    writeFiles(folder, smallFiles());
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const { dataset, warnings } = await load(folder);
    return { names: dataset.classNames, warnings };
  };

  it('are the lines of classes.txt', () =>
    withFolder(async folder => {
      assert.deepEqual(await three(folder, { 'classes.txt': '\ufeffcat\r\nsmall dog\r\n  犬\r\n\r\n' }), {
        names: ['cat', 'small dog', '犬'],
        warnings: [],
      });
    }));

  it('are those of the set before those of the folder', () =>
    withFolder(async folder => {
      writeSet(folder, letters);
      const own = Array.from({ length: 26 }, (_, of) => `letter ${of}`);
      writeFileSync(path.join(folder, 'classes.txt'), 'x\ny\n');
      assert.equal((await load(folder)).dataset.classNames?.[0], 'Aa');
      writeFileSync(path.join(folder, 'emnist-letters-classes.txt'), own.join('\n'));
      assert.deepEqual((await load(folder)).dataset.classNames, own);
    }));

  it('may begin with label 0 where no image has it', () =>
    withFolder(async folder => {
      writeFiles(folder, {
        ...smallFiles(),
        'train-labels-idx1-ubyte': idxLabels([1, 2, 3, 1, 2, 3]),
        't10k-labels-idx1-ubyte': idxLabels([1, 2, 3, 1]),
      });
      writeFileSync(path.join(folder, 'classes.txt'), 'none\na\nb\nc\n');
      assert.deepEqual((await load(folder)).dataset.classNames, ['a', 'b', 'c']);
    }));

  const bad: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
    ['too few', { 'classes.txt': 'a\nb' }, /^classes\.txt beside the data is not used, .*: it has 2 lines, and there are 3 classes/],
    ['an empty one', { 'classes.txt': 'a\n\nc' }, /its name number 2 is empty/],
    ['one twice', { 'classes.txt': 'a\nb\na' }, /its name number 3 is there twice/],
    ['one without end', { 'classes.txt': `a\nb\n${'c'.repeat(65)}` }, /its name number 3 is longer than 64 characters/],
    ['a file without end', { 'classes.txt': 'x'.repeat(100_001) }, /classes\.txt/],
    ['a mapping that is none', { 'mapping.txt': '0 65\n1 B\n2 67' }, /mapping\.txt .* line 2 is no label with code points/],
    ['a mapping with no character', { 'mapping.txt': '0 65\n1 55296\n2 67' }, /line 2 is no label/],
    ['a mapping without a label', { 'mapping.txt': '0 65\n2 67\n' }, /it has no line for the label 1/],
  ];
  for (const [what, files, warning] of bad) {
    it(`are the labels where a file has ${what}, and that is said`, () =>
      withFolder(async folder => {
        const { names, warnings } = await three(folder, files);
        assert.equal(names, undefined);
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]!, warning);
      }));
  }

  it('are not read through a link, which may lead out of a stranger’s folder', function () {
    if (process.platform === 'win32') return this.skip();
    return withFolder(async folder => {
      const data = path.join(folder, 'data');
      mkdirSync(data);
      writeFileSync(path.join(folder, 'private.txt'), 'secret one\nsecret two\nsecret three\n');
      symlinkSync(path.join(folder, 'private.txt'), path.join(data, 'classes.txt'));
      const { names, warnings } = await three(data, {});
      assert.equal(names, undefined);
      assert.equal(warnings.length, 1);
      assert.ok(!warnings[0]!.includes('secret'));
    });
  });
});
