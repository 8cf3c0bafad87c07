import assert from 'node:assert/strict';
import type { EpochEnded } from '../../../../src/contract/trainer';
import { meanCurve } from '../../../../src/experiment/comparison/meanCurve';
import { eventsOfRun } from '../../cli/events';

const [template] = eventsOfRun().flatMap(event => (event.type === 'epochEnded' ? [event] : []));

const runOf = (...losses: readonly (number | null)[]): { epochs: EpochEnded[] } => ({
  epochs: losses.map((valLoss, i) => ({ ...template!, epoch: i + 1, valLoss })),
});

describe('the mean curve of a group', () => {
  it('goes on over the runs that are left where some end earlier, and says how many', () => {
    const points = meanCurve([runOf(4, 2), runOf(6, 4, 1), runOf(8, 3, 3, 7)], ({ valLoss }) => valLoss);
    assert.deepEqual(points, [
      { epoch: 1, mean: 6, deviation: 2, count: 3 },
      { epoch: 2, mean: 3, deviation: 1, count: 3 },
      { epoch: 3, mean: 2, deviation: Math.SQRT2, count: 2 },
      { epoch: 4, mean: 7, deviation: null, count: 1 },
    ]);
  });

  it('passes over what was not measured', () => {
    assert.deepEqual(
      meanCurve([runOf(null, 2), runOf(null, 4)], ({ valLoss }) => valLoss),
      [{ epoch: 2, mean: 3, deviation: Math.SQRT2, count: 2 }],
    );
    assert.deepEqual(
      meanCurve([], ({ valLoss }) => valLoss),
      [],
    );
  });
});
