import assert from 'node:assert/strict';
import type { Recording } from '../../../../src/contract/recording';
import { EpochGatherer, type RecordedEpochs } from '../../../../src/runFolder/recording/recordedEpochs';
import { loggedTest } from '../../../../src/runFolder/recording/recordedSummary';
import type { Row } from './writeRecorded';

type Told = Partial<Pick<Recording, 'metrics' | 'config' | 'summary'>>;

function epochsOf(rows: readonly Row[], { metrics = [], config = {}, summary = {} }: Told = {}): RecordedEpochs {
  const gatherer = new EpochGatherer({ metrics, config, summary });
  for (const row of rows) gatherer.add(row);
  return gatherer.end();
}

const figures = ({ count, final }: RecordedEpochs): unknown[] => [count, final?.loss, final?.accuracy, final?.valLoss, final?.valAccuracy];

describe('the epochs in the rows of another tool', () => {
  it('of Keras are its rows, and the last one counts, also where an earlier one was better', () => {
    const found = epochsOf([
      { epoch: 0, loss: 0.4, accuracy: 0.88, val_loss: 0.1, val_accuracy: 0.97 },
      { epoch: 1, loss: 0.1, accuracy: 0.96, val_loss: 0.3, val_accuracy: 0.95 },
    ]);
    assert.deepEqual(figures(found), [2, 0.1, 0.96, 0.3, 0.95]);
    assert.equal(found.final?.epoch, 2);
    assert.match(found.remarks.join(), /2 epochs, told apart by their epoch\..*last one \(loss, accuracy, val_loss, val_accuracy\)/);
  });

  it('of Lightning have no training accuracy, and what is logged within an epoch is of batches', () => {
    const rows = [0, 1].flatMap(epoch => [
      { epoch, step: 50 * epoch + 9, train_loss_step: 0.9, train_loss: 0.8 },
      { epoch, step: 50 * epoch + 19, train_loss_step: 0.7, train_loss: 0.6 },
      { epoch, step: 50 * epoch + 49, val_loss: 0.3 - 0.1 * epoch, val_acc: 0.5 + 0.25 * epoch },
    ]);
    const found = epochsOf(rows);
    assert.deepEqual(figures(found), [2, null, null, 0.3 - 0.1, 0.75]);
    assert.match(found.remarks.join(' '), /several times .* of batches: train_loss\./);
    const named = epochsOf(rows.map(row => (row.val_loss === undefined ? row : { ...row, train_loss_epoch: 0.5 })));
    assert.equal(named.final?.loss, 0.5);
  });

  it('are not the rows of batches: those with validation metrics end one', () => {
    const batches = [0.9, 0.8, 0.7].map(loss => ({ loss, accuracy: 0.5 }));
    const found = epochsOf([...batches, { val_loss: 0.4, val_accuracy: 0.8 }, ...batches, { loss: 0.2, val_loss: 0.3, val_accuracy: 0.9 }]);
    assert.deepEqual(figures(found), [2, null, null, 0.3, 0.9]);
    const none = epochsOf(batches);
    assert.deepEqual([none.count, none.final], [0, null]);
    assert.match(none.remarks.join(), /No epochs are known: 3 rows have a loss or an accuracy.*Log "epoch"/);
    assert.equal(epochsOf(batches, { config: { epochs: 3 } }).count, 3);
    assert.equal(epochsOf(batches, { config: { epochs: 2 } }).count, 0);
  });

  it('have validation metrics that were logged without the number of the epoch', () => {
    const rows = [0, 1].flatMap(epoch => [
      { epoch, loss: 0.9 },
      { epoch, loss: 0.8 },
      { val_loss: 0.5 - epoch / 10, val_acc: 0.5 },
      { lr: 0.1 },
    ]);
    assert.deepEqual(figures(epochsOf(rows)), [2, null, null, 0.4, 0.5]);
  });

  it('are told apart by the step that was defined for validation metrics', () => {
    const rows = [
      { step: 1, loss: 0.9 },
      { step: 2, loss: 0.8 },
      { ep: 1, train_loss: 0.85 },
      { ep: 1, val_loss: 0.4 },
      { step: 3, loss: 0.7 },
      { ep: 2, train_loss: 0.65 },
      { ep: 2, val_loss: 0.3 },
    ];
    const found = epochsOf(rows, {
      metrics: [
        { name: 'loss', step: 'step' },
        { name: 'val_*', step: 'ep' },
      ],
    });
    assert.deepEqual(figures(found), [2, 0.65, null, 0.3, null]);
  });

  it("of TensorBoard's callback have their names", () => {
    const rows = [0, 1].map(step => ({ _step: step, 'train/epoch_loss': 0.5 - 0.1 * step, 'validation/epoch_accuracy': 0.9 }));
    assert.deepEqual(figures(epochsOf(rows)), [2, 0.4, null, null, 0.9]);
  });

  it('may be logged as parts of one, and be gone on with from an earlier one', () => {
    const parts = [0.25, 0.5, 1, 1.5, 2].map(epoch => ({ epoch, loss: epoch, ...(Number.isInteger(epoch) && { eval_loss: 0.5 }) }));
    assert.deepEqual(figures(epochsOf(parts)), [2, null, null, 0.5, null]);
    const again = [0, 1, 2, 1, 2].map((epoch, i) => ({ epoch, loss: i, val_loss: i }));
    assert.deepEqual(figures(epochsOf(again)), [3, 4, null, 4, null]);
    assert.match(epochsOf(again).remarks.join(), /went back to an earlier epoch \(1 time\)/);
  });

  it('do not end with one that was broken off', () => {
    const rows = [0, 1].map(epoch => ({ epoch, train_loss: 0.5, val_loss: 0.4 }));
    const found = epochsOf([...rows, { epoch: 2, train_loss: 0.3 }]);
    assert.deepEqual(figures(found), [2, 0.5, null, 0.4, null]);
    assert.match(found.remarks.join(), /The rows after epoch 2 are of an epoch that did not end\./);
  });

  it('that are not all validated have no validation results where the last one is not, which is said', () => {
    const found = epochsOf([0, 1, 2].map(epoch => ({ epoch, loss: 0.5, ...(epoch === 1 && { val_loss: 0.4 }) })));
    assert.deepEqual(figures(found), [3, 0.5, null, null, null]);
    assert.match(found.remarks.join(), /The last epoch has no validation metrics, although others have/);
  });

  it('that diverged are counted, and say from when on', () => {
    const found = epochsOf([
      { epoch: 0, loss: 0.4, accuracy: 0.88, val_accuracy: 0.97 },
      { epoch: 1, loss: 'NaN', accuracy: 0.1, val_accuracy: 0.098 },
      { epoch: 2, loss: 'NaN', accuracy: 0.1, val_accuracy: 0.098 },
    ]);
    assert.deepEqual([...figures(found), found.diverged], [3, null, 0.1, null, 0.098, { epoch: 2 }]);
    assert.match(found.remarks.join(), /No number in the last epoch: loss\./);
    const recovered = epochsOf([
      { epoch: 0, loss: 'Infinity' },
      { epoch: 1, loss: 0.4 },
    ]);
    assert.equal(recovered.diverged, undefined);
    const torn = epochsOf([{ epoch: 0, loss: 1, val_loss: 1 }, { epoch: 1, loss: 'NaN' }]); // prettier-ignore
    assert.deepEqual([torn.count, torn.diverged], [1, { epoch: 2 }]);
    assert.deepEqual(epochsOf([{ loss: 1 }, { loss: 'NaN' }]).diverged, { epoch: undefined });
  });

  it('leave the test to itself, whose last value counts where the summary has another one', () => {
    const rows = [0.9, 0.8].map(test_accuracy => ({ test_accuracy, test_loss: 0.5 }));
    const summary = { test_accuracy: { max: 0.9 }, test_loss: 0.4 };
    const { accuracy, loss } = loggedTest(summary, epochsOf(rows, { summary }));
    assert.deepEqual([accuracy?.share, loss], [0.8, 0.4]);
    assert.deepEqual(epochsOf(rows).remarks, []);
    const wrong = loggedTest({ test_loss: 'NaN', test_acc: 97 }, epochsOf([], { summary: { test_loss: 'NaN', test_acc: 97 } }));
    assert.deepEqual([wrong.loss, wrong.accuracy, wrong.remarks], [undefined, undefined, ['test_loss was not taken: its value is NaN.']]);
  });

  it('have shares, and per cent where that is certain; of anything else it is said that it was not taken', () => {
    const rows = (values: readonly number[]): Row[] => values.map((value, epoch) => ({ epoch, loss: 1, val_acc: value }));
    const percent = epochsOf(rows([11.35, 97.31]));
    assert.ok(Math.abs(percent.final!.valAccuracy! - 0.9731) < 1e-12);
    assert.match(percent.remarks.join(), /Read as per cent, .*: val_acc\./);
    for (const values of [
      [0.5, 97.31],
      [61, 64],
      [97.3, 101.5],
      [-0.1, 0.5],
    ]) {
      const unclear = epochsOf(rows(values));
      assert.equal(unclear.final?.valAccuracy, null, String(values));
      assert.match(unclear.remarks.join(), /val_acc was not taken: its values go from .* Log a share from 0 to 1\./);
    }
    assert.equal(epochsOf(rows([0, 1])).final?.valAccuracy, 1);
  });
});
