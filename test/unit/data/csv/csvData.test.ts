import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withFolder } from '../idxFiles';
import { contentOf, csv, imageOf, load, rowsOf, smallPart, smallTest, smallTrain, type Part } from '../ownForms';

const [train, test] = [csv(smallTrain), csv(smallTest)];
const names = train.split('\n')[0]!;

function withFiles<T>(files: Readonly<Record<string, string | Buffer>>, use: (folder: string) => Promise<T>): Promise<T> {
  return withFolder(folder => {
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    return use(folder);
  });
}

function withNames(header: string, part: Part): string {
  return [header, ...rowsOf(part)].join('\n');
}

describe('CSV files', () => {
  it('are a data set by the names of their pair, from the folder or from the file of the training images', () =>
    withFiles({ 'fashion-mnist_train.csv': train, 'fashion-mnist_test.csv': test, 'notes.csv': 'a,b\n' }, async folder => {
      const { dataset, said } = await load(folder);
      assert.deepEqual([dataset.name, dataset.image, said], ['fashion-mnist', { height: 4, width: 4, classes: 3 }, []]);
      assert.deepEqual((await load(path.join(folder, 'fashion-mnist_train.csv'))).dataset, dataset);
      await assert.rejects(load(path.join(folder, 'fashion-mnist_test.csv')), {
        name: 'DataError',
        message: /this is the file of the test images\. Give that of the training images, fashion-mnist_train\.csv/,
      });
      writeFileSync(path.join(folder, 'other_train.csv'), train);
      await assert.rejects(load(folder), /there are 2 data sets in this folder: fashion-mnist_train\.csv, other_train\.csv/);
    }));

  const reversed = [...rowsOf(smallTrain)].map(row => row.replace(/^(\d+),(.*)$/, '$2,$1'));
  const grid = Array.from({ length: 16 }, (_, i) => `${1 + Math.floor(i / 4)}x${1 + (i % 4)}`);
  const spelled: Record<string, string> = {
    'without names': rowsOf(smallTrain).join('\n'),
    'with a mark of its encoding and without names': `\ufeff${rowsOf(smallTrain).join('\n')}`,
    'with a mark of its encoding': `\ufeff${train}`,
    'with CR LF and empty lines': `${train.replaceAll('\n', '\r\n')}\r\n\r\n`,
    'with semicolons': train.replaceAll(',', ';'),
    'with tabs': train.replaceAll(',', '\t'),
    'with quotes and spaces': train
      .split('\n')
      .map(line => (line === '' ? '' : ` "${line.replaceAll(',', '" ,\t"')}"`))
      .join('\n'),
    'with numbers as pandas writes those of floats': train.replace(/(?<=[\n,])\d+(?=[\n,])/g, '$&.0'),
    'with leading zeros': train.replace(/(?<=[\n,])\d+(?=[\n,])/g, '000$&'),
    'with the labels at the end': [`${grid.join(',')},Class`, ...reversed].join('\n'),
    'with rows and columns in the names': withNames(['label', ...grid].join(','), smallTrain),
    "with scikit-learn's names": withNames(['target', ...grid.map(name => `pixel_${name.replace('x', '_')}`)].join(','), smallTrain),
  };
  for (const [how, text] of Object.entries(spelled)) {
    it(`are the same ${how}`, async () => {
      const expected = await withFiles({ 'train.csv': train, 'test.csv': test }, folder => load(folder));
      await withFiles({ 'train.csv': text, 'test.csv': test }, async folder => {
        assert.deepEqual(contentOf((await load(folder)).dataset), contentOf(expected.dataset));
      });
    });
  }

  it('have images that are not square if their columns say so', async () => {
    const wide = smallPart([0, 0, 1, 1], { height: 2, width: 6 });
    const header = ['label', ...Array.from({ length: 12 }, (_, i) => `${Math.floor(i / 6)}x${i % 6}`)].join(',');
    await withFiles({ 'train.csv': withNames(header, wide), 'test.csv': withNames(header, wide) }, async folder => {
      assert.deepEqual((await load(folder)).dataset.image, { height: 2, width: 6, classes: 2 });
    });
  });

  it('of many lines are read whole, wherever their parts end', async () => {
    const many = smallPart(
      Array.from({ length: 12_000 }, (_, i) => i % 10),
      { height: 8, width: 8 },
    );
    const text = csv(many);
    assert.ok(text.length > 2 ** 21);
    await withFiles({ 'train.csv': text.trimEnd(), 'test.csv': csv(smallPart([0, 1], { height: 8, width: 8 })) }, async folder => {
      const { dataset } = await load(folder);
      assert.deepEqual([...dataset.train.labels], many.labels);
      assert.ok(Buffer.from(dataset.train.images.all()).equals(many.pixels));
    });
  });

  it('of Kaggle have every seventh image of each class for the test, and what has no labels is said', async () => {
    const many = smallPart(Array.from({ length: 30 }, (_, i) => i % 3));
    const unlabelled = csv(smallTest).replace(/^[^,]*,/gm, '');
    await withFiles({ 'train.csv': csv(many), 'test.csv': unlabelled, 'sample_submission.csv': 'ImageId,Label\n1,0\n' }, async folder => {
      const { dataset, said } = await load(folder);
      assert.deepEqual([dataset.name, dataset.train.count, dataset.test.count], [path.basename(folder), 27, 3]);
      assert.deepEqual(Buffer.from(dataset.test.images.all()), Buffer.concat([18, 19, 20].map(i => imageOf(many, i))));
      assert.match(said[0]!, /test\.csv: it has no labels, as Kaggle gives it out/);
      assert.match(said[1]!, /every seventh image of each class becomes one: 3 of 30\.$/);
      // The same whatever stands beside it, and without names.
      const alone = await withFiles({ 'digits.csv': csv(many) }, other => load(other));
      assert.deepEqual([contentOf(alone.dataset), alone.dataset.name], [contentOf(dataset), 'digits']);
      writeFileSync(path.join(folder, 'test.csv'), unlabelled.split('\n').slice(1).join('\n'));
      assert.deepEqual(contentOf((await load(folder)).dataset), contentOf(dataset));
    });
  });

  const row = (i: number): string => rowsOf(smallTrain)[i]!;
  const second = (line: string): string => [names, row(0), line, row(2)].join('\n');
  const refused: readonly [string, string | Buffer, RegExp][] = [
    [
      'no column of labels',
      train.replace('label', 'digit'),
      /train\.csv: line 1 has no column called label .*among 17 columns: "digit", "pixel0", "pixel1", …/,
    ],
    ['two columns of labels', train.replace('pixel0', 'class'), /line 1 has several columns of labels \(label, class\)/],
    ['a row that is too short', second(row(1).replace(/,\d+$/, '')), /train\.csv: line 3 has 16 columns; line 1 has 17 names/],
    ['a row that is too long', second(`${row(1)},7`), /line 3 has 18 columns; line 1 has 17 names/],
    ['a row that ends with a comma', second(`${row(1)},`), /line 3 has 18 columns/],
    ['its end cut off', train.slice(0, -30), /line 9 has \d+ columns; .*incomplete: get it again/],
    [
      'a pixel beyond 255',
      second(row(1).replace(/,\d+$/, ',256')),
      /line 3, column 17: "256" is beyond 255; a pixel is expected, a whole number from 0 to 255/,
    ],
    ['a pixel of many digits', second(row(1).replace(/,\d+$/, `,${'9'.repeat(3000)}`)), /line 3, column 17: "9{40}" is no whole number/],
    ['a negative pixel', second(row(1).replace(/,\d+$/, ',-1')), /line 3, column 17: "-1" is no whole number/],
    ['a pixel that is no number', second(row(1).replace(/,\d+$/, ',nan')), /line 3, column 17: "nan" is no whole number/],
    ['an empty pixel', second(row(1).replace(/,\d+$/, ',')), /line 3, column 17: there is nothing; a pixel is expected/],
    ['pixels from 0 to 1', second(row(1).replace(/,\d+$/, ',0.5')), /column 17: "0\.5" is no whole number; .*multiply them by 255/],
    ['labels that are words', second(row(1).replace(/^\d+/, 'cat')), /line 3, column 1: "cat" is no whole number; a label .*classes\.txt/],
    ['too many classes', second(row(1).replace(/^\d+/, '256')), /line 3, column 1: "256" is beyond 255; a label is expected/],
    [
      "pandas's index",
      train.replace(/^/gm, '1,').replace('1,label', ',label'),
      /line 1, column 1 is called ""; expected "pixel0"\. Save the table without its index/,
    ],
    [
      'pixels out of order',
      train.replace('pixel1,pixel2', 'pixel2,pixel1'),
      /line 1, column 3 is called "pixel2"; expected "pixel1"\. Bring the pixels in order/,
    ],
    [
      'columns that are counted',
      [
        names
          .split(',')
          .map((_, i) => i)
          .join(','),
        row(0),
      ].join('\n'),
      /line 1 counts the columns/,
    ],
    ['no square images', train.replace(/,[^,\n]*$/gm, ''), /15 columns of pixels make no square image; expected as many as 28×28/],
    ['names alone', names, /there are no rows below the names/],
    ['nothing', '', /train\.csv: the file is empty/],
    ['an encoding of two bytes', Buffer.from(`\ufeff${train}`, 'utf16le'), /this is no text in UTF-8/],
    ['an archive under its name', Buffer.from('PK\x03\x04\x14\0\0\0\b\0'), /this is a zip archive .* Unpack it/],
    ['a page in its place', '<!DOCTYPE html>\n<html>', /this is an HTML page and no data file/],
    ['a line without an end', Buffer.alloc(5_000_000, '1'), /the line that begins at offset 0 has more than 4194304 bytes/],
  ];
  for (const [what, text, message] of refused) {
    it(`with ${what} are refused`, () =>
      withFiles({ 'train.csv': text, 'test.csv': test }, folder => assert.rejects(load(folder), { name: 'DataError', message })));
  }

  const refusedTests: readonly [string, string, RegExp][] = [
    ['labels under another name', test.replace('label', 'digit'), /test\.csv: line 1 has no column called label/],
    ['images of another size', csv(smallPart([0, 1], { height: 3, width: 3 })), /the test images have 3×3 pixels, the training images 4×4/],
    ['a class that is not trained', csv(smallPart([0, 7])), /test image 1 has the label 7, which no training image has/],
  ];
  for (const [what, text, message] of refusedTests) {
    it(`with a test of ${what} are refused`, () =>
      withFiles({ 'train.csv': train, 'test.csv': text }, folder => assert.rejects(load(folder), { name: 'DataError', message })));
  }

  it('of one image a class cannot be tested', () =>
    withFiles({ 'train.csv': csv(smallPart([0, 1])) }, folder =>
      assert.rejects(load(folder), { name: 'DataError', message: /every class has a single image/ }),
    ));

  it('behind a link in the folder, or that are folders, are not opened', () =>
    withFiles({ 'real.csv': train }, async folder => {
      const inside = path.join(folder, 'inside');
      mkdirSync(inside);
      symlinkSync(path.join(folder, 'real.csv'), path.join(inside, 'train.csv'));
      await assert.rejects(load(inside), { name: 'DataError', message: /train\.csv: this is a link/ });
    }));
});
