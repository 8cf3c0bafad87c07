import { growingCounts, growingFloats } from '../../util/growing';

/** The values of a key, and in which rows they were logged. */
export class ScalarSeries {
  /** Of each value its row, counted from 0; they rise. */
  readonly rows = growingCounts();
  readonly values = growingFloats();
  private least = Infinity;
  private most = -Infinity;

  add(row: number, value: number): void {
    this.rows.add(row);
    this.values.add(value);
    if (!Number.isFinite(value)) return;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
  }

  get count(): number {
    return this.values.length;
  }

  /** The least and the greatest of its finite values; undefined if it has none. */
  get range(): { readonly min: number; readonly max: number } | undefined {
    return this.least <= this.most ? { min: this.least, max: this.most } : undefined;
  }

  /** The newest value; NaN before the first. */
  get last(): number {
    return this.values.last ?? Number.NaN;
  }
}
