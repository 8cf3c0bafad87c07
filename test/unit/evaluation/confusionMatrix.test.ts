import assert from 'node:assert/strict';
import { classScores } from '../../../src/evaluation/classScores';
import { accuracyOf, confusionMatrix } from '../../../src/evaluation/confusionMatrix';
import { predictedClasses } from '../../../src/evaluation/labels';

describe('confusionMatrix', () => {
  it('counts by truth, then predicted', () => {
    const matrix = confusionMatrix([0, 0, 1], Uint8Array.of(0, 1, 1), 3);
    assert.deepEqual(matrix, [
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    assert.equal(accuracyOf(matrix), 2 / 3);
  });

  it('says what is wrong, and where', () => {
    assert.throws(() => confusionMatrix([0, 1], [0], 2), { message: /1 predicted labels for 2 true/ });
    assert.throws(() => confusionMatrix([0, 1], [0, 2], 2), { message: /Image 1 .*predicted label 2.*0 to 1/ });
    assert.throws(() => confusionMatrix([-1], [0], 2), { message: /Image 0 .*true label -1/ });
  });
});

describe('classScores', () => {
  it('has null where the denominator is 0', () => {
    assert.deepEqual(
      classScores([
        [0, 2],
        [0, 0],
      ]),
      [
        { precision: null, recall: 0, f1: 0, support: 2, predicted: 0 },
        { precision: 0, recall: null, f1: 0, support: 0, predicted: 2 },
      ],
    );
  });
});

describe('predictedClasses', () => {
  it('takes the first maximum', () => {
    assert.deepEqual(predictedClasses([0.2, 0.4, 0.4, 0.3, 0.3, 0.3, 0, 0, 1], 3), Int32Array.of(1, 0, 2));
  });
});
