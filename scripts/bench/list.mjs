// npm run bench:list: how long `digits list` takes for a thousand runs, as a whole process, and which of their files it opens.
// The folders are those of one real run with other ids, seeds and figures: once all completed, once all killed before their end.
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPath } from '../runProgram.mjs';
import { root, setUp } from '../setup.mjs';

const RUNS = 1000;
const TIMES = 7;
/** What a list may look at of a run that has ended. */
const ALLOWED = ['config.json', 'labels.json', 'summary.json'];

await setUp();
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-list-'));
try {
  process.stderr.write('Training a run of twelve epochs to copy …\n');
  digits(['train', '--train-samples', '6400', '--num-filters', '8', '--name', 'To be copied', '--runs', path.join(folder, 'one')]);
  const one = path.join(
    folder,
    'one',
    readdirSync(path.join(folder, 'one')).find(name => /^\d/.test(name)),
  );
  const places = { completed: path.join(folder, 'completed'), killed: path.join(folder, 'killed') };
  for (let i = 0; i < RUNS; i++) {
    copyRun(one, places.completed, i);
    rmSync(path.join(copyRun(one, places.killed, i, withoutEnd), 'summary.json'));
  }
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

function run(args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stderr}`);
  return stdout;
}

function digits(args) {
  return run(['dist/cli.js', ...args]);
}

/** A run like another with another id and other results; what is not changed is the same file. */
function copyRun(from, runs, i, changeEvents = text => text) {
  const id = `20260101-${String(i).padStart(6, '0')}-abcd`;
  const to = path.join(runs, id);
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const name = path.join(path.relative(from, entry.parentPath), entry.name);
    if (entry.isDirectory()) mkdirSync(path.join(to, name), { recursive: true });
    else if (name === 'events.jsonl') writeFileSync(path.join(to, name), changeEvents(readFileSync(path.join(from, name), 'utf8')));
    else if (ALLOWED.includes(name)) writeFileSync(path.join(to, name), JSON.stringify(changed(name, from, id, i), undefined, 2));
    else linkSync(path.join(from, name), path.join(to, name));
  }
  return to;
}

function changed(name, from, id, i) {
  const value = JSON.parse(readFileSync(path.join(from, name), 'utf8'));
  if (name === 'config.json') return { ...value, id, parameters: { ...value.parameters, seed: i, num_filters: 8 << (i % 4) } };
  if (name === 'summary.json') return { ...value, id, testAccuracy: value.testAccuracy - i / 1e5 };
  return { ...value, name: i % 3 === 0 ? `Copy ${i}` : '', tags: [`batch-${i % 7}`] };
}

/** As if it had been killed in its last epoch. */
function withoutEnd(events) {
  return events.slice(0, events.lastIndexOf('"type":"epochEnded"'));
}

/** What strace sees: the files below the runs that the process opens. */
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
  const others = [...counts.keys()].filter(name => !ALLOWED.includes(name));
  if (counts.size !== ALLOWED.length || others.length > 0)
    throw new Error(`It should have opened ${ALLOWED.join(', ')} of each, and no more.`);
}

function timed(action) {
  return Array.from({ length: TIMES }, () => {
    const began = performance.now();
    action();
    return performance.now() - began;
  });
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return `${Math.round(sorted[Math.floor(sorted.length / 2)])} ms (${Math.round(sorted[0])}–${Math.round(sorted.at(-1))})`;
}
