import path from 'node:path';
import { LONGEST_KEY, MOST_KEYS, type JsonValue } from '../../contract/formats/recording';
import type { RecordedRow } from '../../contract/recording';
import { fileTimeIn } from '../../files/readFiles';
import { ForeignError } from '../foreignError';
import { nothingElse, type ForeignRun, type JsonObject } from '../foreignRun';
import { figureOf } from '../../contract/recorded';
import { LeftOut } from '../leftOut';
import { asObject } from '../looseJson';
import { readYaml } from '../yaml';
import { csvRows } from './csvRows';

/** Where Lightning keeps the settings of a run, beside its log. */
const HPARAMS = 'hparams.yaml';

/** What says which epoch or step a row is of: as W&B and exports of Digits Lab have it, then the finest first. */
const STEPS = ['_step', 'step', 'global_step', 'epoch', 'iteration'];

/** Names of files that say nothing: the run is called like their folder. */
const NAMELESS = /^(metrics|log|logs|training|train|train_log|history|results)$/i;

/** Python's numbers, and those that Keras leaves out. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const words: Readonly<Record<string, JsonValue>> = {
  nan: 'NaN',
  inf: 'Infinity',
  '+inf': 'Infinity',
  infinity: 'Infinity',
  '-inf': '-Infinity',
  '-infinity': '-Infinity',
  true: true,
  false: false,
};

/** Whether the head of a CSV file is that of a log: it has a column of epochs or steps, and another one. */
export function isLogHead(head: readonly string[]): boolean {
  return head.length >= 2 && head.some(name => STEPS.includes(name.toLowerCase()));
}

/** The head of a CSV file; undefined of one that is empty. @throws {ForeignError} if it cannot be read */
export async function csvHead(folder: string, name: string): Promise<readonly string[] | undefined> {
  for await (const row of csvRows(folder, name)) return row;
  return undefined;
}

/**
 * The run that a log of Keras's CSVLogger or Lightning's CSVLogger is of, or any other with a column `epoch` or `step`. A row that ends before
 * its last column was being written and is left out.
 * @throws {ForeignError} if it is no log, or cannot be read
 */
export async function readCsv(folder: string, name: string): Promise<ForeignRun> {
  const file = path.join(folder, name);
  const head = await csvHead(folder, name);
  if (!head || !isLogHead(head))
    throw new ForeignError(
      `${file}: this is no log of a training: its first line is ${JSON.stringify((head ?? []).join(',').slice(0, 80))}; expected the names of columns, one of them epoch or step.`,
    );
  const leftOut = new LeftOut();
  const summary = new Map<string, JsonValue>();
  let rows = 0;
  for await (const row of logRows(folder, name, leftOut)) {
    rows++;
    for (const [key, value] of Object.entries(row)) if (key !== '_step') summary.set(key, value);
  }
  if (rows === 0) throw new ForeignError(`${file}: there is no whole row in it.`);
  const missing = leftOut.sentences();
  const isLightning = head.includes('step') && head.includes('epoch');
  const hparams = asObject(isLightning ? await settingsOf(folder, missing) : undefined);
  const time = new Date((await fileTimeIn(folder, name)) ?? 0);
  const base = name.replace(/\.[ct]sv$/i, '');
  const home = path.basename(folder);
  return {
    ...nothingElse,
    name: NAMELESS.test(base) ? home : base,
    tool: isLightning ? 'lightning csv' : head.includes('epoch') ? 'keras csv' : 'csv',
    source: `${home}/${name}`,
    state: 'finished',
    startedAt: time,
    heardAt: time,
    endedAt: time,
    config: hparams,
    summary: Object.fromEntries(summary),
    missing,
    rows: () => logRows(folder, name, new LeftOut()),
  };
}

/** The rows of a log. @param leftOut where it is counted what is left out of them */
async function* logRows(folder: string, name: string, leftOut: LeftOut): AsyncGenerator<RecordedRow> {
  let head: readonly string[] | undefined;
  let number = 0;
  let short: number | undefined;
  for await (const cells of csvRows(folder, name)) {
    if (!head) {
      head = cells;
      for (const column of head.slice(MOST_KEYS)) leftOut.add('column', `after the first ${MOST_KEYS}`, column);
      continue;
    }
    number++;
    if (short !== undefined) {
      leftOut.add('row', 'with fewer cells than there are columns', `row ${short}`);
      short = undefined;
    }
    if (cells.length < head.length) {
      short = number;
      continue;
    }
    yield rowOf(head, cells, number - 1);
  }
  if (short !== undefined) leftOut.add('row', 'at the end that is not whole');
}

function rowOf(head: readonly string[], cells: readonly string[], index: number): RecordedRow {
  const values = new Map<string, JsonValue>();
  for (const [i, name] of head.slice(0, MOST_KEYS).entries()) {
    const value = valueOf(cells[i]!);
    if (value !== undefined && name !== '' && name.length <= LONGEST_KEY && name !== '_step') values.set(name, value);
  }
  const step = STEPS.map(one => values.get(one) ?? cellOf(head, cells, one)).find(value => typeof value === 'number');
  return { _step: step ?? index, ...Object.fromEntries(values) };
}

function cellOf(head: readonly string[], cells: readonly string[], name: string): JsonValue | undefined {
  const at = head.findIndex(one => one.toLowerCase() === name);
  return at < 0 ? undefined : valueOf(cells[at]!);
}

/** What a cell holds; undefined of one that is empty, or `NA`, as Keras writes what an epoch did not have. */
function valueOf(cell: string): JsonValue | undefined {
  if (cell === '' || cell === 'NA') return undefined;
  if (NUMBER.test(cell)) return figureOf(Number(cell));
  const word = cell.toLowerCase();
  return Object.hasOwn(words, word) ? words[word] : cell;
}

async function settingsOf(folder: string, missing: string[]): Promise<JsonObject> {
  try {
    return asObject(await readYaml(folder, HPARAMS));
  } catch (error) {
    missing.push(`The settings were left out: ${(error as Error).message}`);
    return {};
  }
}
