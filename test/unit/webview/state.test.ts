import assert from 'node:assert/strict';
import type { DashboardState, ToDashboard } from '../../../src/contract/dashboard';
import { replay } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { reduce } from '../../../webview/state';
import { at, batch, epoch, started, stateOf } from './fixture';

const after = (...messages: readonly ToDashboard[]): DashboardState | undefined =>
  messages.reduce<DashboardState | undefined>(reduce, undefined);

describe("the dashboard's state", () => {
  const first = [started(), batch(1, 5), batch(1, 10), epoch(1)];
  const later: TrainerEvent[] = [batch(2, 5), { type: 'logged', time: at(16), level: 'warning', message: 'Slow.' }, batch(2, 10), epoch(2)];

  it('is what the host said at first', () => {
    const state = stateOf(first);
    assert.equal(after({ type: 'hydrate', state }), state);
  });

  it('becomes by increments what a replay of all events gives', () => {
    const state = after(
      { type: 'hydrate', state: stateOf(first) },
      { type: 'events', events: later.slice(0, 1) },
      { type: 'events', events: later.slice(1) },
    );
    assert.deepEqual(state?.run, replay([...first, ...later]));
  });

  it('does nothing with increments before that', () => {
    assert.equal(after({ type: 'events', events: later }, { type: 'changed', changes: { label: 'x' } }), undefined);
  });

  it('takes over what changed besides, and leaves the rest', () => {
    const state = after({ type: 'hydrate', state: stateOf(first) }, { type: 'changed', changes: { label: 'a name', actions: ['stop'] } });
    assert.deepEqual(state, { ...stateOf(first), label: 'a name', actions: ['stop'] });
  });

  it('follows the events in its status', () => {
    const ended: TrainerEvent = { type: 'runEnded', time: at(30), status: 'stopped', epochs: 2, keptEpoch: 2, durationMs: 30_000 };
    assert.equal(after({ type: 'hydrate', state: stateOf(first) }, { type: 'events', events: [ended] })?.status, 'stopped');
  });

  it('stays interrupted, which no event tells, until events tell something else', () => {
    const interrupted = { type: 'hydrate', state: stateOf(first, { status: 'interrupted' }) } as const;
    const said: TrainerEvent = { type: 'logged', time: at(40), level: 'info', message: 'A late line.' };
    assert.equal(after(interrupted, { type: 'events', events: [said] })?.status, 'interrupted');
    const failed: TrainerEvent = { type: 'runFailed', time: at(41), message: 'no', cause: 'engine' };
    assert.equal(after(interrupted, { type: 'events', events: [failed] })?.status, 'failed');
  });

  it('keeps a bounded number of batches of a run that goes on and on', () => {
    let state = after({ type: 'hydrate', state: stateOf([started({ epochs: 1000 })]) });
    for (let number = 1; number <= 900; number++)
      state = reduce(state, { type: 'events', events: Array.from({ length: 10 }, (_, i) => batch(number, i + 1)) });
    const batches = state?.run.batches ?? [];
    assert.ok(batches.length <= 4_000 && batches.length > 1_000, `${batches.length} are kept`);
    assert.deepEqual([batches.at(-1)?.epoch, batches.at(-1)?.batch], [900, 10]);
  });
});
