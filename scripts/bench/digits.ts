/** The project's own engine, `onnx` or `wasm`, on the same work as its peers: bundled by bench.mjs, workers from dist/trainer.js. */
import { randomFillSync } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { describeNetwork } from '../../src/contract/network';
import { defaultParameters } from '../../src/contract/parameters';
import { dropoutBatchKey } from '../../src/engine/dropoutMask';
import { OnnxSession } from '../../src/engine/onnx/onnxSession';
import { WorkerPool } from '../../src/engine/onnx/workerPool';

const N = 6000;
const B = 128;

async function main(): Promise<void> {
  const name = process.argv[2] === 'wasm' ? 'wasm' : 'onnx';
  const pool = new WorkerPool(os.availableParallelism(), path.resolve('dist/trainer.js'), name);
  const session = await OnnxSession.start(pool, describeNetwork(defaultParameters), defaultParameters);
  const images = randomFillSync(new Uint8Array(N * 784));
  const labels = randomFillSync(new Uint8Array(N)).map(byte => byte % 10);
  let step = 0;
  const epoch = async (count: number): Promise<void> => {
    let last: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < count; from += B) {
      const indices = Int32Array.from({ length: Math.min(B, count - from) }, (_, i) => from + i);
      const next = session.trainStep({ images, labels, indices, step: ++step, dropoutKey: dropoutBatchKey(0, 1, step) });
      await last;
      last = next;
    }
    await last;
  };
  const report = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await work();
    console.log(what, (1000 * N) / (performance.now() - began));
  };
  await epoch(B);
  console.log('first_step_ms', Date.now() - Number(process.env['BENCH_BEGAN_MS']));
  await epoch(1024);
  for (let i = 0; i < 6; i++) await report('fit', () => epoch(N));
  for (let i = 0; i < 4; i++) await report('predict', () => session.predict(images));
  console.log('peak_mb', process.resourceUsage().maxRSS / 1024);
  await pool.close();
}

void main();
