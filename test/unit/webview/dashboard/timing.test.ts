import assert from 'node:assert/strict';
import type { TrainerEvent } from '../../../../src/contract/trainer';
import { epochsDone, remainingMs, timeLeft, usualEpochMs } from '../../../../src/experiment/remaining';
import { runTooltip, trainingInWords } from '../../../../src/ui/runInWords';
import { elapsedMs } from '../../../../webview/dashboard/timing';
import { trainedRun } from '../../ui/labRuns';
import { at, batch, epoch, started, stateOf } from '../fixture';

const moment = (seconds: number): number => Date.parse(at(seconds));

describe('the time of a run', () => {
  it('knows how many epochs are done, and how much of the one that goes', () => {
    assert.equal(epochsDone({ batches: [], epochs: [] }), 0);
    assert.equal(epochsDone({ batches: [batch(1, 4)], epochs: [] }), 0.4);
    assert.equal(epochsDone({ batches: [batch(1, 10)], epochs: [epoch(1)] }), 1);
    assert.equal(epochsDone({ batches: [batch(1, 10), batch(2, 5)], epochs: [epoch(1)] }), 1.5);
  });

  it('goes on while a run trains', () => {
    const state = stateOf([started(), batch(1, 1), epoch(1), batch(2, 1)]);
    assert.equal(elapsedMs(state, moment(11)), 10_000);
    assert.equal(elapsedMs(state, moment(14)), 13_000);
  });

  it('counts from the beginning as long as there is no batch', () => {
    assert.equal(elapsedMs(stateOf([started()]), moment(2)), 2_000);
    assert.equal(elapsedMs(stateOf([]), moment(2)), 0);
  });

  it('leaves out the pause before a run was resumed', () => {
    const hour = 3600;
    const resumed: TrainerEvent[] = [started(), epoch(1), { type: 'runResumed', time: at(hour), epoch: 1 }];
    assert.ok(elapsedMs(stateOf(resumed), moment(hour)) <= 20_000);
    const goesOn = stateOf([...resumed, batch(2, 1, { time: at(hour + 1) })]);
    assert.equal(elapsedMs(goesOn, moment(hour + 4)), 13_000);
  });

  it('stands still when a run has ended, however it did', () => {
    const ended: TrainerEvent = { type: 'runEnded', time: at(31), status: 'completed', epochs: 1, keptEpoch: 1, durationMs: 31_234 };
    assert.equal(elapsedMs(stateOf([started(), epoch(1), ended]), moment(500)), 31_234);
    const broken = stateOf([started(), batch(1, 2), batch(1, 6)], { status: 'interrupted' });
    assert.equal(elapsedMs(broken, moment(500)), 4_000);
    const failed = stateOf([started(), { type: 'runFailed', time: at(3), message: 'no', cause: 'engine' }]);
    assert.equal(elapsedMs(failed, moment(500)), 3_000);
  });

  it('tells what is left from the last epoch, else from the speed', () => {
    assert.equal(remainingMs(stateOf([started()]).run, moment(1)), undefined);
    // 3,000 images of which a tenth of an epoch is done, 100 a second.
    assert.equal(remainingMs(stateOf([started(), batch(1, 1)]).run, moment(1)), 29_000);
    assert.equal(remainingMs(stateOf([started(), batch(1, 1)]).run, moment(3)), 27_000);
    assert.equal(remainingMs(stateOf([started(), epoch(1), batch(2, 1)]).run, moment(15)), 15_000);
    assert.equal(remainingMs(stateOf([started(), epoch(1), epoch(2), batch(3, 10)]).run, moment(33)), 0);
  });

  it('does not know what is left when nothing was heard for longer than an epoch takes', () => {
    const resumed: TrainerEvent[] = [started(), epoch(1), { type: 'runResumed', time: at(3600), epoch: 1 }];
    assert.equal(remainingMs(stateOf(resumed).run, moment(3601)), undefined);
  });

  it('goes by the usual epoch, and not by one that was held up', () => {
    const of = (...seconds: number[]): number | undefined => usualEpochMs(seconds.map(s => ({ durationMs: 1000 * s })));
    assert.deepEqual(
      [of(), of(10), of(10, 20), of(10, 90, 11), of(99, 99, 99, 10, 11, 90, 12, 13)],
      [undefined, 10_000, 15_000, 11_000, 12_000],
    );
  });

  it('goes by as many short epochs as make some seconds, which differ much', () => {
    const alternating = Array.from({ length: 400 }, (_, i) => ({ durationMs: i < 300 ? 500 : i % 2 === 0 ? 40 : 60 }));
    assert.equal(usualEpochMs(alternating), 50);
    // Fewer than five of them are not enough, and no more than two hundred are looked at.
    assert.equal(usualEpochMs([...alternating, { durationMs: 4000 }]), 60);
    assert.equal(usualEpochMs([...alternating, ...Array.from({ length: 200 }, () => ({ durationMs: 1 }))]), 1);
  });

  it('is one number wherever it is shown', () => {
    const { run } = stateOf([started(), epoch(1), batch(2, 1)]);
    const now = moment(15);
    assert.equal(timeLeft(run, now), '15 s');
    const shown = trainedRun([started(), epoch(1), batch(2, 1)], { isOwn: true });
    assert.match(trainingInWords(shown, now), / · 15 s$/);
    assert.match(
      runTooltip(shown, { label: { short: '', full: 'a' }, isBest: false, more: [], now }).source,
      /Epochs 1&#47;3 .* about 15 s left/,
    );
    assert.equal(timeLeft(stateOf([started(), epoch(1), epoch(2), epoch(3)]).run, moment(30)), undefined);
  });

  it('does not take the estimate of before an interruption', () => {
    const events: TrainerEvent[] = [started(), epoch(1), { type: 'runResumed', time: at(3600), epoch: 1 }, batch(2, 5, { time: at(3605) })];
    assert.equal(remainingMs(stateOf(events).run, moment(3605)), 15_000);
  });
});
