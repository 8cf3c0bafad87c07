// Folders of runs to measure lists with: one real run, trained here, under many ids and with other parameters.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../runProgram.mjs';
import { root } from '../setup.mjs';

const ARRAYS_AND_MODELS = /\.(npy|onnx|bin)$|^model$|^checkpoint$/;

/**
 * Fills a folder with runs that have ended: all that a list reads, and the events; the arrays and the model are left out.
 * @param {string} runsFolder
 * @param {number} count
 * @returns {Promise<string[]>} their ids, the oldest first
 */
export async function makeManyRuns(runsFolder, count) {
  const real = await trainRun(runsFolder, [
    '--epochs',
    '10',
    '--train-samples',
    '1000',
    '--validation-samples',
    '500',
    '--num-filters',
    '4',
  ]);
  const config = JSON.parse(await readFile(path.join(real, 'config.json'), 'utf8'));
  const names = (await readdir(real)).filter(name => !ARRAYS_AND_MODELS.test(name));
  const ids = [];
  for (let i = 0; i < count; i++) {
    const id = idOf(i);
    const folder = path.join(runsFolder, id);
    await mkdir(folder);
    for (const name of names) {
      const text = await readFile(path.join(real, name), 'utf8');
      await writeFile(path.join(folder, name), text.replaceAll(config.id, id).replace(/"seed": ?0\b/, `"seed": ${i}`));
    }
    ids.push(id);
  }
  await rm(real, { recursive: true });
  return ids;
}

/**
 * Adds a run with many epochs: those of a real one, one after another.
 * @param {string} runsFolder
 * @param {number} epochs a multiple of ten
 * @returns {Promise<string>} its id
 */
export async function makeLongRun(runsFolder, epochs) {
  const real = await trainRun(runsFolder, ['--epochs', '10', '--train-samples', '6400', '--num-filters', '4']);
  const id = path.basename(real);
  const lines = (await readFile(path.join(real, 'events.jsonl'), 'utf8')).trim().split('\n');
  const events = lines.map(line => JSON.parse(line));
  const isOfEpoch = ({ type }) => type === 'batchEnded' || type === 'epochEnded';
  const first = events.findIndex(isOfEpoch);
  const last = events.findLastIndex(isOfEpoch);
  const repeated = Array.from({ length: epochs / 10 }, (_, i) =>
    events
      .slice(first, last + 1)
      .map(event => (isOfEpoch(event) ? { ...event, epoch: event.epoch + 10 * i, ...(event.epochs && { epochs }) } : event)),
  ).flat();
  const ending = events.slice(last + 1).map(event => (event.type === 'runEnded' ? { ...event, epochs, keptEpoch: epochs } : event));
  const all = [...events.slice(0, first), ...repeated, ...ending];
  const edit = async (name, change) => {
    const file = path.join(real, name);
    const value = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(change(value), null, 2));
  };
  await edit('config.json', config => ({ ...config, parameters: { ...config.parameters, epochs } }));
  await edit('summary.json', summary => ({ ...summary, epochs, keptEpoch: epochs }));
  await writeFile(
    path.join(real, 'events.jsonl'),
    all
      .map(
        event =>
          `${JSON.stringify(event.type === 'runStarted' ? { ...event, config: { ...event.config, parameters: { ...event.config.parameters, epochs } } } : event)}\n`,
      )
      .join(''),
  );
  return id;
}

async function trainRun(runsFolder, flags) {
  await runProgram(process.execPath, [path.join(root, 'dist', 'cli.js'), 'train', '--json', '--runs', runsFolder, ...flags], { cwd: root });
  const newest = (await readdir(runsFolder))
    .filter(name => /^\d{8}-/.test(name))
    .toSorted()
    .at(-1);
  return path.join(runsFolder, newest);
}

/** A minute apart, from the beginning of 2026. */
function idOf(i) {
  const time = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString();
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const random = [0, 5, 10, 15].map(shift => letters[(i >> shift) & 31]).join('');
  return `${time.slice(0, 10).replaceAll('-', '')}-${time.slice(11, 19).replaceAll(':', '')}-${random}`;
}
