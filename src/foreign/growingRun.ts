/** A run of another tool whose files are read while they are written. */
import type { DefinedMetric, RecordedRow } from '../contract/recording';
import type { ForeignRun, JsonObject } from './foreignRun';

/** Takes what is new, some rows at a time. */
export interface RowSink {
  rows(rows: readonly RecordedRow[]): void;
  system(rows: readonly RecordedRow[]): void;
}

export interface GrowingRun {
  /**
   * Reads what was added since the last call, and nothing else; a last record or line that is not whole waits.
   * @returns whether there was anything
   * @throws {ReplacedError} if the files are those of another run now
   * @throws {ForeignError} if they cannot be read
   */
  readMore(sink: RowSink): Promise<boolean>;
  /** Whether rows that the run has already are not as they are here, or in another order: `rows` gives them anew. */
  readonly isOutOfOrder: boolean;
  /** Whether there are fewer rows than the run has: the files are being written anew, or are those of another run. */
  readonly isBehind: boolean;
  /** All rows that were read. */
  rows(): AsyncIterable<RecordedRow>;
  /**
   * Whether it is written what the run is, besides the names of files and columns. Asked again it reads what was added.
   * @throws {ReplacedError} as `readMore`
   */
  hasBegun(): Promise<boolean>;
  /** Whether its tool has written that it ended. */
  readonly hasEnded: boolean;
  /** What is known of it besides its rows so far. */
  readonly facts: { readonly config: JsonObject; readonly summary: JsonObject; readonly metrics: readonly DefinedMetric[] };
  /** The whole run as it is now, as an import reads it. @throws {ForeignError} */
  whole(): Promise<ForeignRun>;
}

/** A file of a run was written anew, or is gone: what is there now is another run. */
export class ReplacedError extends Error {
  override readonly name = 'ReplacedError';
}

/** Rows that are passed on at once. */
export const ROWS_AT_ONCE = 500;

/** Passes rows on, some at a time. */
export function passOn(rows: Iterable<RecordedRow>, to: (rows: readonly RecordedRow[]) => void): void {
  let waiting: RecordedRow[] = [];
  for (const row of rows) {
    if (waiting.push(row) < ROWS_AT_ONCE) continue;
    to(waiting);
    waiting = [];
  }
  if (waiting.length > 0) to(waiting);
}

/** The first ones. */
export async function* firstOf<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  if (count === 0) return;
  let left = count;
  for await (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}
