// npm run bench:files: what runs of a plan ask of the file system that they share, each trained by `digits run-plan` as a task of a Slurm array
// does: files and bytes that a run leaves, and operations by kind, at its beginning, while it trains, and at its end; then what a task of a
// plan of 10,000 runs reads until it knows its run. By strace, which it needs. docs/cluster-costs.md says what follows for a cluster.
// BENCH_LONG=0 leaves out the run with all defaults, which takes a minute.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPath } from '../runProgram.mjs';
import { root, setUp } from '../setup.mjs';
import { fileCallsIn, kinds, straceArguments } from './fileCalls.mjs';

/** @typedef {import('./fileCalls.mjs').FileCall} FileCall */
/** @typedef {{ name: string, calls: number, bytesRead: number, bytesWritten: number, files: Set<string>, counts: Map<string, number> }} Tally */

const LARGE = 10_000;
const small = { epochs: 2, train_samples: 6_000 };

if (onPath('strace') === undefined) throw new Error('npm run bench:files needs strace, which only Linux has.');
await setUp();
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-files-'));
const shared = path.join(folder, 'shared');
const cache = path.join(folder, 'cache');
const runs = path.join(shared, '.digits', 'runs');
const log = path.join(folder, 'strace.log');
/** What Slurm tells a task of an array. */
const ofTask = { SLURM_JOB_ID: '18', SLURM_ARRAY_JOB_ID: '17', SLURM_ARRAY_TASK_ID: '0', SLURM_CPUS_PER_TASK: '1' };
const env = { ...process.env, ...ofTask, DIGITS_CACHE: cache };
try {
  mkdirSync(shared);
  console.log(`${os.cpus().length} × ${os.cpus()[0]?.model}, ${os.type()}, Node ${process.versions.node}.`);
  // Two seeds of two settings: the first run begins the sweep and fills the user's cache.
  const plan = writePlan('small', { base: small, parameters: { learning_rate: [0.001, 0.002] }, seeds: 2 });
  await measure('The first task of a plan, which begins its sweep: 2 epochs of 6,000 images', plan, 0);
  runPlan(plan, 1);
  await measure('Another task of that plan', plan, 2);
  await measure('The same task again: its run has ended', plan, 2);
  if (process.env.BENCH_LONG !== '0') {
    const long = writePlan('long', { base: {}, parameters: { learning_rate: [0.001, 0.002] } });
    await measure('The first task of a plan of runs with all defaults: 12 epochs of 55,000 images', long, 0);
  }
  const large = writePlan('large', {
    base: { epochs: 1, train_samples: 500, validation_samples: 500 },
    parameters: {
      learning_rate: Array.from({ length: 10 }, (_, i) => (i + 1) / 1000),
      batch_size: Array.from({ length: 10 }, (_, i) => 16 + i),
      dropout: [0, 0.1, 0.2, 0.3, 0.4],
      num_filters: [8, 16],
    },
    seeds: LARGE / 1000,
  });
  const sweep = path.join(await measure(`The first task of a plan of ${LARGE} runs, which begins its sweep`, large, 0), 'sweep.json');
  await measure('The same task again, by the plan: its run has ended', large, 0);
  await measure('The same, by sweep.json', sweep, 0);
  console.log(`\nsweep.json has ${inMegabytes(statSync(sweep).size)}.`);
  for (const [what, file, index] of /** @type {const} */ ([
    ['by the plan of 4 runs', plan, 2],
    [`by the plan of ${LARGE}`, large, 0],
    ['by its sweep.json', sweep, 0],
  ]))
    console.log(`CPU time of a task whose run has ended, ${what}: ${cpuSeconds(file, index).toFixed(2)} s`);
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * @param {string} name
 * @param {object} plan
 */
function writePlan(name, plan) {
  const file = path.join(shared, `${name}.digits.json`);
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, kind: 'grid', engine: 'onnx', threads: 1, ...plan }));
  return file;
}

/**
 * Runs one run of a plan as a task does.
 * @param {string} plan
 * @param {number} index
 * @param {readonly string[]} before the program, with its arguments
 */
function runPlan(plan, index, before = []) {
  const digits = [process.execPath, path.join(root, 'dist', 'cli.js'), 'run-plan', plan, '--index', String(index)];
  // `env` runs the program that its arguments name.
  const { status, stdout, stderr } = spawnSync('env', [...before, ...digits], { cwd: shared, env, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`run ${index} of ${plan} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/**
 * Says what a task asks of the file system.
 * @param {string} what
 * @param {string} plan
 * @param {number} index
 * @returns the folder of its sweep
 */
async function measure(what, plan, index) {
  const said = runPlan(plan, index, ['strace', ...straceArguments, '-o', log]);
  const id = /: (\d{8}-\d{6}-\w+)$/m.exec(said)?.[1];
  if (id === undefined) throw new Error(`There is no run in what it said:\n${said}`);
  const run = path.join(runs, id);
  console.log(`\n${what}`);
  const { parts, seconds } = await talliesOf(run);
  console.log(tableOf(parts));
  if (seconds > 1) {
    const inTraining = parts.filter(({ name }) => name.includes('while it trains')).reduce((sum, { calls }) => sum + calls, 0);
    console.log(`It trained for ${seconds.toFixed(1)} s: ${(inTraining / seconds).toFixed(1)} operations a second.`);
  }
  const left = filesIn(run);
  const blocks = left.reduce((sum, { blocks: some }) => sum + some, 0);
  const bytes = left.filter(({ isFolder }) => !isFolder).reduce((sum, { size }) => sum + size, 0);
  const folders = left.filter(({ isFolder }) => isFolder).length;
  console.log(
    `The run's folder: ${left.length - folders} files and ${folders} folders, ${grouped(bytes)} bytes, ${grouped(blocks * 512)} as they are allocated here.`,
  );
  const { design } = JSON.parse(readFileSync(path.join(run, 'config.json'), 'utf8'));
  return path.join(shared, '.digits', design);
}

/**
 * The operations of the last task by place and time, and how long it trained.
 * @param {string} run the folder of its run
 */
async function talliesOf(run) {
  /** @type {Map<string, Tally>} */
  const tallies = new Map();
  /** @type {'begins' | 'trains' | 'ends'} */
  let phase = 'begins';
  const seconds = { trains: 0, ends: 0 };
  for await (const call of fileCallsIn(log)) {
    const inRun = call.file === run || call.file.startsWith(`${run}${path.sep}`);
    // These two files mark its times, whatever is written how often.
    if (phase === 'begins' && call.kind === 'create' && call.file === path.join(run, 'events.jsonl')) phase = 'trains';
    if (phase === 'trains' && call.kind === 'create' && call.file.startsWith(path.join(run, 'model'))) phase = 'ends';
    if (phase !== 'begins') seconds[phase] ||= call.seconds;
    const name = inRun ? `its run's folder, while it ${phase}` : placeOf(call.file);
    if (name === undefined) continue;
    const tally = tallies.get(name) ?? { name, calls: 0, bytesRead: 0, bytesWritten: 0, files: new Set(), counts: new Map() };
    tallies.set(name, tally);
    tally.calls++;
    tally.counts.set(call.kind, (tally.counts.get(call.kind) ?? 0) + 1);
    if (call.kind === 'read') tally.bytesRead += call.bytes;
    if (call.kind === 'write') tally.bytesWritten += call.bytes;
    if (call.kind === 'open' && !call.failed) tally.files.add(call.file);
  }
  return { parts: [...tallies.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), seconds: seconds.ends - seconds.trains };
}

/**
 * Of what lies on a shared file system; undefined for the system's own.
 * @param {string} file
 */
function placeOf(file) {
  const isIn = (/** @type {string} */ place) => file === place || file.startsWith(`${place}${path.sep}`);
  if (isIn(cache)) return "the user's cache";
  if (isIn(shared)) return 'the plan, its sweep, all runs';
  return isIn(root) ? 'the program' : undefined;
}

/** @param {readonly Tally[]} tallies */
function tableOf(tallies) {
  const rows = tallies.map(({ name, calls, counts, bytesRead, bytesWritten, files }) => [
    name,
    ...kinds.map(kind => String(counts.get(kind) ?? 0)),
    String(calls),
    grouped(bytesRead),
    grouped(bytesWritten),
    grouped([...files].reduce((sum, file) => sum + sizeOf(file), 0)),
  ]);
  const table = [['', ...kinds, 'in all', 'bytes read', 'written', 'in opened files'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0))) ?? [];
  const line = (/** @type {readonly string[]} */ row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return table.map(line).join('\n');
}

/** @param {string} file */
function sizeOf(file) {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : 0;
}

/**
 * A folder, and everything in it.
 * @param {string} place
 */
function filesIn(place) {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return ['', ...names].map(name => {
    const found = lstatSync(path.join(place, name));
    return { size: found.size, blocks: found.blocks, isFolder: found.isDirectory() };
  });
}

/**
 * The least of five.
 * @param {string} plan
 * @param {number} index
 */
function cpuSeconds(plan, index) {
  // The shell tells at its end what its children took: its own, and in the line below theirs, as 0m0.42s, in the system and besides.
  const times = Array.from({ length: 5 }, () => {
    const said = runPlan(plan, index, ['sh', '-c', '"$@" && times', 'sh']);
    const [, ...theirs] = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(said) ?? [];
    const [minutes = NaN, seconds = NaN, more = NaN, moreSeconds = NaN] = theirs.map(Number);
    return 60 * (minutes + more) + seconds + moreSeconds;
  });
  return Math.min(...times);
}

/** @param {number} bytes */
function inMegabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {number} value */
function grouped(value) {
  return value.toLocaleString('en');
}
