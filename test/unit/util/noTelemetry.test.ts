import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { WorkerPool } from '../../../src/engine/onnx/workerPool';
import type { WorkerAnswer, WorkerCommand } from '../../../src/engine/onnx/workerProtocol';

const file = path.resolve('dist/engineThread.js');

describe('the native engine', () => {
  it('is not loaded in a thread whose process has not kept it from its telemetry', async () => {
    const worker = new Worker(file, { env: {} });
    worker.postMessage({ type: 'load', engine: 'onnx' } satisfies WorkerCommand);
    const [answer] = (await once(worker, 'message')) as [WorkerAnswer];
    assert.ok(answer.type === 'failed');
    assert.match(answer.message, /ORT_DISABLE_TELEMETRY must be 1/);
    await worker.terminate();
  });

  it('is kept from it by what starts its threads', async () => {
    process.env['ORT_DISABLE_TELEMETRY'] = '0';
    const pool = new WorkerPool(1, file);
    assert.equal(process.env['ORT_DISABLE_TELEMETRY'], '1');
    await pool.loaded;
    await pool.close();
  });
});
