// node scripts/bench/readingAgainst.mjs CHECKOUT: this checkout beside another one of Digits Lab, which has its packages installed, in one sitting:
// what listing 1,000 runs and opening one of 1,000 epochs cost. The two are measured in turn, and by the processor time of a process of its
// own each, which other programs disturb less than the time that passes. BENCH_RUNS (9): how often; medians count.
//
// The runs are made by the other checkout, so that the older format of two is read by both.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, setUp } from '../setup.mjs';
import { makeLongRun, makeManyRuns } from './manyRuns.mjs';

const TIMES = Number(process.env.BENCH_RUNS ?? 9);
/** How often one process does what the editor does once: the first time is cold, the others are not. */
const REPEATED = 5;

if (process.argv[2] === undefined) throw new Error('Give the checkout to compare with: node scripts/bench/readingAgainst.mjs CHECKOUT');
const other = path.resolve(process.argv[2]);
await setUp();
execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: other, stdio: 'inherit' });
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-against-'));
try {
  const cli = path.join(other, 'dist', 'cli.js');
  const [completed, killed, long] = ['completed', 'killed', 'long'].map(name => path.join(folder, name));
  process.stderr.write('Training the runs to copy …\n');
  makeManyRuns(completed, 1000, { cli });
  makeManyRuns(killed, 1000, { cli, killed: true });
  makeLongRun(long, 1000, { cli });
  const [run] = readdirSync(long).filter(name => /^\d/.test(name));
  const sides = await Promise.all([other, root].map(prepare));

  console.log(`${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.versions.node}, load ${os.loadavg()[0].toFixed(1)}.`);
  console.log(`Processor time in ms: median (least–most) of ${TIMES}, ${other} → here, and the median of the ratios.`);
  /** @type {(readonly [keyof typeof sides[number], string, string, string?])[]} */
  const lines = [
    ...['completed', 'killed'].map(name => /** @type {const} */ (['list', `digits list, 1,000 runs, ${name}`, path.join(folder, name)])),
    ['show', 'digits show, 1,000 epochs', long, run],
    ...['completed', 'killed'].map(
      name => /** @type {const} */ (['ledger', `the editor's list, 1,000 runs, ${name}`, path.join(folder, name)]),
    ),
    ['open', "the dashboard's run, 1,000 epochs", path.join(long, run)],
  ];
  for (const [what, title, ...args] of lines) {
    const times = Array.from({ length: TIMES }, () => sides.map(side => side[what](...args)));
    // Of what one process did several times, what was cold and what was not.
    /** @type {Record<string, (one: number | number[]) => number>} */
    const parts = Array.isArray(times[0][0])
      ? { ', cold': one => several(one)[0], ', warm': one => median(several(one).slice(1)) }
      : { '': one => several(one)[0] };
    for (const [part, of] of Object.entries(parts))
      report(
        `${title}${part}`,
        times.map(pair => pair.map(of)),
      );
  }
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * The ways to measure a checkout, each a time or several.
 * @param {string} checkout
 * @param {number} index
 * @returns {Promise<Record<'list' | 'show' | 'ledger' | 'open', (place: string, id?: string) => number | number[]>>}
 */
async function prepare(checkout, index) {
  const place = path.join(folder, `side${index}`);
  mkdirSync(place);
  const bundle = path.join(place, 'parts.cjs');
  const { nodeBundleOptions } = await import(pathToFileURL(path.join(checkout, 'scripts', 'build.mjs')).href);
  const contents = `
    import { thinBatches } from './src/contract/thinBatches';
    import { readRun } from './src/runFolder/readRun';
    import { Ledger } from './src/runs/ledger';
    const work = {
      ledger: async runs => {
        const ledger = new Ledger(runs);
        await ledger.refresh();
        if (ledger.runs.length !== 1000) throw new Error(ledger.runs.length + ' runs were listed.');
      },
      open: async folder => {
        const { batches, epochs } = await readRun(folder);
        if (epochs.length !== 1000) throw new Error(epochs.length + ' epochs were read.');
        JSON.stringify({ batches: thinBatches(batches), epochs });
      },
    };
    const [what, place] = process.argv.slice(2);
    const spent = () => process.cpuUsage().user + process.cpuUsage().system;
    const measure = async () => {
      const times = [];
      for (let i = 0; i < ${REPEATED}; i++) {
        const before = spent();
        await work[what](place);
        times.push((spent() - before) / 1000);
      }
      process.stdout.write(JSON.stringify(times));
    };
    void measure();`;
  await build({ ...nodeBundleOptions(), stdin: { contents, resolveDir: checkout, loader: 'ts' }, outfile: bundle, sourcemap: false });
  const counter = path.join(place, 'count.cjs');
  writeFileSync(
    counter,
    `process.on('exit', () => require('node:fs').writeSync(3, String((process.cpuUsage().user + process.cpuUsage().system) / 1000)));`,
  );
  /** @param {...string} args */
  const digits = (...args) => Number(run(['--require', counter, path.join(checkout, 'dist', 'cli.js'), ...args]).output[3]);
  /** @type {(what: string) => (at: string) => number[]} */
  const inProcess = what => at => JSON.parse(run([bundle, what, at]).output[1] ?? '');
  return {
    list: runs => digits('list', '--runs', runs),
    show: (runs, id = '') => digits('show', id, '--runs', runs),
    ledger: inProcess('ledger'),
    open: inProcess('open'),
  };
}

/** @param {readonly string[]} args */
function run(args) {
  const done = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (done.status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${done.stderr}`);
  return done;
}

/**
 * @param {string} title
 * @param {readonly (readonly number[])[]} pairs
 */
function report(title, pairs) {
  const [before, here] = [0, 1].map(side => pairs.map(pair => pair[side]));
  const ratio = median(pairs.map(([a, b]) => b / a));
  console.log(`${title}: ${spread(before)} → ${spread(here)}, × ${ratio.toFixed(2)}`);
}

/** @param {number | readonly number[]} one */
function several(one) {
  return [one].flat();
}

/** @param {readonly number[]} values */
function spread(values) {
  return `${Math.round(median(values))} (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
