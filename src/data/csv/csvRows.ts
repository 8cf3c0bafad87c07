import { DataError } from '../dataError';
import type { LabelledBytes } from '../dataset';
import type { CsvColumns } from './columns';

const [LINE_FEED, RETURN, ZERO, NINE] = [10, 13, 48, 57];

export interface CsvText {
  /** For errors. */
  readonly file: string;
  readonly columns: CsvColumns;
  /** The most rows that there can be. */
  readonly mostRows: number;
}

/** The images and labels in the lines of a CSV file, a row each. */
export class CsvRows {
  private readonly pixels: Uint8Array;
  private readonly labels: Uint8Array;
  private count = 0;
  private line: number;

  constructor(private readonly text: CsvText) {
    const { columns, mostRows } = text;
    this.line = columns.hasHeader ? 2 : 1;
    this.pixels = new Uint8Array(mostRows * columns.height * columns.width);
    this.labels = new Uint8Array(mostRows);
  }

  /**
   * Takes whole lines.
   * @throws {DataError} at the first that is no row: says line and column
   */
  push(bytes: Uint8Array): void {
    const { separator, count: columns, label } = this.text.columns;
    const { pixels, labels } = this;
    let next = this.count * (columns - 1);
    for (let at = 0; at < bytes.length; this.line++) {
      if (bytes[at] === RETURN && bytes[at + 1] === LINE_FEED) at++;
      if (bytes[at] === LINE_FEED) {
        at++;
        continue;
      }
      const begin = at;
      for (let column = 0; column < columns; column++) {
        const start = at;
        let value = 0;
        let byte = bytes[at];
        // Few enough that the number cannot grow large.
        while (byte !== undefined && byte >= ZERO && byte <= NINE && at - start < 4) {
          value = 10 * value + byte - ZERO;
          byte = bytes[++at];
        }
        const isEnd = byte === separator || byte === LINE_FEED || byte === RETURN || byte === undefined;
        if (at === start || value > 255 || !isEnd) {
          at = this.endOfCell(bytes, start);
          value = this.valueOf(bytes.subarray(start, at), { column, line: bytes.subarray(begin) });
          byte = bytes[at];
        }
        if (byte === RETURN && (bytes[at + 1] === LINE_FEED || at + 1 === bytes.length)) byte = bytes[++at];
        if ((column === columns - 1) !== (byte !== separator)) throw this.ragged(bytes.subarray(begin));
        at++;
        if (column === label) labels[this.count] = value;
        else pixels[next++] = value;
      }
      this.count++;
    }
  }

  /** What was read. @throws {DataError} if it is nothing */
  end(): LabelledBytes {
    const { file, columns } = this.text;
    const { height, width } = columns;
    if (this.count === 0)
      throw new DataError(`${file}: there are no rows ${columns.hasHeader ? 'below the names' : 'in it'}; expected one for each image.`);
    const pixels = this.pixels.subarray(0, this.count * height * width);
    return { images: { count: this.count, height, width, pixels }, labels: this.labels.subarray(0, this.count) };
  }

  private endOfCell(bytes: Uint8Array, start: number): number {
    let end = start;
    while (end < bytes.length && bytes[end] !== this.text.columns.separator && bytes[end] !== LINE_FEED && bytes[end] !== RETURN) end++;
    return end;
  }

  /** The number of a cell that is not written in the plainest way: in quotes, between spaces, or with `.0` behind it. */
  private valueOf(cell: Uint8Array, { column, line }: { readonly column: number; readonly line: Uint8Array }): number {
    const written = latin1(cell.subarray(0, 60)).trim();
    const [, quoted] = /^"([^"]*)"$/.exec(written) ?? [];
    const text = quoted ?? written;
    const [, digits] = /^(\d{1,40})(?:\.0*)?$/.exec(text) ?? [];
    if (digits !== undefined && Number(digits) <= 255) return Number(digits);
    // A row that ends too early is not short of a number.
    if (text === '' && this.cellsOf(line) !== this.text.columns.count) throw this.ragged(line);
    const { file, columns } = this.text;
    const what = column === columns.label ? 'a label' : 'a pixel';
    const found =
      text === ''
        ? 'there is nothing'
        : `${JSON.stringify(text.slice(0, 40))} is ${digits === undefined ? 'no whole number' : 'beyond 255'}`;
    throw new DataError(
      `${file}: line ${this.line}, column ${column + 1}: ${found}; ${what} is expected, a whole number from 0 to 255.${todoFor(text, column === columns.label)}`,
    );
  }

  private ragged(line: Uint8Array): DataError {
    const { file, columns } = this.text;
    const found = this.cellsOf(line);
    const of = columns.hasHeader ? 'names' : 'columns';
    return new DataError(
      `${file}: line ${this.line} has ${found} columns; line 1 has ${columns.count} ${of}. If the file ends there it is incomplete: get it again.`,
    );
  }

  private cellsOf(bytes: Uint8Array): number {
    let cells = 1;
    for (let at = 0; at < bytes.length && bytes[at] !== LINE_FEED; at++) if (bytes[at] === this.text.columns.separator) cells++;
    return cells;
  }
}

function todoFor(text: string, isLabel: boolean): string {
  if (isLabel && /[a-z]/i.test(text))
    return ' Number the classes from 0, and put their names into classes.txt beside the file, one a line.';
  return !isLabel && /^(?:0|1)?\.\d+/.test(text) ? ' If the pixels are from 0 to 1, multiply them by 255 and round them.' : '';
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
