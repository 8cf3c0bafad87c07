import assert from 'node:assert/strict';
import type { RecordedFacts, RecordedRun } from '../../../../../src/contract/recorded';
import { recordedFactsOf } from '../../../../../src/experiment/recorded/recordedFacts';
import { keptLines } from '../../../../../webview/dashboard/recorded/keptLines';
import { statusLine } from '../../../../../webview/dashboard/recorded/statusLine';
import { BEGAN, recordingOf } from '../../../runFolder/recording/writeRecorded';

describe('what is said of a run that is recorded', () => {
  const recorded = (more: Partial<RecordedFacts>): RecordedRun => ({
    facts: { ...recordedFactsOf(recordingOf()), ...more },
    scalars: { rows: 1_200, metrics: [{ key: 'a', count: 1, last: 1, min: 1, max: 1 }], system: [], remarks: [] },
    console: { lines: [], hasMore: false },
  });
  const rest = '1,200 rows of 1 metric';
  const running = { state: 'running', exitCode: null, endedAt: null } as const;

  it('is how it is, for how long, and when it was heard last', () => {
    const at = (seconds: number): number => BEGAN + 1000 * seconds;
    assert.equal(statusLine({ status: 'running' }, recorded(running), at(110)), `Running for 1m50s · ${rest}`);
    assert.equal(statusLine({ status: 'running' }, recorded(running), at(180)), `Running for 3m00s, last heard 1m20s ago · ${rest}`);
    assert.equal(
      statusLine({ status: 'interrupted' }, recorded(running), at(3700)),
      `Crashed: last heard 1h00m ago, after 1m40s · ${rest}`,
    );
    assert.equal(statusLine({ status: 'completed' }, recorded({}), at(3700)), `Finished after 1m40s · ${rest}`);
    const failed = recorded({ state: 'failed', exitCode: 1 });
    assert.equal(statusLine({ status: 'failed' }, failed, at(3700)), `Failed with exit code 1 after 1m40s · ${rest}`);
    const old = statusLine({ status: 'interrupted' }, recorded(running), at(86_400 * 5));
    assert.equal(old, `Crashed: last heard 4 days ago, after 1m40s · ${rest}`);
  });
});

describe('the lines of a console', () => {
  it('that stay are those at the end of what was shown', () => {
    assert.equal(keptLines([], ['a']), 0);
    assert.equal(keptLines(['a', 'b'], ['a', 'b', 'c']), 2);
    assert.equal(keptLines(['a', 'b', 'c'], ['b', 'c', 'd']), 2);
    assert.equal(keptLines(['a', 'b'], ['c', 'd']), 0);
    assert.equal(keptLines(['a', 'a', 'b'], ['a', 'b', 'a']), 2);
  });
});
