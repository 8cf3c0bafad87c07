import { isRow, type RecordedRow } from '../../contract/recording';
import { readRange, useFileIn, type OpenFile } from '../../files/readFiles';
import { grouped } from '../../util/format';
import { forEachLine } from '../../util/jsonLines';
import { asRunFolderError, limits } from '../readFile';

export interface RowsListener {
  readonly onRow: (row: RecordedRow) => void;
  /** The file is another one than before: what was read counts no more. */
  readonly onRestart: () => void;
}

/** So many bytes are read and parsed before others get a turn: some tens of milliseconds. */
const PIECE = 2_000_000;

const LINE_FEED = 0x0a;

/**
 * Reads the rows that are added to history.jsonl or system.jsonl of a run, a piece at a time. A last line without an end is being written,
 * and waits. Any other line that is no row is passed over and counted: of ten thousand rows all others are still worth being seen.
 */
export class RowsFollower {
  private offset = 0;
  private inode: number | undefined;
  private lines = 0;
  /** Whether the line at the offset is longer than any row. */
  private isInLongLine = false;
  private passedOver = 0;
  private firstPassedOver = 0;
  private isTooBig = false;

  /** @param name of the file, in the run's folder */
  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly listener: RowsListener,
  ) {}

  /**
   * Passes on the next new rows; none while there is no file. A file that became shorter, or is another one, is read from its beginning.
   * @returns whether there is more to be read at once
   * @throws {RunFolderError} if the file cannot be read
   */
  async readMore(): Promise<boolean> {
    const hasMore = await useFileIn(this.folder, this.name, file => this.readOn(file)).catch((error: unknown) => {
      throw asRunFolderError(error);
    });
    return hasMore ?? false;
  }

  /** What of the file is not read, for a person; empty if all is. */
  get leftOut(): readonly string[] {
    const count = this.passedOver;
    const line = grouped(this.firstPassedOver);
    return [
      ...(count === 1 ? [`${this.name}, line ${line}: this is no row of values; it is passed over.`] : []),
      ...(count > 1 ? [`${this.name}: ${grouped(count)} lines are no rows of values and are passed over, the first is line ${line}.`] : []),
      ...(this.isTooBig ? [`${this.name}: only its first ${grouped(limits.events / 1e6)} MB are read.`] : []),
    ];
  }

  private async readOn(file: OpenFile): Promise<boolean> {
    if (file.size < this.offset || (this.inode !== undefined && this.inode !== file.inode)) this.restart();
    this.inode = file.inode;
    this.isTooBig = file.size > limits.events;
    const size = Math.min(file.size, limits.events);
    for (let length = PIECE; ; length *= 2) {
      const bytes = await readRange(file, this.offset, Math.min(length, size - this.offset));
      const [readTo, end] = [this.offset + bytes.length, bytes.lastIndexOf(LINE_FEED) + 1];
      // A line that is longer than what was read is read again with more of it.
      if (end === 0 && bytes.length === length && length < limits.line) continue;
      // What follows the end of the last line is read again with its own end.
      if (end > 0) this.take(bytes.subarray(0, end));
      else if (bytes.length >= limits.line) this.skip(bytes.length);
      return readTo < size;
    }
  }

  private take(bytes: Buffer): void {
    forEachLine(bytes, text => {
      this.lines++;
      const isRest = this.isInLongLine;
      this.isInLongLine = false;
      if (isRest) return this.passOver();
      if (text.trim() === '') return;
      const row = parsed(text);
      if (row) this.listener.onRow(row);
      else this.passOver();
    });
    this.offset += bytes.length;
  }

  private skip(length: number): void {
    this.isInLongLine = true;
    this.offset += length;
  }

  private passOver(): void {
    this.passedOver++;
    if (this.passedOver === 1) this.firstPassedOver = this.lines;
  }

  private restart(): void {
    [this.offset, this.lines, this.passedOver, this.isInLongLine] = [0, 0, 0, false];
    this.listener.onRestart();
  }
}

/** A row in a line; undefined if it holds none. */
function parsed(text: string): RecordedRow | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
