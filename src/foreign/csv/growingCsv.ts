import path from 'node:path';
import type { RecordedRow } from '../../contract/recording';
import { readRange, useFileIn, type OpenFile } from '../../files/readFiles';
import { asForeignError, ForeignError } from '../foreignError';
import type { ForeignRun, JsonObject } from '../foreignRun';
import { firstOf, ReplacedError, ROWS_AT_ONCE, type GrowingRun, type RowSink } from '../growingRun';
import { LONGEST_ROW, rowsOf, separatorOf } from './csvRows';
import { SeenBytes } from '../seenBytes';
import { LogRows, readCsv } from './readCsv';
import { RowMarks } from './rowMarks';

/** So much is read at a time. */
const PART_BYTES = 1_000_000;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;

/**
 * A CSV log. Keras adds lines to it; Lightning writes the whole file anew, and other columns with it when there are new ones: as long as its
 * rows are those that were read, it is the same run.
 */
export class GrowingCsv implements GrowingRun {
  readonly hasEnded = false;
  isOutOfOrder = false;
  private position = 0;
  private seen = new SeenBytes();
  private separator = ',';
  /** That of the first line, as a parser of the whole file takes it. */
  private lineEnd: LineEnd = '\n';
  private log = new LogRows();
  /** Rows of the file, as it is now, that were read. */
  private count = 0;
  /** Whether something without an end stands behind the rows that were read. */
  private hasRest = false;
  private config: JsonObject = {};
  private readonly summary = new Map<string, RecordedRow[string]>();

  /** @param marks of the rows that the run has already */
  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly marks = new RowMarks(),
  ) {}

  get isBehind(): boolean {
    // The run may have the row without an end, as an import takes it.
    return this.count + (this.hasRest ? 1 : 0) < this.marks.length;
  }

  async readMore(sink: RowSink): Promise<boolean> {
    const file = path.join(this.folder, this.name);
    try {
      const found = await useFileIn(this.folder, this.name, opened => this.readFrom(opened, sink));
      if (found === undefined) throw new ReplacedError(`${file}: it is gone`);
      return found;
    } catch (error) {
      throw error instanceof ReplacedError ? error : asForeignError(error, file);
    }
  }

  async *rows(): AsyncGenerator<RecordedRow> {
    this.isOutOfOrder = false;
    const { rows } = await this.whole();
    yield* firstOf(rows(), this.count);
  }

  /** Its first line comes before its rows. */
  async hasBegun(): Promise<boolean> {
    const bytes = await useFileIn(this.folder, this.name, file => readRange(file, 0, Math.min(PART_BYTES, file.size)));
    const whole = bytes?.subarray(0, endOfRows(bytes, lineEndOf(bytes))) ?? Buffer.alloc(0);
    // Several rows: one, or one that is too long to be seen here, comes before there is a run.
    return whole.includes(LINE_FEED) && whole.indexOf(LINE_FEED) < whole.length - 1;
  }

  get facts(): GrowingRun['facts'] {
    return { config: this.config, summary: Object.fromEntries(this.summary), metrics: [] };
  }

  async whole(): Promise<ForeignRun> {
    const run = await readCsv(this.folder, this.name);
    this.config = run.config;
    return run;
  }

  private async readFrom(file: OpenFile, sink: RowSink): Promise<boolean> {
    if (!(await this.seen.areIn(file))) this.restart();
    let hasMore = false;
    for (let length = PART_BYTES; this.position < file.size;) {
      const bytes = await readRange(file, this.position, Math.min(length, file.size - this.position));
      if (this.position === 0) this.lineEnd = lineEndOf(bytes);
      const end = endOfRows(bytes, this.lineEnd);
      if (end === 0) {
        if (bytes.length < length) break;
        if (length > 2 * LONGEST_ROW)
          throw new ForeignError(`${path.join(this.folder, this.name)}: a row at byte ${this.position} is longer than any of a log.`);
        length *= 2;
        continue;
      }
      hasMore = (await this.take(bytes.subarray(0, end), sink)) || hasMore;
      await this.seen.see(file, this.position);
    }
    this.hasRest = this.position < file.size;
    return hasMore;
  }

  private restart(): void {
    [this.position, this.count, this.log] = [0, 0, new LogRows()];
    this.seen = new SeenBytes();
  }

  private async take(bytes: Buffer, sink: RowSink): Promise<boolean> {
    if (this.position === 0) this.separator = separatorOf(bytes);
    let isNew = false;
    let waiting: RecordedRow[] = [];
    for await (const cells of rowsOf([bytes], this.separator, this.lineEnd) as AsyncIterable<readonly string[]>) {
      const row = this.log.next(cells);
      if (!row) continue;
      for (const [key, value] of Object.entries(row)) if (key !== '_step') this.summary.set(key, value);
      if (this.isThere(row)) continue;
      isNew = true;
      if (waiting.push(row) < ROWS_AT_ONCE) continue;
      sink.rows(waiting);
      waiting = [];
    }
    if (waiting.length > 0) sink.rows(waiting);
    this.position += bytes.length;
    return isNew;
  }

  /** Whether the run has that row. @throws {ReplacedError} if it has another one in its place */
  private isThere(row: RecordedRow): boolean {
    const index = this.count++;
    const { marks } = this;
    if (marks.isAt(index, row)) return true;
    if (index < marks.length) {
      // The last one may have been read before it was whole; of a single row it cannot be told.
      if (index === 0 || index < marks.length - 1)
        throw new ReplacedError(`${path.join(this.folder, this.name)}: its row ${index + 1} is another one now`);
      this.isOutOfOrder = true;
    }
    const isThere = index < marks.length;
    marks.set(index, row);
    return isThere;
  }
}

type LineEnd = '\n' | '\r\n';

function lineEndOf(bytes: Buffer): LineEnd {
  const first = endsOfLines(bytes).next().value ?? 0;
  return bytes[first - 2] === RETURN ? '\r\n' : '\n';
}

/** Where the last row that has an end ends. */
function endOfRows(bytes: Buffer, lineEnd: LineEnd): number {
  let last = 0;
  for (const end of endsOfLines(bytes)) if (lineEnd === '\n' || bytes[end - 2] === RETURN) last = end;
  return last;
}

/** A line may end inside of quotes, where no row does. */
function* endsOfLines(bytes: Buffer): Generator<number, undefined> {
  let isQuoted = false;
  for (let at = 0; at < bytes.length; at++)
    if (bytes[at] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[at] === LINE_FEED && !isQuoted) yield at + 1;
}
