import assert from 'node:assert/strict';
import { evaluateClassifier } from '../../../../../src/evaluation/scores';
import { barsFrom, classRows, meanRows, sortRows, type SortKey } from '../../../../../webview/dashboard/evaluation/classRows';
import { fixture } from '../../../evaluation/fixtures';

describe('the table of classes', () => {
  const scoresOf = (name: string) => evaluateClassifier(fixture(name).predictions);
  const namesOf = (count: number) => Array.from({ length: count }, (_, of) => String(of));

  it('says what a class was most often read as, of how many errors', () => {
    const matrix = [
      [90, 4, 6],
      [1, 50, 0],
      [0, 0, 7],
    ];
    const perClass = scoresOf('ordinary').perClass.slice(0, 3);
    const rows = classRows({ confusionMatrix: matrix, perClass: perClass.map((one, of) => ({ ...one, support: [100, 51, 7][of]! })) }, namesOf(3)); // prettier-ignore
    assert.deepEqual(
      rows.map(({ readAs }) => readAs),
      ['2 · 6 of 10 errors', '0 · 1 of 1 error', 'never wrong'],
    );
  });

  it('says nothing of a class that does not occur', () => {
    const rows = classRows(scoresOf('absent-class'), namesOf(5));
    const absent = rows.find(({ support }) => support === 0);
    assert.deepEqual([absent?.readAs, absent?.auroc], ['', null]);
  });

  for (const key of ['name', 'precision', 'recall', 'f1', 'auroc', 'support', 'mostOften'] as const satisfies readonly SortKey[]) {
    it(`is sorted by ${key}, both ways, what is not defined last`, () => {
      const rows = classRows(scoresOf('absent-class'), namesOf(5));
      for (const direction of ['ascending', 'descending'] as const) {
        const values = sortRows(rows, key, direction).map(row => row[key]);
        const defined = values.filter(value => value !== null).map(Number);
        const expected = defined.toSorted((a, b) => (direction === 'ascending' ? a - b : b - a));
        assert.deepEqual(values, [...expected.map(value => (key === 'name' ? String(value) : value)), ...values.filter(value => value === null)]); // prettier-ignore
      }
    });
  }

  it('sorts names as numbers where they are', () => {
    const [row] = classRows(scoresOf('ordinary'), namesOf(10));
    const rows = ['10', '9', 'a', '2'].map(name => ({ ...row!, name }));
    assert.deepEqual(
      sortRows(rows, 'name', 'ascending').map(({ name }) => name),
      ['2', '9', '10', 'a'],
    );
  });

  it('has the means of all images below', () => {
    const scores = scoresOf('ordinary');
    assert.deepEqual(
      meanRows(scores).map(({ name, f1, support, readAs }) => ({ name, f1, support, readAs })),
      (['macro', 'weighted', 'micro'] as const).map(name => ({ name, f1: scores[name].f1, support: 300, readAs: '' })),
    );
  });

  it('begins its bars at a round number below all of them, close to the least', () => {
    for (const least of [0, 0.31, 0.5, 0.881, 0.9, 0.9852, 0.99, 0.995, 0.99991, 1]) {
      const from = barsFrom([least, (1 + least) / 2, 1]);
      assert.ok(from < least || least === 0, `${from} for ${least}`);
      assert.ok(least === 1 || 1 - from <= 3 * (1 - least), `${from} for ${least}`);
      assert.ok(String(from).length <= 8, String(from));
    }
  });
});
