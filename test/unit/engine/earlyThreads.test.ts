import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { EarlyThreads } from '../../../src/engine/earlyThreads';
import type { WorkerAnswer, WorkerCommand } from '../../../src/engine/onnx/workerProtocol';

const file = path.resolve('dist/engineThread.js');

/** Has a thread load the native engine, and ends it. */
async function use(thread: Worker): Promise<void> {
  thread.postMessage({ type: 'load', engine: 'onnx' } satisfies WorkerCommand);
  const [answer] = (await once(thread, 'message')) as [WorkerAnswer];
  assert.equal(answer.type, 'done');
  thread.postMessage({ type: 'close' } satisfies WorkerCommand);
  await once(thread, 'exit');
}

describe('threads that are begun before they are needed', () => {
  for (const [begun, taken] of [
    [2, 2],
    [3, 1],
    [1, 2],
    [0, 1],
  ] as const)
    // prettier-ignore
    it(`${begun}, of which ${taken} are taken`, async () => {
      const early = new EarlyThreads(begun, file);
      const threads = early.take(taken, file);
      assert.equal(new Set(threads).size, taken);
      for (const thread of threads) await use(thread);
      // They are taken once.
      for (const thread of early.take(1, file)) await use(thread);
    });

  it('are ended when they are not needed', () => {
    const early = new EarlyThreads(2, file);
    early.drop();
    early.drop();
  });

  it('are not given to what runs another script', async () => {
    const early = new EarlyThreads(2, path.resolve('dist/none.js'));
    const [thread] = early.take(1, file);
    await use(thread!);
  });
});
