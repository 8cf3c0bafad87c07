import assert from 'node:assert/strict';
import { applyEvent, initialRun, replay } from '../../../src/contract/runState';
import { summarize } from '../../../src/contract/summary';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { eventsOfRun } from '../cli/events';

const time = '2026-01-02T03:04:05.000Z';

describe('the state of a run', () => {
  const events = eventsOfRun();
  const batch = (epoch: number): TrainerEvent => ({
    type: 'batchEnded',
    time,
    epoch,
    batch: 1,
    batches: 9,
    loss: 1,
    accuracy: 0,
    imagesPerSecond: 1,
  });
  const broken: TrainerEvent[] = [...events.slice(0, 6), batch(3), { type: 'runResumed', time, epoch: 1 }, batch(2), ...events.slice(6)];

  for (const [name, list] of Object.entries({ whole: events, broken, none: [] })) {
    it(`is its events one after the other, and all at once: ${name}`, () => {
      assert.deepEqual(replay(list), list.reduce(applyEvent, initialRun));
    });
  }

  it('changes no state that was there before', () => {
    const states = [initialRun];
    for (const event of broken) states.push(applyEvent(states.at(-1)!, event));
    const copies = structuredClone(states);
    states.reduce((_, state) => applyEvent(state, batch(9)));
    assert.deepEqual(states, copies);
    assert.deepEqual(initialRun.batches, []);
  });

  it('drops at a resumption what a broken epoch had left', () => {
    const state = replay([
      ...events.slice(0, 1),
      batch(1),
      batch(2),
      { type: 'runFailed', time, message: 'x', cause: 'engine' },
      { type: 'runResumed', time, epoch: 1 },
    ]);
    assert.deepEqual(
      state.batches.map(({ epoch }) => epoch),
      [1],
    );
    assert.equal(state.status, 'running');
    assert.equal(state.failed, undefined);
  });

  it('is summed up when the run has ended, and not before', () => {
    assert.equal(summarize(replay(events.slice(0, -1))), undefined);
    const summary = summarize(replay(events))!;
    assert.equal(summary.status, 'completed');
    assert.equal(summary.epochs, 2);
    assert.deepEqual(summary.final, summary.best === null ? null : { ...summary.final, epoch: 2 });
    assert.ok(summary.testAccuracy! > 0 && summary.confusionMatrix!.length === 10);
  });

  it('is summed up with the reason when it failed', () => {
    const summary = summarize(replay([...events.slice(0, 6), { type: 'runFailed', time, message: 'out of memory', cause: 'engine' }]))!;
    assert.deepEqual([summary.status, summary.reason, summary.testAccuracy], ['failed', 'out of memory', null]);
  });
});
