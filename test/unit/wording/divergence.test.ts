import assert from 'node:assert/strict';
import { divergedInWords, failureInBrief, wouldDivergeAgain } from '../../../src/wording/divergence';

describe('a reason in brief', () => {
  it('of a loss that was no number is the epoch', () => {
    const reason = divergedInWords(3, 12, 10);
    assert.equal(failureInBrief(reason), 'loss not finite in epoch 3');
    assert.ok(wouldDivergeAgain(reason));
  });

  const reasons: [string, string][] = [
    ['The trainer was killed (SIGKILL). It may have run out of memory.', 'The trainer was killed (SIGKILL)'],
    ['/data/x: the file is torn. Copy it again.', 'the file is torn'],
    ['Error: no space', 'Error: no space'],
    ['Out of memory', 'Out of memory'],
    ['The engine failed\nat line 3', 'The engine failed'],
    ['', ''],
  ];
  for (const [reason, brief] of reasons) {
    it(`of ${JSON.stringify(reason)} is ${JSON.stringify(brief)}`, () => {
      assert.equal(failureInBrief(reason), brief);
      assert.ok(!wouldDivergeAgain(reason));
    });
  }

  it('is none where there is no reason', () => assert.ok(!wouldDivergeAgain(null)));
});
