import assert from 'node:assert/strict';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { random, shuffle } from '../../../src/util/random';
import { assertClose, assertEqualsLibrary, fixture, fixtures } from './fixtures';
import { ourFigures } from './ourFigures';

describe('evaluateClassifier', () => {
  for (const { name, predictions, expected } of fixtures) {
    it(`equals scikit-learn and statsmodels in every figure: ${name}`, () => {
      const withCurves = expected.perClass[0]?.roc !== undefined;
      assertEqualsLibrary(ourFigures(predictions, withCurves), expected, name);
    });
  }

  it('does not depend on the order of rows', () => {
    const { truth, probabilities, classes } = fixture('ties').predictions;
    const order = shuffle(Int32Array.from(truth.keys()), random('rows'));
    const shuffled = {
      truth: Uint8Array.from(order, row => truth[row]!),
      probabilities: Float32Array.from(probabilities, (_, i) => probabilities[order[Math.floor(i / classes)]! * classes + (i % classes)]!),
      classes,
    };
    const { logLoss, ...scores } = evaluateClassifier({ truth, probabilities, classes });
    const { logLoss: shuffledLogLoss, ...shuffledScores } = evaluateClassifier(shuffled);
    assert.deepEqual(shuffledScores, scores);
    // A sum of floats, so equal but for rounding.
    assertClose(shuffledLogLoss, logLoss, 'log loss');
  });

  it('predicts the first of equally probable classes', () => {
    const scores = evaluateClassifier({ truth: [0, 1, 2], probabilities: [0.2, 0.4, 0.4, 0.4, 0.2, 0.4, 0.3, 0.3, 0.3], classes: 3 });
    assert.deepEqual(
      scores.perClass.map(each => each.predicted),
      [2, 1, 0],
    );
  });

  it('leaves its input alone', () => {
    const { truth, probabilities, classes } = fixture('two-classes').predictions;
    const before = [truth.slice(), probabilities.slice()];
    evaluateClassifier({ truth, probabilities, classes });
    assert.deepEqual([truth, probabilities], before);
  });

  it('has null where scikit-learn warns: a class without images, one that was never predicted, and one of which all are', () => {
    const defined = (name: string): string[] =>
      evaluateClassifier(fixture(name).predictions).perClass.map(({ precision, recall, f1, auroc, averagePrecision }) =>
        [precision, recall, f1, auroc, averagePrecision].map(figure => (figure === null ? '–' : '+')).join(''),
      );
    assert.deepEqual(defined('absent-class'), ['+++++', '+++++', '+–+––', '+++++', '+++++']);
    assert.deepEqual(defined('never-predicted-class'), ['+++++', '+++++', '–++++', '+++++']);
    assert.deepEqual(defined('single-class'), ['+–+––', '+++–+', '+–+––']);
    const { macro, micro } = evaluateClassifier(fixture('single-class').predictions);
    assert.equal(macro.auroc, null);
    assert(micro.auroc !== null);
    const unpredicted = evaluateClassifier({ truth: [0, 1], probabilities: [0.9, 0.1, 0, 0.2, 0.8, 0], classes: 3 }).perClass[2]!;
    assert.deepEqual([unpredicted.precision, unpredicted.recall, unpredicted.f1], [null, null, null]);
  });

  it('has macro means over the classes that occur, of which an ignored one takes precision down', () => {
    const scores = evaluateClassifier({ truth: [0, 0, 1], probabilities: [0.9, 0.1, 0, 0.8, 0.2, 0, 0.7, 0.3, 0], classes: 3 });
    assert.deepEqual([scores.macro.precision, scores.macro.recall, scores.macro.f1], [(2 / 3 + 0) / 2, (1 + 0) / 2, (4 / 5 + 0) / 2]);
  });

  const bad: readonly [string, readonly number[], readonly number[], RegExp][] = [
    ['no images', [], [], /nothing to evaluate.*at least one/],
    ['too few probabilities', [0, 1], [0.5, 0.5], /2 × 2 .*2 labels, got 2/],
    ['a label out of range', [0, 2], [0.5, 0.5, 0.5, 0.5], /label 1 is 2.*0 to 1/i],
    ['a label that is no whole number', [0.5], [0.5, 0.5], /label 0 is 0\.5/i],
    ['NaN', [0, 1], [0.5, 0.5, 0.5, NaN], /row 1, class 1 is NaN.*0 to 1/],
    ['logits', [0, 1], [0.5, 0.5, -3, 4], /row 1, class 0 is -3/],
  ];
  for (const [what, truth, probabilities, message] of bad) {
    it(`refuses ${what}, and says where`, () => {
      assert.throws(() => evaluateClassifier({ truth, probabilities, classes: 2 }), { message });
    });
  }
});
