import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { attemptAfter, attemptOf, CountedEvents, isAttempt } from '../../../src/contract/attempts';
import { applyEvent, initialRun, replay } from '../../../src/contract/runState';
import { summarize } from '../../../src/contract/summary';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { eventsOfRun } from '../cli/events';

const time = '2026-01-02T03:04:05.000Z';

function counted(events: readonly TrainerEvent[]): TrainerEvent[] {
  const those = new CountedEvents();
  return events.filter(event => those.counts(event));
}

describe('the attempts at a run', () => {
  const [started, ...rest] = eventsOfRun();
  const by = (attempt: number | undefined, event: TrainerEvent): TrainerEvent => (attempt === undefined ? event : { ...event, attempt });
  const resumed = (epoch: number): TrainerEvent => ({ type: 'runResumed', time, epoch });
  const batch = (epoch: number): TrainerEvent => {
    return { type: 'batchEnded', time, epoch, batch: 1, batches: 9, loss: 1, accuracy: 0, imagesPerSecond: 1 };
  };

  it('are whole numbers from 1 to a thousand million', () => {
    for (const value of [0, -1, 1.5, 1e308, 1e9 + 1, NaN, '1', null, undefined, {}]) assert.ok(!isAttempt(value), JSON.stringify(value));
    for (const value of [1, 2, 1e9]) assert.ok(isAttempt(value));
    for (const attempt of [1e308, -1, '7']) assert.equal(attemptOf({ attempt }), 0);
    assert.equal(attemptOf(undefined), 0);
  });

  it('are one in runs of version 0.1.0, whose events all count', () => {
    const events = [...eventsOfRun().slice(0, 5), resumed(0), ...rest];
    assert.deepEqual(counted(events), events);
    assert.equal(replay(events).attempt, 0);
    assert.ok(!('attempt' in summarize(replay(events))!));
  });

  it('that are over say nothing any more, wherever their lines come between those of the next', () => {
    const second = rest.map(event => by(2, event));
    const said: TrainerEvent[] = [
      batch(1),
      batch(99),
      { type: 'runEnded', time, status: 'completed', epochs: 99, keptEpoch: 99, durationMs: 1 },
      { type: 'runFailed', time, cause: 'training', message: 'late' },
      { type: 'logged', time, level: 'error', message: 'late' },
      resumed(0),
      started!,
    ];
    const late = said.map(event => by(1, event));
    const first = [by(1, started!), by(1, batch(1)), by(2, resumed(0))];
    const expected = replay([...first, ...second]);
    assert.equal(expected.attempt, 2);
    assert.equal(expected.status, 'completed');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(second.length), fc.constantFrom(...late)), { maxLength: 20 }), places => {
        const mixed = [...second];
        for (const [place, event] of places) mixed.splice(place, 0, event);
        assert.deepEqual(replay([...first, ...mixed]), expected);
        assert.deepEqual([...first, ...mixed].reduce(applyEvent, initialRun), expected);
        assert.deepEqual(counted([...first, ...mixed]), [...first, ...second]);
        assert.equal(summarize(replay([...first, ...mixed]))!.attempt, 2);
      }),
    );
  });

  it('are the same one event after the other and all at once, whatever comes', () => {
    const anyEvent = fc.tuple(
      fc.constantFrom(started!, resumed(0), resumed(1), batch(1), batch(2), ...rest),
      fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), list => {
        const events = list.map(([event, attempt]) => by(attempt, event));
        assert.deepEqual(replay(events), events.reduce(applyEvent, initialRun));
        assert.deepEqual(replay(counted(events)), replay(events));
      }),
    );
  });

  it('go on when version 0.1.0 resumes a run of a later one, which gives no number', () => {
    const events = [by(3, started!), by(3, batch(1)), resumed(0), batch(1), by(1, resumed(1)), by(1, batch(2))];
    assert.deepEqual(counted(events), events);
    assert.equal(attemptAfter(3, batch(1)), undefined);
  });
});
