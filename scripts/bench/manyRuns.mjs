// Folders of runs to measure with, made from real runs that are trained here.
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup.mjs';

const ownCli = path.join(root, 'dist', 'cli.js');

/** @typedef {Record<string, any>} Json what the files of a run hold, in whichever version */

/** What a list may look at of a run that has ended. */
export const LISTED = ['config.json', 'labels.json', 'summary.json'];

/**
 * Fills a folder with copies of one run of twelve epochs under other ids, seeds and figures; what is not changed is the same file.
 * @param {string} runsFolder
 * @param {number} count
 * @param {{ killed?: boolean, cli?: string }} [options] `killed`: each as if its trainer had been killed in its last epoch; `cli`: the
 * program that trains, this checkout's by default
 */
export function makeManyRuns(runsFolder, count, { killed = false, cli = ownCli } = {}) {
  const original = trainRun(cli, `${runsFolder}-original`, ['--train-samples', '6400', '--num-filters', '8', '--name', 'To be copied']);
  for (let i = 0; i < count; i++) {
    const folder = copyRun(original, runsFolder, i);
    if (!killed) continue;
    editText(folder, 'events.jsonl', events => events.slice(0, events.lastIndexOf('"type":"epochEnded"')));
    rmSync(path.join(folder, 'summary.json'));
  }
}

/**
 * Adds a run with many epochs: those of a real one of ten, one after another. Its folder.
 * @param {string} runsFolder
 * @param {number} epochs a multiple of ten
 * @param {{ cli?: string }} [options]
 */
export function makeLongRun(runsFolder, epochs, { cli = ownCli } = {}) {
  const folder = trainRun(cli, runsFolder, ['--epochs', '10', '--train-samples', '6400', '--num-filters', '4']);
  /** @param {Json} config */
  const withEpochs = config => ({ ...config, parameters: { ...config.parameters, epochs } });
  editJson(folder, 'config.json', withEpochs);
  editJson(folder, 'summary.json', summary => ({ ...summary, epochs, keptEpoch: epochs }));
  editText(folder, 'events.jsonl', text => {
    /** @type {Json[]} */
    const events = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    /** @param {Json} event */
    const isOfEpoch = ({ type }) => type === 'batchEnded' || type === 'epochEnded';
    const trained = events.filter(isOfEpoch);
    const before = events.slice(0, events.findIndex(isOfEpoch));
    const after = events.slice(events.findLastIndex(isOfEpoch) + 1);
    const repeated = Array.from({ length: epochs / 10 }, (_, i) =>
      trained.map(event => ({ ...event, epoch: event.epoch + 10 * i, ...(event.epochs && { epochs }) })),
    );
    const changed = [
      ...before.map(event => (event.type === 'runStarted' ? { ...event, config: withEpochs(event.config) } : event)),
      ...repeated.flat(),
      ...after.map(event => (event.type === 'runEnded' ? { ...event, epochs, keptEpoch: epochs } : event)),
    ];
    return changed.map(event => `${JSON.stringify(event)}\n`).join('');
  });
  return folder;
}

/**
 * Fills a folder with copies of one run of many epochs under other ids, seeds and figures.
 * @param {string} runsFolder
 * @param {number} count
 * @param {number} epochs a multiple of ten
 */
export function makeComparedRuns(runsFolder, count, epochs) {
  const original = makeLongRun(`${runsFolder}-original`, epochs);
  for (let i = 0; i < count; i++) {
    const folder = copyRun(original, runsFolder, i);
    editText(folder, 'events.jsonl', events =>
      events.replaceAll(/"valAccuracy":([\d.]+)/g, (_, value) => `"valAccuracy":${Number(value) * (1 - i / 5e3)}`),
    );
  }
}

/**
 * Trains a run; its folder.
 * @param {string} cli
 * @param {string} runsFolder
 * @param {readonly string[]} flags
 */
function trainRun(cli, runsFolder, flags) {
  const args = [cli, 'train', '--json', '--runs', runsFolder, ...flags];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`The run to be copied failed:\n${stderr}`);
  const newest = readdirSync(runsFolder).filter(name => /^\d/.test(name));
  return path.join(runsFolder, newest.toSorted().at(-1) ?? 'no run');
}

/**
 * @param {string} from
 * @param {string} runs
 * @param {number} i
 */
function copyRun(from, runs, i) {
  const id = `20260101-${String(i).padStart(6, '0')}-abcd`;
  const to = path.join(runs, id);
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const name = path.join(path.relative(from, entry.parentPath), entry.name);
    if (entry.isDirectory()) mkdirSync(path.join(to, name), { recursive: true });
    else if (name === 'events.jsonl' || LISTED.includes(name)) writeFileSync(path.join(to, name), readFileSync(path.join(from, name)));
    else linkSync(path.join(from, name), path.join(to, name));
  }
  editJson(to, 'config.json', config => ({ ...config, id, parameters: { ...config.parameters, seed: i, num_filters: 8 << (i % 4) } }));
  editJson(to, 'summary.json', summary => ({ ...summary, id, testAccuracy: summary.testAccuracy - i / 1e5 }));
  editJson(to, 'labels.json', labels => ({ ...labels, name: i % 3 === 0 ? `Copy ${i}` : '', tags: [`batch-${i % 7}`] }));
  return to;
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {(text: string) => string} change
 */
function editText(folder, name, change) {
  const file = path.join(folder, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {(value: Json) => Json} change
 */
function editJson(folder, name, change) {
  editText(folder, name, text => JSON.stringify(change(JSON.parse(text)), undefined, 2));
}
