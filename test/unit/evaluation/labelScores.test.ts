import assert from 'node:assert/strict';
import { predictedClasses } from '../../../src/evaluation/labels';
import { evaluateLabels } from '../../../src/evaluation/labelScores';
import { evaluateClassifier } from '../../../src/evaluation/scores';
import { fixtures } from './fixtures';

describe('scores from labels alone', () => {
  for (const { name, predictions } of fixtures)
    it(`are those with probabilities but for what takes probabilities: ${name}`, () => {
      const { truth, probabilities, classes } = predictions;
      const whole = evaluateClassifier(predictions);
      const noAreas = { auroc: null, averagePrecision: null };
      assert.deepEqual(evaluateLabels({ truth, predicted: predictedClasses(probabilities, classes), classes }), {
        ...whole,
        logLoss: null,
        perClass: whole.perClass.map(scores => ({ ...scores, ...noAreas })),
        macro: { ...whole.macro, ...noAreas },
        micro: { ...whole.micro, ...noAreas },
        weighted: { ...whole.weighted, ...noAreas },
      });
    });

  it('are of at least one image, and of labels that are classes', () => {
    assert.throws(() => evaluateLabels({ truth: [], predicted: [], classes: 2 }), /There is nothing to evaluate/);
    assert.throws(() => evaluateLabels({ truth: [0], predicted: [2], classes: 2 }), /expected whole numbers from 0 to 1/);
  });
});
