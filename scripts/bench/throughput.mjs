// npm run bench:throughput: how many images a second this machine trains in all, by how many runs train at the same time and with how many
// threads each, relative to one run with one thread. Eight small runs count a cell; the cells of a round take turns with the reference, so that
// a busy minute hits both, and a round in which other programs used the processor is measured anew. Linux only: it reads /proc.
//   BENCH_ROUNDS (5)  BENCH_CELLS (2x1,1x2,2x2,4x1: runs at a time x threads)  BENCH_NETWORKS (small,default,large,batch32,batch512)
//   BENCH_OTHERS (0.02): the share of the processor that other programs may take
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from '../setup.mjs';

/**
 * @typedef {{ epochs: number, train_samples: number, validation_samples: number } & Record<string, number>} Parameters
 * @typedef {{ atOnce: number, threads: number }} Cell
 * @typedef {{ counted: number, steady: number, others: number }} Throughput images a second with the start-up, and without it
 */

const RUNS = 8;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const OTHERS = Number(process.env.BENCH_OTHERS ?? 0.02);
/** A round is measured anew so often at the most. */
const TRIES = 5;
/** So long it is waited for a quiet moment. */
const LONGEST_WAIT_S = 600;

/** What a quick look trains: 6,000 images, 2 epochs. The larger the network, the fewer epochs say the same. */
const quick = { epochs: 2, train_samples: 6000, validation_samples: 1000 };
/** @type {Readonly<Record<string, Parameters>>} */
const networks = {
  small: { ...quick, num_filters: 8, epochs: 4 },
  default: quick,
  large: { ...quick, num_filters: 64, epochs: 1 },
  batch32: { ...quick, batch_size: 32 },
  batch512: { ...quick, batch_size: 512 },
};

await setUp();
const cores = os.availableParallelism();
const cells = (process.env.BENCH_CELLS ?? `${cores}x1,1x${cores},${cores}x${cores},${2 * cores}x1`).split(',').map(text => {
  const [atOnce = 1, threads = 1] = text.split('x').map(Number);
  return { atOnce, threads };
});
const home = mkdtempSync(path.join(os.tmpdir(), 'digits-throughput-'));
let count = 0;
try {
  console.log(
    `${cores} × ${os.cpus()[0]?.model}, ${os.type()}, Node ${process.versions.node}. ${RUNS} runs a cell, medians of ${ROUNDS} rounds (least–most).`,
  );
  console.log('Times the throughput of one run with one thread, start-up counted and without it:\n');
  for (const name of (process.env.BENCH_NETWORKS ?? Object.keys(networks).join(',')).split(',')) {
    const parameters = networks[name];
    if (!parameters) throw new Error(`BENCH_NETWORKS: there is no ${name}; expected ${Object.keys(networks).join(', ')}.`);
    for (const cell of cells) await measure(name, parameters, cell);
  }
} finally {
  rmSync(home, { recursive: true });
}

/**
 * @param {string} name
 * @param {Parameters} parameters
 * @param {Cell} cell
 */
async function measure(name, parameters, cell) {
  const reference = { atOnce: 1, threads: 1 };
  /** @type {{ counted: number, steady: number }[]} */
  const ratios = [];
  let others = 0;
  for (let round = 0; round < ROUNDS; round++) {
    // Before and after, so that a machine that gets slower or faster meanwhile favours neither.
    const one = await undisturbed(() => throughput(parameters, reference, 2));
    const cellHas = await undisturbed(() => throughput(parameters, cell, RUNS));
    const again = await undisturbed(() => throughput(parameters, reference, 2));
    others = Math.max(others, one.others, cellHas.others, again.others);
    ratios.push({
      counted: (2 * cellHas.counted) / (one.counted + again.counted),
      steady: (2 * cellHas.steady) / (one.steady + again.steady),
    });
    if (process.env.BENCH_VERBOSE) console.log(JSON.stringify({ one, cellHas, again }));
  }
  const at = `${name}: ${cell.atOnce} × ${cell.threads} thread${cell.threads === 1 ? '' : 's'}`;
  console.log(
    `${at.padEnd(24)} ${spread(ratios.map(({ counted }) => counted))}   ${spread(ratios.map(({ steady }) => steady))}   others took ${(100 * others).toFixed(1)} %`,
  );
}

/** @param {() => Promise<Throughput>} work */
async function undisturbed(work) {
  for (let tries = 1; ; tries++) {
    await quiet();
    const result = await work();
    if (result.others <= OTHERS || tries === TRIES) return result;
  }
}

/** Waits until no other program uses the processor, but not for ever. */
async function quiet() {
  for (let seconds = 0; seconds < LONGEST_WAIT_S; seconds++) {
    const before = processorTimes();
    await new Promise(resolve => setTimeout(resolve, 1000));
    const after = processorTimes();
    if (othersBetween(before, after) <= OTHERS) return;
  }
}

/**
 * @param {ReturnType<typeof processorTimes>} before
 * @param {ReturnType<typeof processorTimes>} after
 */
function othersBetween(before, after) {
  return (after.all - before.all - (after.own - before.own)) / (after.all - before.all + after.idle - before.idle);
}

/**
 * @param {Parameters} parameters
 * @param {Cell} cell
 * @param {number} runs
 * @returns {Promise<Throughput>}
 */
async function throughput(parameters, { atOnce, threads }, runs) {
  const before = processorTimes();
  const began = performance.now();
  let left = runs;
  /** @type {number[]} */
  const speeds = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) speeds.push(await train(parameters, threads));
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const after = processorTimes();
  return {
    counted: (runs * parameters.epochs * parameters.train_samples) / seconds,
    steady: (atOnce * speeds.length) / speeds.reduce((sum, speed) => sum + 1 / speed, 0),
    others: othersBetween(before, after),
  };
}

/**
 * One run of the trainer, from the start of its process to its end.
 * @param {Parameters} parameters
 * @param {number} threads
 * @returns {Promise<number>} images a second in the epochs, validation left out
 */
async function train(parameters, threads) {
  const letters = String(count++)
    .padStart(4, '0')
    .replaceAll(/\d/g, digit => String.fromCharCode(97 + Number(digit)));
  const id = `20260101-000000-${letters}`;
  const folder = path.join(home, id);
  const trainer = fork(path.join(root, 'dist', 'trainer.js'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  /** @type {number[]} */
  const speeds = [];
  let failure = 'It ended without a result.';
  trainer.on('message', (/** @type {{ type: string, imagesPerSecond?: number, message?: string }} */ message) => {
    if (message.type === 'ready')
      trainer.send({ type: 'start', request: { id, parameters: { ...parameters, seed: count }, threads, folder } });
    else if (message.type === 'epochEnded') speeds.push(message.imagesPerSecond ?? NaN);
    else if (message.type === 'runFailed') failure = String(message.message);
    else if (message.type === 'runEnded') failure = '';
  });
  await new Promise(resolve => trainer.once('close', resolve));
  if (failure !== '') throw new Error(`${id}: ${failure}`);
  rmSync(folder, { recursive: true });
  return speeds.length / speeds.reduce((sum, speed) => sum + 1 / speed, 0);
}

/** The processor's time so far, in clock ticks: of all processes, of this one with those that it has started and that have ended, and idle. */
function processorTimes() {
  const [, user = 0, nice = 0, system = 0, idle = 0, waiting = 0, ...rest] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '')
    .split(/\s+/)
    .map(Number);
  const all = user + nice + system + rest.slice(0, 3).reduce((sum, one) => sum + one, 0);
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const own = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return { all, own: own.reduce((sum, one) => sum + one, 0), idle: idle + waiting };
}

/** @param {readonly number[]} values */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return `${(sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(2)} (${(sorted[0] ?? NaN).toFixed(2)}–${(sorted.at(-1) ?? NaN).toFixed(2)})`;
}
