import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { loadFolder } from '../../../../src/data/folder';
import { setsToChooseFrom } from '../../../../src/ui/form/formModel';
import { withFolder } from '../../data/idxFiles';
import { publishedSets, writeSet } from '../../data/publishedSets';

const { letters, digits, mnistsOwnNames } = publishedSets;

describe('a folder that is chosen in the form', () => {
  it('with several data sets has a row for each, and each is the data set that it says', () =>
    withFolder(async folder => {
      for (const set of [letters, digits, mnistsOwnNames]) writeSet(folder, set);
      const rows = setsToChooseFrom(folder, readdirSync(folder));
      assert.deepEqual(
        rows.map(({ label, description }) => [label, description]),
        [
          [path.basename(folder), 'train-images…'],
          ['emnist-digits', 'emnist-digits-train-images…'],
          ['emnist-letters', 'emnist-letters-train-images…'],
        ],
      );
      for (const { label, dataset } of rows) assert.equal((await loadFolder(dataset)).name, label);
    }));

  it('with one, or none that is whole beside it, needs no question', () =>
    withFolder(folder => {
      writeSet(folder, letters);
      const names = [...readdirSync(folder), 'emnist-digits-train-images-idx3-ubyte.gz'];
      assert.deepEqual(setsToChooseFrom(folder, names), []);
      assert.deepEqual(setsToChooseFrom(folder, []), []);
      return Promise.resolve();
    }));
});
