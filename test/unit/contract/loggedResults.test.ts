import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isEpochKey, loggedMetric, loggedResults, usualNames } from '../../../src/contract/loggedResults';

describe('what scripts call their results', () => {
  const resultOf = (key: string): string | undefined => loggedMetric(key)?.result;

  it('is understood in any spelling, of every usual name', () => {
    for (const result of loggedResults) for (const name of usualNames[result]) assert.equal(resultOf(name), result, name);
    for (const name of ['valLoss', 'Val/Loss', 'loss_val', 'val_loss_epoch', 'epoch/val_loss', 'dev.loss'])
      assert.equal(resultOf(name), 'valLoss', name);
    assert.equal(resultOf('val_sparse_categorical_accuracy'), 'valAccuracy');
    assert.deepEqual([loggedMetric('train_loss_epoch')?.saysEpoch, loggedMetric('train_loss')?.saysEpoch], [true, false]);
  });

  it('is told in the documentation', () => {
    const page = readFileSync('docs/python.md', 'utf8');
    for (const name of loggedResults.flatMap(result => usualNames[result])) assert.ok(page.includes(`\`${name}\``), name);
  });

  it('is nothing else', () => {
    for (const name of [
      'train_loss_step',
      'batch/loss',
      'lossy',
      'accelerator',
      'loss_ratio',
      'test_val_loss',
      'loss_accuracy',
      'epoch',
      '',
      'top5_acc',
      `${'x'.repeat(100)} loss`,
    ])
      // prettier-ignore
      assert.equal(resultOf(name), undefined, name);
  });

  it('tells epochs from numbers of them', () => {
    for (const name of ['epoch', 'Epoch', 'epoch/epoch', 'trainer/epoch', 'epoch_num', 'current_epoch']) assert.ok(isEpochKey(name), name);
    for (const name of ['epochs', 'epoch_loss', 'epoch_time', 'step', 'epoch/lr']) assert.ok(!isEpochKey(name), name);
  });
});
