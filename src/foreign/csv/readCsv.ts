import path from 'node:path';
import { isLogHead, stepColumns } from '../../contract/logHead';
import { ownTableOf } from '../../contract/ownTables';
import { LONGEST_KEY, MOST_KEYS, type JsonValue } from '../../contract/formats/recording';
import type { RecordedRow } from '../../contract/recording';
import { fileTimeIn } from '../../files/readFiles';
import { nameByFolder } from '../folderName';
import { ForeignError } from '../foreignError';
import { nothingElse, type ForeignRun } from '../foreignRun';
import { figureOf } from '../../contract/recorded';
import { settingsBeside } from '../hparams';
import { LeftOut } from '../leftOut';
import { csvRows } from './csvRows';

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

/** A run in a table of several. */
export interface RunOfTable {
  readonly id: string;
  readonly name: string;
}

/** The head of a CSV file; undefined of one that is empty. @throws {ForeignError} if it cannot be read */
export async function csvHead(folder: string, name: string): Promise<readonly string[] | undefined> {
  for await (const row of csvRows(folder, name)) return row;
  return undefined;
}

/**
 * The run that a log of Keras's CSVLogger or Lightning's CSVLogger is of, or any other with a column `epoch` or `step`. A row that ends before
 * its last column was being written and is left out.
 * @param of the run that is read of a table of several that was exported here
 * @throws {ForeignError} if it is no log, or cannot be read
 */
export async function readCsv(folder: string, name: string, of?: RunOfTable): Promise<ForeignRun> {
  const file = path.join(folder, name);
  const head = await csvHead(folder, name);
  if (!head || !(of ? ownTableOf(head) === 'rows' : isLogHead(head)))
    throw new ForeignError(
      `${file}: this is no log of a training: its first line is ${JSON.stringify((head ?? []).join(',').slice(0, 80))}; expected the names of columns, one of them epoch or step.`,
    );
  const leftOut = new LeftOut();
  const summary = new Map<string, JsonValue>();
  let rows = 0;
  for await (const row of logRows(folder, name, leftOut, of)) {
    rows++;
    for (const [key, value] of Object.entries(row)) if (key !== '_step') summary.set(key, value);
  }
  if (rows === 0) throw new ForeignError(`${file}: there is no whole row in it.`);
  const missing = leftOut.sentences();
  // Of a table of ours it is not known which tool the keys are of.
  const isLightning = !of && head.includes('step') && head.includes('epoch');
  const time = new Date((await fileTimeIn(folder, name)) ?? 0);
  const base = name.replace(/\.[ct]sv$/i, '');
  const home = path.basename(folder);
  return {
    ...nothingElse,
    name: of ? of.name : NAMELESS.test(base) ? nameByFolder(folder) : base,
    tool: isLightning ? 'lightning csv' : !of && head.includes('epoch') ? 'keras csv' : 'csv',
    source: of ? `${home}/${name}/${of.id}` : `${home}/${name}`,
    state: 'finished',
    startedAt: time,
    heardAt: time,
    endedAt: time,
    config: of ? {} : await settingsBeside(folder, missing),
    summary: Object.fromEntries(summary),
    missing,
    rows: () => logRows(folder, name, new LeftOut(), of),
  };
}

/** The rows of a log, or of one run in a table. @param leftOut where it is counted what is left out of them */
async function* logRows(folder: string, name: string, leftOut: LeftOut, of?: RunOfTable): AsyncGenerator<RecordedRow> {
  const log = new LogRows(leftOut);
  let isHead = true;
  for await (const cells of csvRows(folder, name)) {
    const isOther = of && !isHead && cells[0] !== of.id;
    isHead = false;
    if (isOther) continue;
    // Without the columns that say which run it is.
    const row = log.next(of ? cells.slice(2) : cells);
    if (row) yield row;
  }
  log.end();
}

/** Makes rows of the cells of a log, its head first. */
export class LogRows {
  private head: readonly string[] | undefined;
  private number = 0;
  private short: number | undefined;

  /** @param leftOut where it is counted what is left out of them */
  constructor(private readonly leftOut = new LeftOut()) {}

  /** The row of these cells; undefined of the head, and of fewer cells than there are columns. */
  next(cells: readonly string[]): RecordedRow | undefined {
    if (!this.head) {
      this.head = cells;
      for (const column of cells.slice(MOST_KEYS)) this.leftOut.add('column', `after the first ${MOST_KEYS}`, column);
      return undefined;
    }
    this.number++;
    if (this.short !== undefined) {
      this.leftOut.add('row', 'with fewer cells than there are columns', `row ${this.short}`);
      this.short = undefined;
    }
    if (cells.length >= this.head.length) return rowOf(this.head, cells, this.number - 1);
    this.short = this.number;
    return undefined;
  }

  /** Nothing follows. */
  end(): void {
    if (this.short !== undefined) this.leftOut.add('row', 'at the end that is not whole');
  }
}

function rowOf(head: readonly string[], cells: readonly string[], index: number): RecordedRow {
  const values = new Map<string, JsonValue>();
  for (const [i, name] of head.slice(0, MOST_KEYS).entries()) {
    const value = valueOf(cells[i]!);
    if (value !== undefined && name !== '' && name.length <= LONGEST_KEY && name !== '_step') values.set(name, value);
  }
  const step = stepColumns.map(one => values.get(one) ?? cellOf(head, cells, one)).find(value => typeof value === 'number');
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
