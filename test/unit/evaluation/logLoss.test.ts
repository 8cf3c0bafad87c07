import assert from 'node:assert/strict';
import { logLoss } from '../../../src/evaluation/logLoss';
import { assertClose, fixtures } from './fixtures';

describe('logLoss', () => {
  for (const { name, predictions, expected } of fixtures) {
    const { truth, probabilities, classes } = predictions;
    it(`equals scikit-learn, float32 and float64: ${name}`, () => {
      const loss = logLoss(truth, probabilities, classes);
      assertClose(loss, expected.logLoss.clippedAsFloat32, 'clipped as float32');
      assertClose(logLoss(truth, Float64Array.from(probabilities), classes), expected.logLoss.float64, 'float64');
      // With float32 scikit-learn also adds up in float32.
      assert(Math.abs(loss - expected.logLoss.float32) <= 2e-6 * Math.max(1, loss), `${loss}, in float32 ${expected.logLoss.float32}`);
    });
  }

  it('is bounded by the clipping, which depends on the type', () => {
    assertClose(logLoss([0], Float32Array.of(0, 1), 2), 23 * Math.LN2, 'float32');
    assertClose(logLoss([0], Float64Array.of(0, 1), 2), 52 * Math.LN2, 'float64');
    assertClose(logLoss([0], [0, 1], 2), 52 * Math.LN2, 'plain numbers');
  });

  it('is that of a coin for a coin', () => {
    assertClose(logLoss([0, 1], [0.5, 0.5, 0.5, 0.5], 2), Math.LN2, 'log loss');
  });

  it('refuses NaN', () => {
    assert.throws(() => logLoss([0], Float32Array.of(NaN, 1), 2), { message: /row 0, class 0 is NaN/ });
  });
});
