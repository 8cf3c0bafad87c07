import assert from 'node:assert/strict';
import type { RunStatus } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { xPlaces } from '../../../src/report/xPlaces';
import { at, batch, configOf, epoch, started, stateOf } from '../webview/fixture';

const places = (events: readonly TrainerEvent[], status: RunStatus = 'running') => {
  const { run, parent } = stateOf(events);
  return { run, ...xPlaces({ run, parent, status }, 'time') };
};

describe('places in time', () => {
  it('are how long was trained until then: an epoch of the fixture takes ten seconds', () => {
    const { run, ofBatch, ofEpoch } = places([started(), batch(1, 5), epoch(1), batch(2, 3), epoch(2)]);
    assert.deepEqual(run.batches.map(ofBatch), [5000, 13_000]);
    assert.deepEqual([1, 2].map(ofEpoch), [10_000, 20_000]);
    assert.ok(Number.isNaN(ofEpoch(3)));
  });

  it('leave out the time between an interruption and the resumption', () => {
    const resumed: TrainerEvent = { type: 'runResumed', time: at(1000), attempt: 2, epoch: 1 };
    const late = { ...batch(2, 5), time: at(1005), attempt: 2 };
    const { run, ofBatch, ofEpoch } = places([started(), epoch(1), resumed, late, { ...epoch(2), time: at(1010), attempt: 2 }]);
    assert.deepEqual([ofBatch(run.batches[0]!), ofEpoch(2)], [15_000, 20_000]);
  });

  it('are told by the speed in the epoch that goes on', () => {
    // 5 batches of 128 images, 64 a second.
    const { run, ofBatch } = places([started(), epoch(1), { ...batch(2, 5, { imagesPerSecond: 64 }), time: at(500) }, { ...batch(2, 6), time: at(502) }]); // prettier-ignore
    assert.equal(configOf().parameters.batch_size, 128);
    assert.deepEqual(run.batches.map(ofBatch), [20_000, 22_000]);
  });

  it('have an axis to the expected end, and to the real one afterwards', () => {
    const events = [started(), epoch(1)];
    const running = places(events);
    assert.deepEqual([running.extent, running.reached], [{ from: 0, to: 30_000 }, 10_000]);
    const ended = places(events, 'interrupted');
    assert.deepEqual([ended.extent, ended.reached], [{ from: 0, to: 10_000 }, undefined]);
    assert.deepEqual(places([], 'starting').extent, { from: 0, to: 60_000 });
  });
});
