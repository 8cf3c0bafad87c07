/**
 * The project's own engine on the same work as its peers; see program.ts for how it is spoken to. It is bundled by the bench, and its threads run
 * the trainer's bundle.
 *
 *     node digits.js FILTERS BLOCKS BATCH PADDING IMAGES onnx|wasm THREADS TRAINER.js
 */
import { randomFillSync } from 'node:crypto';
import readline from 'node:readline';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { dropoutBatchKey } from '../../../src/engine/dropoutMask';
import { OnnxSession } from '../../../src/engine/onnx/onnxSession';
import { WorkerPool } from '../../../src/engine/onnx/workerPool';

async function main(): Promise<void> {
  const [filters, blocks, batch, padding, images, engine, threads, trainerFile] = process.argv.slice(2);
  const parameters = {
    ...defaultParameters,
    num_filters: Number(filters),
    num_layers: Number(blocks),
    batch_size: Number(batch),
    padding: padding === 'same' ? ('same' as const) : ('valid' as const),
  };
  const pool = new WorkerPool(Number(threads), trainerFile!, engine === 'wasm' ? 'wasm' : 'onnx');
  const session = await OnnxSession.start(pool, describeNetwork(parameters), parameters);
  const count = Number(images);
  const pixels = randomFillSync(new Uint8Array(count * 784));
  const labels = randomFillSync(new Uint8Array(count)).map(byte => byte % 10);
  let step = 0;
  const train = async (until: number): Promise<void> => {
    let last: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < until; from += parameters.batch_size) {
      const indices = Int32Array.from({ length: Math.min(parameters.batch_size, until - from) }, (_, i) => from + i);
      const next = session.trainStep({ images: pixels, labels, indices, step: ++step, dropoutKey: dropoutBatchKey(0, 1, step) });
      await last;
      last = next;
    }
    await last;
  };
  const work: Readonly<Record<string, () => Promise<unknown>>> = { fit: () => train(count), predict: () => session.predict(pixels) };
  await train(parameters.batch_size);
  console.log('first_step_ms', Date.now() - Number(process.env['BENCH_BEGAN_MS']));
  console.log('version', `ONNX Runtime ${pool.version}`);
  await work['fit']!();
  await work['predict']!();
  console.log('ready', 1);
  for await (const command of readline.createInterface({ input: process.stdin })) {
    if (command === 'end') break;
    const began = performance.now();
    await work[command]!();
    console.log(command, (1000 * count) / (performance.now() - began));
  }
  console.log('peak_mb', process.resourceUsage().maxRSS / 1024);
  await pool.close();
  process.exit();
}

void main();
