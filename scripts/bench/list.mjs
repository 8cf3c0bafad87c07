// npm run bench:list: how long `digits list` takes for a thousand runs, as a whole process, and which of their files it opens.
// The folders are those of one real run with other ids, seeds and figures: once all completed, once all killed before their end.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPath } from '../runProgram.mjs';
import { root, setUp } from '../setup.mjs';
import { LISTED, makeManyRuns } from './manyRuns.mjs';

const RUNS = 1000;
const TIMES = 7;

await setUp();
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-list-'));
try {
  const places = { completed: path.join(folder, 'completed'), killed: path.join(folder, 'killed') };
  process.stderr.write('Training runs of twelve epochs to copy …\n');
  makeManyRuns(places.completed, RUNS);
  makeManyRuns(places.killed, RUNS, { killed: true });
  console.log(
    `${os.cpus().length} × ${os.cpus()[0]?.model}, ${os.type()}, Node ${process.versions.node}. Medians of ${TIMES} (least–most).`,
  );
  console.log(`Node alone: ${spread(timed(() => run(['-e', ''])))}`);
  for (const [what, place] of Object.entries(places)) {
    const times = timed(() => {
      const lines = digits(['list', '--runs', place]).trimEnd().split('\n');
      if (lines.length !== RUNS + 1) throw new Error(`${lines.length - 1} runs were listed, not ${RUNS}.`);
    });
    console.log(`digits list, ${RUNS} runs, ${what}: ${spread(times)}`);
  }
  if (onPath('strace') !== undefined) reportOpened(places.completed);
  else console.log('Without strace (Linux) it is not seen which files are opened; a test of listRuns holds that.');
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {readonly string[]} args */
function run(args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

/** @param {readonly string[]} args */
function digits(args) {
  return run(['dist/cli.js', ...args]);
}

/**
 * What strace sees: the files below the runs that the process opens.
 * @param {string} place
 */
function reportOpened(place) {
  const log = path.join(folder, 'strace.log');
  const { status } = spawnSync(
    'strace',
    ['-f', '-qq', '-s', '4096', '-e', 'trace=open,openat,openat2', '-o', log, process.execPath, 'dist/cli.js', 'list', '--runs', place],
    { cwd: root, stdio: 'ignore' },
  );
  if (status !== 0) throw new Error('strace failed.');
  const counts = new Map();
  for (const [, file] of readFileSync(log, 'utf8').matchAll(/"([^"]+)"/g)) {
    if (!file.startsWith(`${place}${path.sep}`)) continue;
    const name = file
      .split(path.sep)
      .slice(place.split(path.sep).length + 1)
      .join('/');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  console.log(`Opened: ${[...counts].map(([name, count]) => `${count} × ${name}`).join(', ')}`);
  const others = [...counts.keys()].filter(name => !LISTED.includes(name));
  if (counts.size !== LISTED.length || others.length > 0)
    throw new Error(`It should have opened ${LISTED.join(', ')} of each, and no more.`);
}

/** @param {() => void} action */
function timed(action) {
  return Array.from({ length: TIMES }, () => {
    const began = performance.now();
    action();
    return performance.now() - began;
  });
}

/** @param {readonly number[]} values */
function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return `${Math.round(sorted[Math.floor(sorted.length / 2)])} ms (${Math.round(sorted[0])}–${Math.round(sorted[sorted.length - 1])})`;
}
