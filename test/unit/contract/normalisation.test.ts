import assert from 'node:assert/strict';
import { normalise } from '../../../src/contract/normalisation';
import { assertAllClose, fixtures } from '../evaluation/fixtures';

describe('a normalised confusion matrix', () => {
  for (const { name, expected } of fixtures) {
    for (const by of ['row', 'column', 'all'] as const) {
      it(`is scikit-learn's, by ${by}, for ${name}`, () => {
        const shares = normalise(expected.confusionMatrix, by);
        shares.forEach((row, truth) => assertAllClose(row, expected.normalised[by][truth]!, `row ${truth}`));
        assert.equal(shares.length, expected.normalised[by].length);
      });
    }

    it(`is the matrix itself as counts, for ${name}`, () => {
      assert.deepEqual(normalise(expected.confusionMatrix, 'counts'), expected.confusionMatrix);
    });
  }

  it('has only zeros where there are no images', () => {
    const nothing = [
      [0, 0],
      [0, 0],
    ];
    for (const by of ['row', 'column', 'all'] as const) assert.deepEqual(normalise(nothing, by), nothing);
  });
});
