import assert from 'node:assert/strict';
import type { TrainerEvent } from '../../../../../src/contract/trainer';
import { remarksOf } from '../../../../../webview/dashboard/header/remarks';
import { at, epoch, started, stateOf } from '../../fixture';

const words = (events: readonly TrainerEvent[]): string[] => remarksOf(stateOf(events)).map(({ text }) => text);
const titles = (events: readonly TrainerEvent[]): (string | undefined)[] => remarksOf(stateOf(events)).map(({ title }) => title);
const ended = (more: Partial<TrainerEvent & { type: 'runEnded' }> = {}): TrainerEvent => ({
  type: 'runEnded',
  time: at(31),
  status: 'completed',
  epochs: 3,
  keptEpoch: 3,
  durationMs: 31_000,
  ...more,
});

describe('what came of a run', () => {
  const epochs = [epoch(1), epoch(2, { valLoss: 0.1 }), epoch(3, { valLoss: 0.2 })];

  it('is not said before its end', () => assert.deepEqual(words([started(), ...epochs]), []));

  it('has the best epoch, and which weights were kept', () => {
    assert.deepEqual(words([started(), ...epochs, ended()]), ['best epoch 2, validation loss 0.1000']);
    assert.match(titles([started(), ...epochs, ended()])[0]!, /weights are those of epoch 3/);
    assert.match(titles([started(), ...epochs, ended({ keptEpoch: 2 })])[0]!, /its weights were kept/);
  });

  it('goes by the training loss without validation images', () => {
    const unvalidated = [epoch(1, { valLoss: null, valAccuracy: null }), epoch(2, { valLoss: null, valAccuracy: null })];
    assert.deepEqual(words([started(), ...unvalidated, ended({ epochs: 2 })]), ['best epoch 2, loss 0.5000']);
  });

  it('of one epoch is not worth a word', () => assert.deepEqual(words([started(), epoch(1), ended({ epochs: 1 })]), []));

  it('says where it was stopped early, and why', () => {
    const early = ended({ reason: 'the validation loss has not improved since epoch 2 (patience 1)', keptEpoch: 2 });
    assert.equal(
      words([started({ epochs: 12 }), ...epochs, early])[0],
      'stopped early, after 3 of 12 epochs: the validation loss has not improved since epoch 2 (patience 1)',
    );
  });
});
