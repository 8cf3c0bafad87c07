import path from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { parse, type Parser } from 'csv-parse';
import { readRange, useFileIn, type OpenFile } from '../../files/readFiles';
import { grouped } from '../../util/format';
import { asForeignError, ForeignError } from '../foreignError';

/** So much of a file is in memory at a time. */
const PART_BYTES = 256_000;

/** No row of a log is longer. */
export const LONGEST_ROW = 1_000_000;

/** Rows of a log of every batch. */
const MOST_ROWS = 10_000_000;

/** Rows that have fewer or more cells than the first one; each takes the parser as long as three others. */
const MOST_UNEVEN = 100_000;

/** What may stand between the cells; the first line has the most of the one that does. */
const SEPARATORS = [',', ';', '\t'];

/** So much of a file holds its first line. */
const HEAD_BYTES = 256_000;

/**
 * The cells of each row of a CSV file, its head first; rows without a cell are passed over.
 * @throws {ForeignError} if it is none, or cannot be read
 */
export async function* csvRows(folder: string, name: string): AsyncGenerator<readonly string[]> {
  const file = path.join(folder, name);
  const parts = new Parts(folder, name);
  let rows = 0;
  try {
    const separator = separatorOf(await parts.head());
    const parser = rowsOf(parts.all(), separator);
    for await (const row of parser as AsyncIterable<readonly string[]>) {
      if (++rows > MOST_ROWS) throw new ForeignError(`${file}: it has more than ${MOST_ROWS} rows, which no log that is imported has.`);
      if (parser.info.invalid_field_length > MOST_UNEVEN)
        throw new ForeignError(
          `${file}: more than ${grouped(MOST_UNEVEN)} of its rows have fewer or more cells than its first line. It is damaged, or no log of a training.`,
        );
      yield row;
    }
  } catch (error) {
    throw asForeignError(error, file);
  }
}

/**
 * The cells of the rows that some bytes have.
 * @param lineEnd absent: the first one that there is
 */
export function rowsOf(parts: AsyncIterable<Buffer> | Iterable<Buffer>, separator: string, lineEnd?: string): Parser {
  const parser = parse({
    bom: true,
    delimiter: separator,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: LONGEST_ROW,
    ...(lineEnd !== undefined && { record_delimiter: lineEnd }),
  });
  // What goes wrong on one side ends the other, and comes out of the loop over the rows.
  pipeline(Readable.from(parts, { objectMode: false }), parser, () => undefined);
  return parser;
}

/** The bytes of a file; it is opened for each part, so that none stays open when nobody reads on. */
class Parts {
  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  async head(): Promise<Buffer> {
    return this.use(file => readRange(file, 0, Math.min(HEAD_BYTES, file.size)));
  }

  async *all(): AsyncGenerator<Buffer> {
    for (let position = 0; ;) {
      const part = await this.use(file => readRange(file, position, Math.min(PART_BYTES, Math.max(0, file.size - position))));
      if (part.length === 0) return;
      position += part.length;
      yield part;
    }
  }

  private async use(read: (file: OpenFile) => Promise<Buffer>): Promise<Buffer> {
    const bytes = await useFileIn(this.folder, this.name, read);
    if (!bytes) throw new ForeignError(`${path.join(this.folder, this.name)}: there is no such file any more.`);
    return bytes;
  }
}

/** What stands between the cells, as the first line tells. */
export function separatorOf(head: Buffer): string {
  const [line = ''] = head.toString('utf8').split(/[\r\n]/, 1);
  const cells = (separator: string): number => line.split(separator).length;
  return SEPARATORS.reduce((best, one) => (cells(one) > cells(best) ? one : best));
}
