import assert from 'node:assert/strict';
import { queueTimes } from '../../../src/experiment/queueTimes';

const of = (...ms: (number | undefined)[]) => ms.map(one => (one === undefined ? undefined : { ms: one, isGuess: false }));

describe('queueTimes', () => {
  it('lets one run begin after the other', () => {
    assert.deepEqual(queueTimes({ atWork: [100], waiting: of(10, 20, 30), atOnce: 1 }), {
      ends: [110, 130, 160],
      total: 160,
      isGuess: false,
    });
    assert.deepEqual(queueTimes({ atWork: [], waiting: of(10, 20), atOnce: 1 }).ends, [10, 30]);
  });

  it('lets several be trained at a time, each where there is room first', () => {
    assert.deepEqual(queueTimes({ atWork: [50], waiting: of(10, 20, 30), atOnce: 2 }).ends, [10, 30, 60]);
    assert.equal(queueTimes({ atWork: [500], waiting: of(10), atOnce: 2 }).total, 500);
  });

  it('begins nothing while more are at work than there is room for', () => {
    assert.deepEqual(queueTimes({ atWork: [10, 20, 30], waiting: of(1, 1), atOnce: 1 }).ends, [31, 32]);
    assert.deepEqual(queueTimes({ atWork: [10, 20, 30], waiting: of(1, 100), atOnce: 2 }).ends, [21, 121]);
  });

  it('says nothing of what comes after what is not known', () => {
    assert.deepEqual(queueTimes({ atWork: [undefined], waiting: of(1), atOnce: 1 }), {
      ends: [undefined],
      total: undefined,
      isGuess: false,
    });
    assert.deepEqual(queueTimes({ atWork: [undefined], waiting: of(1, 2), atOnce: 2 }).ends, [1, 3]);
    assert.deepEqual(queueTimes({ atWork: [], waiting: of(5, undefined, 5), atOnce: 1 }).ends, [5, undefined, undefined]);
  });

  it('is a guess where one of them is', () => {
    assert.equal(queueTimes({ atWork: [], waiting: [...of(5), { ms: 5, isGuess: true }], atOnce: 1 }).isGuess, true);
  });

  it('is at its end where nothing is', () => {
    assert.deepEqual(queueTimes({ atWork: [], waiting: [], atOnce: 1 }), { ends: [], total: 0, isGuess: false });
  });
});
