import assert from 'node:assert/strict';
import type { MeanScores } from '../../../src/contract/scores';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { random, shuffle } from '../../../src/util/random';
import { assertClose, fixture, fixtures } from './fixtures';

const figures = ['precision', 'recall', 'f1', 'auroc', 'averagePrecision'] as const;
const averages = ['macro', 'micro', 'weighted'] as const;

function assertMeans(actual: MeanScores, expected: MeanScores, what: string): void {
  for (const figure of figures) assertClose(actual[figure], expected[figure], `${what} ${figure}`);
}

describe('evaluateClassifier', () => {
  for (const { name, predictions, expected } of fixtures) {
    it(`equals scikit-learn: ${name}`, () => {
      const scores = evaluateClassifier(predictions);
      assert.equal(scores.count, predictions.truth.length);
      assert.deepEqual(scores.confusionMatrix, expected.confusionMatrix);
      assertClose(scores.accuracy, expected.accuracy, 'accuracy');
      assertClose(scores.logLoss, expected.logLoss.clippedAsFloat32, 'log loss');
      assert.equal(scores.perClass.length, expected.perClass.length);
      for (const [of, each] of scores.perClass.entries()) {
        assertMeans(each, expected.perClass[of]!, `class ${of}`);
        assert.equal(each.support, expected.perClass[of]!.support);
        assert.equal(each.predicted, expected.perClass[of]!.predicted);
      }
      for (const average of averages) assertMeans(scores[average], expected[average], average);
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

  it('has null, not NaN, where a figure is not defined', () => {
    const { perClass, macro, micro } = evaluateClassifier(fixture('single-class').predictions);
    assert.deepEqual(
      perClass.map(each => [each.auroc, each.averagePrecision]),
      [
        [null, null],
        [null, 1],
        [null, null],
      ],
    );
    assert.equal(macro.auroc, null);
    assert(micro.auroc !== null);
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
