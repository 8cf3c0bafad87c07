import assert from 'node:assert/strict';
import { mistakesOf, mostOftenReadAs } from '../../../src/evaluation/mistakes';
import { predictedClasses } from '../../../src/evaluation/labels';
import { fixtures } from './fixtures';

describe('mistakes', () => {
  for (const { name, predictions, expected } of fixtures) {
    // Counted image by image, without a matrix.
    const predicted = predictedClasses(predictions.probabilities, predictions.classes);
    const wrong = Array.from(predictions.truth, (truth, i) => ({ truth, predicted: predicted[i]! })).filter(
      one => one.truth !== one.predicted,
    );
    const classes = Array.from({ length: predictions.classes }, (_, of) => of);

    it(`are those of the images, for ${name}`, () => {
      assert.deepEqual(mistakesOf(expected.confusionMatrix), {
        ofRow: classes.map(of => wrong.filter(({ truth }) => truth === of).length),
        ofColumn: classes.map(of => wrong.filter(({ predicted }) => predicted === of).length),
        all: wrong.length,
      });
    });

    it(`are most often of the class that most images were taken for, for ${name}`, () => {
      for (const of of classes) {
        const takenFor = wrong.filter(({ truth }) => truth === of).map(one => one.predicted);
        const counts = classes.map(other => takenFor.filter(one => one === other).length);
        const most = Math.max(...counts);
        assert.deepEqual(
          mostOftenReadAs(expected.confusionMatrix, of),
          most === 0 ? undefined : { predicted: classes.find(other => counts[other] === most), count: most },
        );
      }
    });
  }
});
