import type { JsonValue } from '../../contract/formats/recording';
import { MOST_KEYS } from '../../contract/formats/recording';
import { metricTable } from '../../contract/metrics';
import { historyHead } from '../../contract/ownTables';
import { parameterTable } from '../../contract/parameters';
import { scalarsOf, type RecordedRow } from '../../contract/recording';
import { flatSettings, settingText } from '../../experiment/recorded/settings';
import { grouped } from '../../util/format';
import { curveColumns, curveRows } from '../comparedCurvesCsv';
import { csvRow, type Field } from '../csv';
import { nameOf, type ExportedRun } from './exportedRun';

/** So long is what is written at a time. */
const PIECE_LENGTH = 1_000_000;

/** What of a run stands in a column, whatever it was made by. */
const ownColumns: readonly (readonly [name: string, value: (run: ExportedRun) => Field])[] = [
  ['id', ({ id }) => id],
  ['name', ({ labels }) => labels.name || null],
  ['status', ({ status }) => status],
  ['created', ({ config }) => config.createdAt],
  ['author', ({ config }) => config.author ?? null],
  ['tags', ({ labels }) => labels.tags.join(',') || null],
  ['pinned', ({ labels }) => (labels.pinned ? 'yes' : 'no')],
  ['archived', ({ labels }) => (labels.archived ? 'yes' : 'no')],
  ['parent', ({ config }) => config.parent ?? null],
  ['notes', ({ notes }) => notes.trim() || null],
  ...parameterTable.map(({ name }) => [name, ({ config }: ExportedRun) => config.parameters[name] ?? null] as const),
  ...metricTable.map(({ name }) => [name, ({ metrics }: ExportedRun) => metrics[name] ?? null] as const),
];

/** What another tool told of a run. */
const recordedColumns: typeof ownColumns = [
  ['tool', ({ config }) => (config.kind === 'imported' ? config.source.tool : null)],
  ['state', ({ recording }) => recording?.state ?? null],
  ['exit_code', ({ recording }) => recording?.exitCode ?? null],
  ['project', ({ recording }) => recording?.project ?? null],
  ['group', ({ recording }) => recording?.group ?? null],
  ['job_type', ({ recording }) => recording?.jobType ?? null],
];

/** Settings and summaries of scripts are known only when all runs were looked at; each has a column with this before its name. */
const parts = [
  ['config.', 'config'],
  ['summary.', 'summary'],
] as const;

/**
 * A table of runs, made in two goes so that no more than one of them is in memory: each is first added, then asked for its row. A row has what
 * the run is called, how it ended, every parameter and every metric in full; of a run that another tool recorded also all settings and its
 * summary. What is not known is empty.
 */
export class RunsCsv {
  private readonly found = new Set<string>();
  private hasRecorded = false;
  private isCut = false;

  add({ recording }: Pick<ExportedRun, 'recording'>): void {
    if (!recording) return;
    this.hasRecorded = true;
    for (const [before, part] of parts)
      for (const [name] of flatSettings(recording[part])) {
        if (this.found.size < MOST_KEYS) this.found.add(`${before}${name}`);
        else this.isCut ||= !this.found.has(`${before}${name}`);
      }
  }

  head(): string {
    return csvRow([...this.columns.map(([name]) => name), ...this.found]);
  }

  row(run: ExportedRun): string {
    const { recording } = run;
    const told = new Map<string, JsonValue>();
    for (const [before, part] of recording ? parts : [])
      for (const [name, value] of flatSettings(recording![part])) told.set(`${before}${name}`, value);
    return csvRow([...this.columns.map(([, value]) => value(run)), ...Array.from(this.found, name => fieldOf(told.get(name)))]);
  }

  /** What no column has, for a person. */
  get remarks(): readonly string[] {
    return this.isCut
      ? [`Settings and summaries have more than ${grouped(MOST_KEYS)} names together: those after them have no column.`]
      : [];
  }

  private get columns(): typeof ownColumns {
    return this.hasRecorded ? [...ownColumns, ...recordedColumns] : ownColumns;
  }
}

/** The head of the table of epochs. */
export const curvesHead = csvRow(curveColumns);

/** Every epoch of a run, a row each. */
export function curvesPart(run: ExportedRun): string {
  return curveRows({ id: run.id, label: nameOf(run), epochs: run.epochs })
    .map(csvRow)
    .join('');
}

/**
 * The rows that other tools logged, each with its run, its step and its time (in seconds since 1970) as they were recorded. Made in two goes as
 * `RunsCsv` is.
 */
export class HistoryCsv {
  private readonly found = new Set<string>();
  private isCut = false;

  add(rows: readonly RecordedRow[]): void {
    for (const row of rows)
      for (const key of scalarsOf(row).keys()) {
        if (this.found.size < MOST_KEYS) this.found.add(key);
        else this.isCut ||= !this.found.has(key);
      }
  }

  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  head(): string {
    return csvRow([...historyHead, ...this.found]);
  }

  /** Those of the rows that have a scalar, in pieces: of many columns a row with one value is long too. */
  *part(run: Pick<ExportedRun, 'id' | 'labels'>, rows: readonly RecordedRow[]): Generator<string> {
    const name = nameOf(run);
    let piece = '';
    for (const row of rows) {
      const scalars = scalarsOf(row);
      if (scalars.size === 0) continue;
      const values = Array.from(this.found, key => scalars.get(key) ?? null);
      piece += csvRow([run.id, name, numberIn(row, '_step'), numberIn(row, '_timestamp'), ...values]);
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
    if (piece !== '') yield piece;
  }

  get remarks(): readonly string[] {
    return this.isCut ? [`The runs logged more than ${grouped(MOST_KEYS)} names together: those after them have no column.`] : [];
  }
}

function numberIn(row: RecordedRow, key: string): number | null {
  const value = row[key];
  return typeof value === 'number' ? value : null;
}

function fieldOf(value: JsonValue | undefined): Field {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? value : settingText(value);
}
