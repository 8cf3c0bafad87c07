/**
 * How fast ONNX Runtime multiplies large matrices here; see program.ts for how it is spoken to.
 *
 *     node sgemm.js THREADS
 */
import readline from 'node:readline';
import * as ort from 'onnxruntime-node';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';

/** Large enough that everything but the product costs nothing. */
const SIDE = 2048;
const REPEATED = 3;

async function main(): Promise<void> {
  const builder = new GraphBuilder();
  const rows = builder.input('rows', [SIDE, SIDE]);
  // Of a constant the runtime keeps a copy in the order that suits its product: the best case.
  const matrix = builder.constant(
    Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 7) / 7),
    [SIDE, SIDE],
  );
  builder.output('product', builder.node('MatMul', [rows, matrix]), [SIDE, SIDE]);
  const session = await ort.InferenceSession.create(builder.encode('sgemm'), {
    executionProviders: ['cpu'],
    intraOpNumThreads: Number(process.argv[2]),
    interOpNumThreads: 1,
    // Threads that wait for work without sleeping would take the processor from the programs whose turn it is.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const feeds = { rows: new ort.Tensor('float32', new Float32Array(SIDE * SIDE).fill(0.5), [SIDE, SIDE]) };
  const fetches = { product: new ort.Tensor('float32', new Float32Array(SIDE * SIDE), [SIDE, SIDE]) };
  await session.run(feeds, fetches);
  console.log('ready', 1);
  for await (const command of readline.createInterface({ input: process.stdin })) {
    if (command === 'end') break;
    const began = performance.now();
    for (let i = 0; i < REPEATED; i++) await session.run(feeds, fetches);
    console.log(command, (REPEATED * 2 * SIDE ** 3) / (performance.now() - began) / 1e6);
  }
  process.exit();
}

void main();
