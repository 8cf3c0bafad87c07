import assert from 'node:assert/strict';
import { bestEpoch } from '../../../src/contract/bestEpoch';

const epochs = (...losses: readonly (number | null)[]) => losses.map((valLoss, i) => ({ epoch: i + 1, valLoss }));

describe('the best epoch', () => {
  it('has the lowest validation loss, and is the first of equals, as early stopping has it', () => {
    assert.equal(bestEpoch(epochs(3, 1, 2, 1))?.epoch, 2);
    assert.equal(bestEpoch(epochs(1))?.epoch, 1);
  });

  it('is none without validation', () => {
    assert.equal(bestEpoch([]), undefined);
    assert.equal(bestEpoch(epochs(null, null)), undefined);
  });
});
