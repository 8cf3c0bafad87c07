import assert from 'node:assert/strict';
import type { DashboardChange, DashboardState } from '../../../src/contract/dashboard';
import { applyChange } from '../../../src/contract/dashboardState';
import { replay } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { at, batch, configOf, epoch, started, stateOf } from '../webview/fixture';

const after = (state: DashboardState, ...changes: readonly DashboardChange[]): DashboardState => changes.reduce(applyChange, state);
const happened = (events: readonly TrainerEvent[], runId = stateOf([]).runId): DashboardChange => ({ type: 'events', runId, events });

describe("the dashboard's state", () => {
  const first = [started(), batch(1, 5), batch(1, 10), epoch(1)];
  const later: TrainerEvent[] = [batch(2, 5), { type: 'logged', time: at(16), level: 'warning', message: 'Slow.' }, batch(2, 10), epoch(2)];

  it('becomes by increments what a replay of all events gives', () => {
    const state = after(stateOf(first), happened(later.slice(0, 1)), happened(later.slice(1)));
    assert.deepEqual(state.run, replay([...first, ...later]));
  });

  it('takes over what changed besides, and leaves the rest', () => {
    const state = after(stateOf(first), { type: 'changed', changes: { label: 'a name', actions: ['stop'] } });
    assert.deepEqual(state, { ...stateOf(first), label: 'a name', actions: ['stop'] });
  });

  it('follows the events in its status', () => {
    const ended: TrainerEvent = { type: 'runEnded', time: at(30), status: 'stopped', epochs: 2, keptEpoch: 2, durationMs: 30_000 };
    assert.equal(after(stateOf(first), happened([ended])).status, 'stopped');
  });

  it('stays interrupted, which no event tells, until events tell something else', () => {
    const interrupted = stateOf(first, { status: 'interrupted' });
    const said: TrainerEvent = { type: 'logged', time: at(40), level: 'info', message: 'A late line.' };
    assert.equal(after(interrupted, happened([said])).status, 'interrupted');
    const failed: TrainerEvent = { type: 'runFailed', time: at(41), message: 'no', cause: 'engine' };
    assert.equal(after(interrupted, happened([failed])).status, 'failed');
  });

  it('keeps a bounded number of batches of a run that goes on and on', () => {
    let state = stateOf([started({ epochs: 1000 })]);
    for (let number = 1; number <= 900; number++)
      state = after(state, happened(Array.from({ length: 10 }, (_, i) => batch(number, i + 1))));
    const { batches } = state.run;
    assert.ok(batches.length <= 4_000 && batches.length > 1_000, `${batches.length} are kept`);
    assert.deepEqual([batches.at(-1)?.epoch, batches.at(-1)?.batch], [900, 10]);
  });

  it('keeps numbers of batches that are thinned out, however large they are', () => {
    const huge = Array.from({ length: 5_000 }, (_, i) => batch(1 + Math.floor(i / 10), 1 + (i % 10), { loss: Number.MAX_VALUE }));
    const { batches } = after(stateOf([started({ epochs: 1000 })]), happened(huge)).run;
    assert.ok(batches.every(({ loss }) => Number.isFinite(loss)));
  });

  it('has the epochs of the parent as they come, and nothing of other runs', () => {
    const parent = { runId: '20261125-110000-aaaa', label: 'a parent', parameters: configOf().parameters, epochs: [epoch(1)] };
    const state = stateOf(first, { parent });
    const grown = after(state, happened([epoch(2)], parent.runId));
    assert.deepEqual(grown, { ...state, parent: { ...parent, epochs: [epoch(1), epoch(2)] } });
    const resumed: TrainerEvent = { type: 'runResumed', time: at(50), epoch: 1 };
    assert.deepEqual(after(grown, happened([resumed, epoch(2, { loss: 3 })], parent.runId)).parent?.epochs, [
      epoch(1),
      epoch(2, { loss: 3 }),
    ]);
    assert.equal(after(state, happened([epoch(2)], '20261125-100000-aaaa')), state);
  });
});
