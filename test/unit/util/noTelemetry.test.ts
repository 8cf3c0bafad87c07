import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { WorkerPool } from '../../../src/engine/onnx/workerPool';

const file = path.resolve('dist/trainer.js');

describe('the native engine', () => {
  it('is not loaded in a thread whose process has not kept it from its telemetry', async () => {
    const worker = new Worker(file, { workerData: { engine: 'onnx' }, env: {} });
    const [error] = (await once(worker, 'error')) as [Error];
    assert.match(error.message, /ORT_DISABLE_TELEMETRY must be 1/);
  });

  it('is kept from it by what starts its threads', async () => {
    process.env['ORT_DISABLE_TELEMETRY'] = '0';
    const pool = new WorkerPool(1, file);
    assert.equal(process.env['ORT_DISABLE_TELEMETRY'], '1');
    await pool.all(() => ({ type: 'check' }));
    await pool.close();
  });
});
