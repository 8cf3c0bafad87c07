import assert from 'node:assert/strict';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { WaitingRun } from '../../../../src/runs/waitingRuns';
import { designFace, failedFace, failuresFace, waitingFace } from '../../../../src/ui/tree/queueFaces';

const run: WaitingRun = {
  id: '20260101-000000-abcd',
  parameters: defaultParameters,
  labels: {},
  parent: null,
  engine: null,
  threads: null,
  addedAt: '2026-01-01T00:00:00.000Z',
  isAsked: true,
  queueFile: '/lab/.digits/queue.json',
};
const facts = { label: 'seed 3', fullLabel: 'seed 3', time: 'about 1m57s', end: 'done about 14:32', isResumed: false };

describe('what is read out of the rows of what this machine trains', () => {
  it('is the name, that it waits, and when it is done', () => {
    assert.equal(waitingFace(run, facts).spoken, 'seed 3, waits, about 1m57s · done about 14:32');
    const shown = { label: 'Comparison: seed', count: 4, end: 'done about 14:32', hasUnasked: false };
    assert.equal(designFace(shown).spoken, 'Comparison: seed, 4 runs of it wait here; done about 14:32');
  });

  it('is which file asks for a run that this user has not asked for', () => {
    const { spoken } = waitingFace({ ...run, isAsked: false }, facts);
    assert.match(spoken!, /^seed 3, waits, not started by you · .*, \.digits[\\/]queue\.json of this folder asks for this run\./);
  });

  it('is why a run has failed, and whether it is worth while to try again', () => {
    const failed = { ...run, reason: 'ENOSPC: no space left on device, write.', mayRetry: false, isRetry: true };
    assert.equal(
      failedFace(failed, 'seed 3').spoken,
      'seed 3, failed, failed twice · ENOSPC: no space left on device, write. It was retried.',
    );
    assert.equal(failuresFace([failed]).spoken, 'Failed, 1');
  });
});
