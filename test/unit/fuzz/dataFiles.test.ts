import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { datasetIdentity } from '../../../src/contract/formats/config';
import { loadFolder } from '../../../src/data/folder';
import { csv, kerasArrays, npz, rowsOf, smallTest, smallTrain, writePictures } from '../data/ownForms';
import { mutatedBytes } from './byteMutations';
import { assertReadable, valueOf } from './complaint';
import { property, within } from './property';

/** The inputs have less than 100 kB. */
const MOST_MEMORY = 32_000_000;

/** Data sets in other forms than IDX, of which one file is damaged. */
describe('a data set of a person', () => {
  let home: string;
  before(() => (home = mkdtempSync(path.join(os.tmpdir(), 'digits-own-data-'))));
  after(() => rmSync(home, { recursive: true, force: true }));

  /** Reads a folder, which is gone afterwards, as a data set whose parts go together, or an error for a person. */
  async function check(write: (folder: string) => void): Promise<void> {
    const folder = mkdtempSync(path.join(home, 'data-'));
    try {
      write(folder);
      const said: string[] = [];
      const set = await valueOf(
        () => within(MOST_MEMORY, () => loadFolder(folder, { warn: message => said.push(message) })),
        ['DataError'],
        folder,
      );
      for (const sentence of said) assertReadable(sentence);
      if (!set) return;
      const { image, name, sha256, firstLabel, classNames } = set;
      for (const { count, images, labels } of [set.train, set.test]) {
        assert.deepEqual([labels.length, images.all().length], [count, count * image.height * image.width]);
        assert.ok(labels.every(label => label < image.classes));
      }
      const counts = { trainImages: set.train.count, validationImages: 0, testImages: set.test.count };
      const identity = { name, sha256, ...image, ...counts, firstLabel, ...(classNames && { classNames }) };
      assert.deepEqual(v.parse(datasetIdentity, identity), identity);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const archives = [
    npz(kerasArrays(smallTrain, smallTest)),
    npz({ ...kerasArrays(smallTrain, smallTest), x_train: { shape: [8, 4, 4], data: Float32Array.from(smallTrain.pixels) } }),
  ];
  property('of NumPy arrays', mutatedBytes(archives), bytes => check(folder => writeFileSync(path.join(folder, 'mnist.npz'), bytes)), {
    cases: 500,
  });

  const tables = [
    csv(smallTrain),
    csv(smallTest),
    rowsOf(smallTrain).join('\r\n'),
    csv(smallTest).replaceAll(',', ';'),
    csv(smallTest).replace(/^[^,]*,/gm, ''),
  ].map(text => Buffer.from(text));
  property(
    'in CSV files',
    fc.tuple(fc.boolean(), mutatedBytes(tables)),
    ([isTest, bytes]) =>
      check(folder => {
        writeFileSync(path.join(folder, 'train.csv'), isTest ? csv(smallTrain) : bytes);
        writeFileSync(path.join(folder, 'test.csv'), isTest ? bytes : csv(smallTest));
      }),
    { cases: 800 },
  );

  const pictures = ['pillow-grey', 'pillow-palette-3', 'pillow-rgba', 'pypng-1x4-interlaced', 'pypng-3x16', 'pypng-2x16-interlaced'].map(
    name => readFileSync(path.resolve('test/fixtures/data/pictures', `${name}.png`)),
  );
  property(
    'of PNG images, with right checksums or others',
    fc.tuple(mutatedBytes(pictures), fc.boolean()),
    ([bytes, isSummed]) =>
      check(folder => {
        for (const name of ['a', 'b']) mkdirSync(path.join(folder, name));
        writeFileSync(path.join(folder, 'a', '1.png'), isSummed ? summed(bytes) : bytes);
        writeFileSync(path.join(folder, 'a', '2.png'), pictures[0]!);
        writeFileSync(path.join(folder, 'b', '1.png'), pictures[0]!);
      }),
    { cases: 600 },
  );

  const names = fc.oneof(
    fc.constantFrom('train', 'test', 'val', 'Training', '0', '1', '7', '01', 'a', 'é', 'e\u0301', '__MACOSX', 'train.csv', 'x.npz', '.git'),
    fc.stringMatching(/^[a-z0-9 _.-]{1,70}$/).filter(name => !/^\.{1,2}$/.test(name)),
  );
  property(
    'in folders of any names',
    fc.array(fc.tuple(names, names), { maxLength: 6 }),
    paths =>
      check(folder => {
        for (const [outer, inner] of paths) {
          mkdirSync(path.join(folder, outer, inner), { recursive: true });
          writePictures(path.join(folder, outer), smallTest, { called: label => (label === 0 ? inner : String(label)) });
        }
      }),
    { cases: 200 },
  );
});

/** The same image with the checksums that its parts should have, as far as they can be told. */
function summed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 8; at + 12 <= copy.length; at += 12 + copy.readUInt32BE(at)) {
    const end = at + 8 + copy.readUInt32BE(at);
    if (end + 4 <= copy.length) copy.writeUInt32BE(crc32(copy.subarray(at + 4, end)), end);
  }
  return copy;
}
