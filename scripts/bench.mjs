// npm run bench: the speed of training and prediction, the time from the start of the process to the first step, and memory, beside
// the peers that are installed. The programs take turns, five times; of a run its best epoch counts, of the runs the median.
//   BENCH_KERAS=PYTHON  BENCH_TORCH=PYTHON  BENCH_TFJS_NODE=DIR (the folder whose node_modules has it)  npm run bench
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

/**
 * @typedef {{ name: string, command: readonly string[], env?: Record<string, string> }} Program
 * @typedef {Record<string, number>} Figures
 */

const RUNS = Number(process.env.BENCH_RUNS ?? 5);

await setUp();
const esbuild = await import('esbuild');
const { nodeBundleOptions } = await import('./build.mjs');
await esbuild.build({ ...nodeBundleOptions(), entryPoints: ['scripts/bench/digits.ts'], outfile: 'dist/bench/digits.js' });

const { BENCH_KERAS: keras, BENCH_TORCH: torch, BENCH_TFJS_NODE: tfjsNode } = process.env;
/** @type {readonly Program[]} */
const programs = [
  { name: 'Digits Lab', command: [process.execPath, 'dist/bench/digits.js', 'onnx'] },
  { name: 'Digits Lab, WebAssembly', command: [process.execPath, 'dist/bench/digits.js', 'wasm'] },
  ...(keras ? [{ name: 'Keras', command: [keras, 'scripts/bench/keras_cpu.py'] }] : []),
  ...(torch ? [{ name: 'PyTorch', command: [torch, 'scripts/bench/torch_cpu.py'] }] : []),
  ...(tfjsNode
    ? [
        {
          name: 'tfjs-node',
          command: [process.execPath, 'scripts/bench/tfjsNode.cjs'],
          env: { NODE_PATH: path.join(tfjsNode, 'node_modules') },
        },
      ]
    : []),
];

/** @type {Map<string, Figures[]>} */
const results = new Map(programs.map(({ name }) => [name, []]));
for (let run = 1; run <= RUNS; run++) {
  for (const program of programs) {
    process.stderr.write(`${run}/${RUNS} ${program.name} …\n`);
    results.get(program.name)?.push(measure(program));
  }
}
const trainer = Array.from({ length: RUNS }, () => measureTrainer());

const own = results.get('Digits Lab') ?? [];
console.log(
  `${os.cpus().length} × ${os.cpus()[0]?.model}, ${os.type()}, Node ${process.versions.node}. Medians of ${RUNS} runs (least–most).\n`,
);
console.log('| program | training images/s | ours is × | prediction images/s | ours is × | start to first step | peak memory |');
console.log('|---|---|---|---|---|---|---|');
for (const [name, runs] of results) {
  /**
   * @param {string} key
   * @param {string} unit
   */
  const cell = (key, unit) =>
    spread(
      runs.map(run => run[key]),
      unit,
    );
  /** @param {string} key */
  const times = key =>
    name === 'Digits Lab'
      ? ''
      : spread(
          runs.map((run, i) => own[i][key] / run[key]),
          '',
          2,
        );
  console.log(
    `| ${name} | ${cell('fit', '')} | ${times('fit')} | ${cell('predict', '')} | ${times('predict')} | ${cell('first_step_ms', ' ms')} | ${cell('peak_mb', ' MB')} |`,
  );
}
console.log(
  `\nThe trainer process on the whole of MNIST: ${spread(
    trainer.map(({ firstStepMs }) => firstStepMs),
    ' ms',
  )} from its start to the first step`,
);
console.log(
  `(data included), ${spread(
    trainer.map(({ peakMb }) => peakMb),
    ' MB',
  )} at its largest.`,
);

/** @param {Program} program */
function measure({ name, command: [file, ...args], env }) {
  const { stdout, stderr, status } = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env, BENCH_BEGAN_MS: String(Date.now()) },
  });
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  /** @type {Figures} */
  const figures = {};
  for (const [, key, value] of stdout.matchAll(/^(fit|predict|first_step_ms|peak_mb) ([\d.]+)$/gm)) {
    figures[key] = Math.max(figures[key] ?? 0, Number(value));
  }
  return figures;
}

/** The real program, from the command line's start of it: one epoch of one batch tells the time to the first step. */
function measureTrainer() {
  /** @param {readonly string[]} args */
  const events = args => {
    const { stdout } = spawnSync(process.execPath, ['dist/cli.js', 'train', '--json', ...args], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    return stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
  };
  const began = Date.now();
  const first = events(['--epochs', '1', '--train-samples', '128', '--validation-samples', '0']).find(event => event.type === 'batchEnded');
  const samples = events(['--epochs', '1']).filter(event => event.type === 'resourcesSampled');
  return { firstStepMs: Date.parse(first.time) - began, peakMb: Math.max(...samples.map(sample => sample.residentBytes)) / 2 ** 20 };
}

/**
 * `6,200 (6,010–6,350)`
 * @param {readonly number[]} values
 * @param {string} unit
 */
function spread(values, unit, digits = 0) {
  const sorted = values.toSorted((a, b) => a - b);
  const show = (value = 0) => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${show(sorted[Math.floor(sorted.length / 2)])}${unit} (${show(sorted[0])}–${show(sorted.at(-1))})`;
}
