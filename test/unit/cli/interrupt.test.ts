import assert from 'node:assert/strict';
import { onInterrupt } from '../../../src/cli/interrupt';

describe('interrupt', () => {
  // The listeners are called directly: the test runner listens to the process's signals as well.
  const deliver = (signal: NodeJS.Signals): void => (process.listeners(signal).at(-1) as (signal: NodeJS.Signals) => void)(signal);

  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends with ${exitCode} after ${signal} and tells the first from the next`, () => {
      const calls: boolean[] = [];
      const interruption = onInterrupt(first => calls.push(first));
      assert.equal(interruption.exitCode, undefined);
      deliver(signal);
      deliver('SIGINT');
      interruption.dispose();
      assert.equal(interruption.exitCode, exitCode);
      assert.deepEqual(calls, [true, false]);
    });
  }

  it('leaves the signals alone afterwards', () => {
    const before = [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    onInterrupt(() => undefined).dispose();
    assert.deepEqual([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')], before);
  });
});
