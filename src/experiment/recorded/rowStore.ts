import { scalarsOf, type RecordedRow } from '../../contract/recording';
import { MOST_KEYS } from '../../contract/formats/recording';
import { grouped } from '../../util/format';
import { growingFloats } from '../../util/growing';
import { ScalarSeries } from './scalarSeries';

/** What of a run's rows is kept in memory: 10 million values take 120 MB. */
export const storeLimits = { rows: 2_000_000, values: 10_000_000, keys: MOST_KEYS } as const;

export type StoreLimits = Readonly<Record<keyof typeof storeLimits, number>>;

/** The rows that a run has logged, by their keys: of each scalar its values, and of each row its step and its time. */
export class RowStore {
  private readonly series = new Map<string, ScalarSeries>();
  /** Of each row: `_step`, or where it has none one more than the row before. */
  private readonly stepOfRow = growingFloats();
  /** Of each row: milliseconds since the run began; NaN where it is not known. */
  private readonly timeOfRow = growingFloats();
  private firstTimestamp: number | undefined;
  private values = 0;
  private isFull = false;
  private hasMoreKeys = false;

  constructor(private readonly limits: StoreLimits = storeLimits) {}

  /** Adds a row; once the store is full, nothing. */
  add(row: RecordedRow): void {
    if (this.isFull) return;
    const scalars = scalarsOf(row);
    if (this.rows >= this.limits.rows || this.values + scalars.size > this.limits.values) {
      this.isFull = true;
      return;
    }
    const index = this.rows;
    this.stepOfRow.add(numberIn(row, '_step') ?? (this.stepOfRow.last ?? -1) + 1);
    this.timeOfRow.add(this.timeOf(row));
    for (const [key, value] of scalars) this.seriesOf(key)?.add(index, value);
    this.values += scalars.size;
  }

  get rows(): number {
    return this.stepOfRow.length;
  }

  /** In the order in which they were logged first. */
  get keys(): ReadonlyMap<string, ScalarSeries> {
    return this.series;
  }

  get steps(): Float64Array {
    return this.stepOfRow.all;
  }

  get times(): Float64Array {
    return this.timeOfRow.all;
  }

  /** What of the rows is left out because there is too much of it, for a person; empty if nothing is. */
  get leftOut(): readonly string[] {
    const { rows, values, keys } = this.limits;
    const most = `more than ${grouped(rows)} rows or ${grouped(values)} values are not held in memory`;
    return [
      ...(this.isFull ? [`Only its first ${grouped(this.rows)} rows are read: ${most}.`] : []),
      ...(this.hasMoreKeys ? [`Only its first ${grouped(keys)} metrics are read: the run has more.`] : []),
    ];
  }

  private seriesOf(key: string): ScalarSeries | undefined {
    let found = this.series.get(key);
    if (!found && this.series.size >= this.limits.keys) this.hasMoreKeys = true;
    else if (!found) this.series.set(key, (found = new ScalarSeries()));
    return found;
  }

  private timeOf(row: RecordedRow): number {
    const runtime = numberIn(row, '_runtime');
    if (runtime !== undefined) return 1000 * runtime;
    const timestamp = numberIn(row, '_timestamp');
    if (timestamp === undefined) return Number.NaN;
    return 1000 * (timestamp - (this.firstTimestamp ??= timestamp));
  }
}

function numberIn(row: RecordedRow, key: string): number | undefined {
  const value = Object.hasOwn(row, key) ? row[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}
