import assert from 'node:assert/strict';
import type { ClassScores } from '../../../src/contract/scores';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { meansInWords } from '../../../src/wording/meansInWords';
import { fixture } from '../evaluation/fixtures';

describe('over what means run', () => {
  const digits = Array.from({ length: 10 }, (_, of) => String(of));
  const scoresOf = (name: string) => evaluateClassifier(fixture(name).predictions);

  it('is not said where all classes occur and are predicted', () => {
    assert.equal(meansInWords(scoresOf('ordinary'), digits), '');
  });

  it('is said of classes that do not occur, and of those that were never predicted', () => {
    assert.equal(
      meansInWords(scoresOf('absent-class'), ['Bag', 'Boot', 'Coat', 'Shirt', 'Dress']),
      'No image is of class Coat: the macro means run over the 4 classes that occur.',
    );
    assert.equal(
      meansInWords(scoresOf('never-predicted-class'), digits),
      'Class 2 was never predicted: a precision is not defined there, and counts as 0 in the means.',
    );
    assert.equal(
      meansInWords(scoresOf('single-class'), digits),
      'No image is of classes 0 and 2: the macro means run over the one class that occurs.',
    );
  });

  it('counts classes where there are many', () => {
    const perClass = Array.from({ length: 62 }, (_, of): ClassScores => {
      return { precision: null, recall: 0, f1: 0, auroc: 0.5, averagePrecision: 0.1, support: of < 40 ? 3 : 0, predicted: 0 };
    });
    const names = perClass.map((_, of) => String(of));
    assert.equal(
      meansInWords({ perClass }, names),
      'No image is of 22 classes: the macro means run over the 40 classes that occur. 40 classes were never predicted: a precision is not defined there, and counts as 0 in the means.',
    );
  });
});
