import assert from 'node:assert/strict';
import { SteadyEnds } from '../../../src/experiment/steadyEnds';

const MINUTE = 60_000;

describe('ends that are shown', () => {
  const endOf = (ends: SteadyEnds, ms: number | undefined, now: number): number | undefined => {
    const left = ends.of([['run', ms]], now).get('run');
    return left === undefined ? undefined : now + left;
  };

  it('stay while the estimate is about the same', () => {
    const ends = new SteadyEnds();
    assert.equal(endOf(ends, 30 * MINUTE, 0), 30 * MINUTE);
    assert.equal(endOf(ends, 27 * MINUTE, 5 * MINUTE), 30 * MINUTE);
  });

  it('follow one that is clearly another', () => {
    const ends = new SteadyEnds();
    endOf(ends, 30 * MINUTE, 0);
    assert.equal(endOf(ends, 40 * MINUTE, 0), 40 * MINUTE);
    assert.equal(endOf(ends, 10 * MINUTE, 0), 10 * MINUTE);
  });

  it('are never in the past', () => {
    const ends = new SteadyEnds();
    endOf(ends, 10_000, 0);
    assert.equal(endOf(ends, 5_000, 20_000), 25_000);
  });

  it('are not there where nothing can be told, and are forgotten', () => {
    const ends = new SteadyEnds();
    endOf(ends, 30 * MINUTE, 0);
    assert.equal(endOf(ends, undefined, 0), undefined);
    assert.equal(endOf(ends, 31 * MINUTE, 0), 31 * MINUTE);
  });
});
