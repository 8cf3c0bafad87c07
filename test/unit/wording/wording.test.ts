import assert from 'node:assert/strict';
import { describeNetwork, mnistFormat } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { datasetInWords } from '../../../src/wording/datasetInWords';
import { deletionQuestion, isBeingTrained } from '../../../src/wording/deletionInWords';
import { loggedInWords, resumedInWords } from '../../../src/wording/eventInWords';
import { mistakesInWords } from '../../../src/wording/mistakesInWords';
import { networkSizeInWords } from '../../../src/wording/networkInWords';
import { isUnsent, syncDetails, syncInWords, syncTrouble, trackingInWords } from '../../../src/wording/syncInWords';
import { age, wholeSeconds } from '../../../src/wording/timeInWords';
import { wrapped } from '../../../src/util/wrapped';
import { configOf } from '../webview/fixture';
import { trackingOf } from '../experiment/listed';

describe('wording', () => {
  it('says how many images were wrong', () => {
    const matrix = [
      [980, 20],
      [8, 92],
    ];
    assert.equal(mistakesInWords(matrix), '28 of 1,100 wrong');
    assert.equal(mistakesInWords(matrix, 'images'), '28 of 1,100 images wrong');
  });

  it('says what a run is made of', () => {
    assert.equal(datasetInWords(configOf().dataset), 'mnist: 1,000 training, 100 validation, 100 test images');
    assert.match(networkSizeInWords(describeNetwork(defaultParameters, mnistFormat)), /^34,826 parameters, [\d.]+ MFLOPs an image$/);
  });

  it('says what is estimated in whole seconds', () => {
    for (const [ms, words] of [
      [0, '1 s'],
      [1499, '1 s'],
      [57_400, '57 s'],
      [59_600, '1m00s'],
      [117_000, '1m57s'],
    ] as const)
      assert.equal(wholeSeconds(ms), words);
  });

  it('says how long ago', () => {
    const minute = 60_000;
    for (const [ms, words] of [
      [0, 'now'],
      [4 * minute, '4m'],
      [120 * minute, '2h'],
      [3 * 1440 * minute, '3d'],
      [35 * 1440 * minute, '5w'],
    ] as const)
      assert.equal(age(ms), words);
  });

  it('asks before it deletes', () => {
    assert.equal(deletionQuestion('3 runs', 4_200_000), 'Delete 3 runs (4.2 MB) for good?');
    assert.equal(isBeingTrained('“wide”'), '“wide” is being trained; stop it first.');
  });

  it('says what happened', () => {
    assert.equal(loggedInWords({ level: 'info', message: 'Loaded.' }), 'Loaded.');
    assert.equal(loggedInWords({ level: 'warning', message: 'Slow.' }), 'warning: Slow.');
    assert.equal(resumedInWords({ epoch: 3 }), 'resumed after epoch 3');
  });

  it('says how far a run is at W&B', () => {
    const failed = { ...trackingOf('failed'), sync: { ...trackingOf('failed').sync, reason: 'no key', url: 'https://wandb.ai/x' } };
    assert.equal(syncInWords(trackingOf('notSynced')), 'not synced');
    assert.equal(syncDetails(failed), 'failed, https://wandb.ai/x: no key');
    assert.equal(syncTrouble(failed), 'W&B: failed');
    assert.equal(syncTrouble(trackingOf('synced')), undefined);
    const own = 'Weights & Biases, failed: no key\nProject team/digits at api.wandb.ai.';
    assert.equal(trackingInWords(failed, true), own);
    assert.equal(trackingInWords(failed, false), `${own}\nSo its folder says: nothing is sent until you choose Sync.`);
    assert.deepEqual((['notSynced', 'queued', 'syncing', 'synced', 'failed'] as const).filter(isUnsent), ['notSynced', 'queued', 'failed']);
  });

  it('wraps a text between words', () => {
    assert.equal(wrapped('one two three', 7), 'one two\nthree');
    assert.equal(wrapped('unbreakable', 3), 'unbreakable');
  });
});
