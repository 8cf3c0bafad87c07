import assert from 'node:assert/strict';
import { logLines } from '../../../src/wording/logLines';
import { at, epoch, started, stateOf } from '../webview/fixture';

describe('the log of a run', () => {
  it('tells in the order of time what it began with, its epochs, what was said, and its end', () => {
    const { run } = stateOf([
      started(),
      epoch(1),
      epoch(2, { valLoss: null, valAccuracy: null }),
      { type: 'logged', time: at(15), level: 'warning', message: 'Slow.' },
      { type: 'runFailed', time: at(21), message: 'The disk is full.', cause: 'storage' },
    ]);
    const lines = logLines(run, 100);
    assert.deepEqual(
      lines.map(({ level }) => level),
      ['info', 'info', 'info', 'info', 'info', 'warning', 'info', 'error'],
    );
    const text = lines.map(({ message }) => message).join('\n');
    // 34,826 weights: the network of Keras's MNIST example, as its summary has it.
    assert.match(text, /34,826 parameters/);
    assert.match(text, /ONNX Runtime 1\.30\.0, 2 threads/);
    assert.match(text, /Epoch 1: loss 1\.0000, validation 0\.5000, 95\.00 %$/m);
    assert.match(text, /Epoch 2: loss 0\.5000, 95\.00 %$/m);
    assert.equal(lines.at(-1)?.message, 'The disk is full.');
  });

  it('keeps the newest lines', () => {
    const { run } = stateOf([started({ epochs: 900 }), ...Array.from({ length: 900 }, (_, i) => epoch(i + 1))]);
    const lines = logLines(run, 50);
    assert.equal(lines.length, 50);
    assert.match(lines.at(-1)!.message, /^Epoch 900:/);
  });

  it('is empty before anything happened', () => assert.deepEqual(logLines(stateOf([]).run, 50), []));
});
