import assert from 'node:assert/strict';
import { bestEpoch } from '../../../src/contract/summary';

const epochs = (...losses: readonly (readonly [loss: number, valLoss: number | null])[]) =>
  losses.map(([loss, valLoss], i) => ({ epoch: i + 1, loss, valLoss }));

describe('the best epoch', () => {
  it('has the lowest validation loss, and is the first of equals, as early stopping has it', () => {
    assert.equal(bestEpoch(epochs([4, 3], [3, 1], [2, 2], [1, 1]))?.epoch, 2);
    assert.equal(bestEpoch(epochs([1, 1]))?.epoch, 1);
  });

  it('has the lowest training loss where nothing was held back', () => {
    assert.equal(bestEpoch([]), undefined);
    assert.equal(bestEpoch(epochs([3, null], [2, null], [2, null]))?.epoch, 2);
  });
});
