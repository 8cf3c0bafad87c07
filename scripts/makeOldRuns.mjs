// Makes test/fixtures/runs-0.1.0: a workspace with one run of each status, as Digits Lab 0.1.0 left them, and what 0.1.0 said of them.
//
// It needs the code of that version: check out the tag v0.1.0 (or the commit that the CHANGELOG dates so), put this script into its
// scripts/, then
//
//     npm run build && node scripts/makeOldRuns.mjs
//
// All the runs train for a moment with the real trainer. But for one they have so high a learning rate that nearly all probabilities are
// exactly 0 or 1, which take little room; runs with the same parameters left the same arrays, which are stored once: the archive is a ZIP
// without compression inside of Brotli, whose window is as wide as the whole.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { nodeBundleOptions } from './build.mjs';
import { runProgram } from './runProgram.mjs';
import { root } from './setup.mjs';

const VERSION = '0.1.0';
const target = path.join(root, 'test', 'fixtures', `runs-${VERSION}`);
// W&B's records name files by their whole path: it should tell nothing of this machine.
const workspace = path.join(os.tmpdir(), `digits-lab-${VERSION}`);
const runs = path.join(workspace, '.digits', 'runs');
const empty = await mkdtemp(path.join(os.tmpdir(), 'digits-home-'));
const environment = {
  PATH: process.env.PATH,
  HOME: empty,
  XDG_CACHE_HOME: empty,
  ORT_DISABLE_TELEMETRY: '1',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'Ada',
};

/** @typedef {Record<string, any>} Json what that version writes and says */

const few = { train_samples: 400, validation_samples: 100, batch_size: 32 };
const usual = { ...few, epochs: 2, num_filters: 2, learning_rate: 0.01 };
/** @type {Json} */
const saturated = {
  ...few,
  epochs: 3,
  num_filters: 2,
  num_layers: 1,
  activation_fun: 'leaky_relu',
  dropout: 0,
  learning_rate: 10,
};

const code = await source();
await rm(workspace, { recursive: true, force: true });
await mkdir(workspace, { recursive: true });
const ids = await makeRuns();
const expected = await whatIsSaid(ids);
await hideHost(ids.interrupted);
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const { files, links } = await contents(workspace);
await writeFile(path.join(target, 'runs.zip.br'), compress(files));
await writeFile(path.join(target, 'expected.json'), `${JSON.stringify({ ids, links, ...expected }, undefined, 2)}\n`);
await rm(workspace, { recursive: true });
await rm(empty, { recursive: true });

async function makeRuns() {
  const completed = await train('aaaa', usual, {
    labels: { name: 'The first', tags: ['small', 'quick'], pinned: true, archived: false },
  });
  await writeFile(path.join(runs, completed, 'notes.md'), '# Hypothesis\n\nFew images are enough to see something.\n');
  const interrupted = await train('bbbb', saturated, { until: { kill: atBatch(3, 5) } });
  const stopped = await train('cccc', { ...saturated, epochs: 4 }, { until: { stop: atBatch(3, 5) } });
  const failed = await train('dddd', { ...saturated, optimizer: 'sgd', weight_decay: 10 }, { labels: { name: 'Too fast', tags: ['odd'] } });
  const archived = await train('eeee', { ...saturated, epochs: 1, seed: 1 }, { labels: { archived: true } });
  const resumed = await train('ffff', saturated, { until: { kill: atBatch(2, 5) } });
  await command({ type: 'resume', folder: path.join(runs, resumed) });
  const patient = await train('gggg', { ...saturated, epochs: 20, patience: 1 });
  const wasm = await train('hhhh', saturated, { engine: 'wasm' });
  const flags = ['epochs', 'train_samples', 'validation_samples', 'batch_size', 'num_filters', 'num_layers', 'activation_fun', 'dropout'];
  const given = [...flags, 'learning_rate'].flatMap(name => [`--${name.replaceAll('_', '-')}`, String(saturated[name])]);
  await digits('train', ...given, '--threads', '2', '--name', 'Recorded', '--wandb', 'offline', '--wandb-project', 'digits');
  const recorded = await newest();
  await digits('reproduce', completed);
  const child = await newest();
  const queue = new code.Queue(path.join(workspace, '.digits', 'queue.json'));
  await queue.add({
    id: '20261128-120000-zzzz',
    parameters: { ...code.defaultParameters, ...saturated, seed: 7 },
    labels: { name: 'Waiting', tags: ['later'] },
    parent: completed,
    threads: 2,
    engine: null,
    addedAt: '2026-11-28T12:00:00.000Z',
  });
  await queue.setPaused(true);
  return { completed, interrupted, stopped, failed, archived, resumed, patient, wasm, recorded, child, waiting: '20261128-120000-zzzz' };
}

/**
 * A run of the real trainer, to its end or until something happens.
 * @param {string} end
 * @param {Json} parameters
 * @param {{ labels?: Json, engine?: string, until?: Until }} [how]
 * @typedef {{ kill?: (event: Json) => boolean, stop?: (event: Json) => boolean }} Until
 */
async function train(end, parameters, { labels = {}, engine = 'auto', until = {} } = {}) {
  const id = `${new Date()
    .toISOString()
    .replaceAll(/\D/g, '')
    .slice(0, 14)
    .replace(/(?<=^.{8})/, '-')}-${end}`;
  const request = { id, folder: path.join(runs, id), parameters: { ...code.defaultParameters, ...parameters }, threads: 2, labels, engine };
  await command({ type: 'start', request }, until);
  return id;
}

/**
 * @param {Json} message
 * @param {Until} [until]
 */
async function command(message, { kill = () => false, stop = () => false } = {}) {
  const trainer = fork(path.join(root, 'dist', 'trainer.js'), [], {
    cwd: workspace,
    env: environment,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  trainer.on('message', received => {
    const event = /** @type {Json} */ (received);
    if (event.type === 'ready') trainer.send(message);
    else if (kill(event)) trainer.kill('SIGKILL');
    else if (stop(event)) trainer.send({ type: 'stop' });
  });
  await once(trainer, 'close');
}

/**
 * @param {number} epoch
 * @param {number} batch
 * @returns {(event: Json) => boolean}
 */
function atBatch(epoch, batch) {
  return event => event.type === 'batchEnded' && event.epoch === epoch && event.batch === batch;
}

/**
 * As the killed trainer left it, but for this machine's name.
 * @param {string} id
 */
async function hideHost(id) {
  for (const name of (await readdir(path.join(runs, id))).filter(one => /^owner\b.*\.json$/.test(one))) {
    const file = path.join(runs, id, name);
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), host: 'laboratory' }));
  }
}

/** @param {...string} args */
function digits(...args) {
  return runProgram(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], { cwd: workspace, env: environment });
}

async function newest() {
  return (await readdir(runs)).toSorted().at(-1) ?? 'no run';
}

/**
 * What 0.1.0 itself says of its runs.
 * @param {Record<string, string>} made
 */
async function whatIsSaid(made) {
  const columns = ['id', 'name', 'status', 'created', 'duration', 'loss', 'accuracy', 'val_loss', 'val_accuracy', 'test_loss'];
  columns.push('test_accuracy', 'wandb', 'tags', 'author', ...code.parameterTable.map((/** @type {Json} */ { name }) => name));
  const list = {
    columns: columns.join(','),
    wide: await digits('list', '--all', '--columns', columns.join(',')),
    usual: await digits('list'),
  };
  const { runs: listed } = await code.listRuns(runs);
  /** @type {Json} */
  const described = {};
  for (const [role, id] of Object.entries(made).filter(([role]) => role !== 'waiting')) {
    const folder = path.join(runs, id);
    const { status, summary, config, labels } = listed.find((/** @type {Json} */ one) => one.folder === folder);
    const { epochs, batches, log } = await code.readRun(folder);
    described[role] = {
      status,
      label: code.runLabel({ labels, parameters: config.parameters }),
      epochs: epochs.map((/** @type {Json} */ { epoch, loss, accuracy, valLoss, valAccuracy }) => ({
        epoch,
        loss,
        accuracy,
        valLoss,
        valAccuracy,
      })),
      batches: batches.length,
      log: log.map((/** @type {Json} */ { message }) => message),
      reason: summary?.reason ?? null,
      keptEpoch: summary?.keptEpoch ?? null,
      testLoss: summary?.testLoss ?? null,
      testAccuracy: summary?.testAccuracy ?? null,
      show: (await digits('show', id)).replaceAll(workspace, '{workspace}'),
    };
  }
  return { list, runs: described };
}

/** The parts of this version that are asked what no command tells. */
async function source() {
  const outfile = path.join(empty, 'source.mjs');
  const parts = ['runs/queue', 'contract/parameters', 'runFolder/listRuns', 'runFolder/readRun', 'experiment/runLabel'];
  await build({
    ...nodeBundleOptions(),
    stdin: { contents: parts.map(part => `export * from './src/${part}';`).join('\n'), resolveDir: root },
    outfile,
    format: 'esm',
    sourcemap: false,
  });
  return import(pathToFileURL(outfile).href);
}

/**
 * Files, and links (which a ZIP does not keep), by their paths in the workspace.
 * @param {string} folder
 */
async function contents(folder) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  /** @type {Record<string, string>} */
  const links = {};
  const tells = [root, os.homedir(), os.hostname(), os.userInfo().username].filter(text => text.length > 4);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    if (entry.isSymbolicLink()) links[name] = await readlink(file);
    if (!entry.isFile()) continue;
    const bytes = await readFile(file);
    const told = tells.find(text => bytes.includes(text));
    if (told !== undefined) throw new Error(`${name} tells of this machine: ${told}`);
    files[name] = bytes;
  }
  return { files, links };
}

/** @param {Record<string, Uint8Array>} files */
function compress(files) {
  const zip = zipSync(files, { level: 0, mtime: new Date('2026-11-28T12:00:00') });
  const params = {
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: zip.length,
  };
  return brotliCompressSync(zip, { params });
}
