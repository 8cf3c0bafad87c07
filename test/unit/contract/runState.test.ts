import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyEvent, applyEvents, initialRun, replay, RunProgress, type Run } from '../../../src/contract/runState';
import { summarize } from '../../../src/contract/summary';
import type { EpochEnded, TrainerEvent } from '../../../src/contract/trainer';
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

  const anyEvent = fc.oneof(
    fc.nat(5).map(batch),
    fc.nat(5).map((epoch): TrainerEvent => ({ ...(events[4] as EpochEnded), epoch })),
    fc.nat(5).map((epoch): TrainerEvent => ({ type: 'runResumed', time, epoch })),
    fc.constantFrom(...events),
  );

  it('is the same however its events come, and stays what it was at every moment', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.nat(60), (list, at) => {
        const states = [initialRun];
        for (const event of list) states.push(applyEvent(states.at(-1)!, event));
        const progress = new RunProgress();
        const seen: Run[] = [progress.run];
        for (const event of list) {
          progress.add(event);
          seen.push(progress.run);
        }
        // Not looked at before the end, when much has come since.
        assert.deepEqual(seen, states);
        assert.deepEqual(applyEvents(replay(list.slice(0, at)), list.slice(at)), states.at(-1));
      }),
    );
  });

  it('is the same object, with the same lists, as long as nothing is new of it', () => {
    const progress = new RunProgress(replay(events));
    const { batches } = progress.run;
    assert.equal(progress.run, progress.run);
    progress.add({ type: 'logged', time, level: 'info', message: 'a line' });
    assert.equal(progress.run.batches, batches);
  });

  describe('of 3,000 epochs with 50 batches each', () => {
    const long: TrainerEvent[] = [events[0]!];
    for (let epoch = 1; epoch <= 3_000; epoch++) {
      for (let i = 0; i < 50; i++) long.push(batch(epoch));
      long.push({ ...(events[4] as EpochEnded), epoch });
    }
    const ending = events.slice(-2);

    it('resumed once, has its summary', () => {
      const summary = summarize(replay([...long, { type: 'runResumed', time, epoch: 2_999 }, ...ending]));
      assert.deepEqual([summary?.status, summary?.epochs], ['completed', 2_999]);
    });

    it('can be followed event by event', () => {
      const progress = new RunProgress();
      let running = 0;
      for (const event of long) {
        progress.add(event);
        if (progress.run.status === 'running') running++;
      }
      assert.deepEqual([running, progress.run.batches.length, progress.run.epochs.length], [long.length, 150_000, 3_000]);
    }).timeout(60_000);

    it('can be resumed after each epoch', () => {
      const resumed = long.flatMap((event): TrainerEvent[] =>
        event.type === 'epochEnded' ? [event, batch(event.epoch + 1), { type: 'runResumed', time, epoch: event.epoch }] : [event],
      );
      assert.equal(replay(resumed).batches.length, 150_000);
    }).timeout(60_000);
  });

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
