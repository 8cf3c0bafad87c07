import assert from 'node:assert/strict';
import { defaultParameters } from '../../../src/contract/parameters';
import { noticeOf } from '../../../src/runs/failedRuns';
import { failure } from '../../../src/runs/outcome';
import { STOPPED_BEFORE_START } from '../../../src/runs/process/trainerProcess';
import type { QueuedRun } from '../../../src/runs/queueState';
import { divergedInWords } from '../../../src/wording/divergence';

const run: QueuedRun = {
  id: '20260102-030405-abcd',
  parameters: defaultParameters,
  labels: {},
  parent: null,
  threads: 2,
  engine: 'onnx',
  addedAt: '',
};

describe('of a run that has failed', () => {
  it('is noted that it may be trained once more, if it failed by chance', () => {
    assert.deepEqual(noticeOf(run, failure('The disk is full.')), { ...run, reason: 'The disk is full.', mayRetry: true });
    assert.equal(noticeOf(run, { status: 'interrupted', reason: 'SIGKILL', stderrTail: '' })?.mayRetry, true);
  });

  it('nothing is noted if it would fail again, unless it belongs to others', () => {
    for (const outcome of [failure('No such data.', { refused: true }), failure(divergedInWords(1, 3, 10))]) {
      assert.equal(noticeOf(run, outcome), undefined);
      assert.equal(noticeOf({ ...run, design: 'a sweep' }, outcome)?.mayRetry, false);
    }
  });

  it('is noted that it was tried again', () => {
    assert.equal(noticeOf({ ...run, isRetry: true }, failure('The disk is full.'))?.mayRetry, false);
  });

  it('nothing is noted where it was stopped, or ended well', () => {
    assert.equal(noticeOf(run, failure(STOPPED_BEFORE_START)), undefined);
    assert.equal(noticeOf(run, { status: 'completed' }), undefined);
  });
});
