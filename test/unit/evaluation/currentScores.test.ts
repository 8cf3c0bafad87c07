import assert from 'node:assert/strict';
import { currentScores } from '../../../src/evaluation/currentScores';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { fixture, fixtures } from './fixtures';

describe('scores of runs of older versions', () => {
  it('are read as this version has them: null for 0 where a class does not occur or was never predicted', () => {
    for (const name of ['absent-class', 'never-predicted-class', 'single-class']) {
      const scores = evaluateClassifier(fixture(name).predictions);
      const perClass = scores.perClass.map(one => ({ ...one, precision: one.precision ?? 0, recall: one.recall ?? 0, f1: one.f1 ?? 0 }));
      const mean = (key: 'precision' | 'recall' | 'f1'): number => perClass.reduce((sum, one) => sum + one[key], 0) / perClass.length;
      const macro = { ...scores.macro, precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
      assert.deepEqual(currentScores({ ...scores, perClass, macro }), scores, name);
    }
  });

  it('of this version stay as they are', () => {
    for (const { predictions } of fixtures) {
      const scores = evaluateClassifier(predictions);
      assert.deepEqual(currentScores(scores), scores);
    }
  });

  it('stay as they are where there are more or fewer of them than classes', () => {
    const scores = evaluateClassifier(fixture('ordinary').predictions);
    const torn = { ...scores, perClass: scores.perClass.slice(1) };
    assert.equal(currentScores(torn), torn);
  });
});
