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

  it('with several archives and CSV files has a row for each, with its test beside it', () => {
    const names = ['b.npz', 'a_test.csv', 'a_train.csv', 'train.csv', 'classes.txt'];
    assert.deepEqual(setsToChooseFrom('/data', names), [
      { label: 'b.npz', description: 'NumPy arrays', dataset: path.join('/data', 'b.npz') },
      { label: 'a_train.csv', description: 'with a_test.csv', dataset: path.join('/data', 'a_train.csv') },
      { label: 'train.csv', description: 'a seventh of it for the test', dataset: path.join('/data', 'train.csv') },
    ]);
    assert.deepEqual(setsToChooseFrom('/data', ['train.csv', 'test.csv', 'sample_submission.csv']), []);
  });

  it('with one, or none that is whole beside it, needs no question', () =>
    withFolder(folder => {
      writeSet(folder, letters);
      const names = [...readdirSync(folder), 'emnist-digits-train-images-idx3-ubyte.gz'];
      assert.deepEqual(setsToChooseFrom(folder, names), []);
      assert.deepEqual(setsToChooseFrom(folder, []), []);
      return Promise.resolve();
    }));
});
