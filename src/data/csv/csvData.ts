import path from 'node:path';
import type { CsvSet } from '../../contract/dataFiles';
import { readRange, useFileIn, type OpenFile } from '../../files/readFiles';
import { wholeLines } from '../../files/wholeLines';
import { bytes as bytesInWords } from '../../util/format';
import { DataError } from '../dataError';
import type { LabelledBytes } from '../dataset';
import { foreignFileInWords } from '../foreignFile';
import { MOST_IMAGE_BYTES, type OwnData } from '../ownData';
import type { Place } from '../place';
import { readColumns, type CsvColumns } from './columns';
import { CsvRows } from './csvRows';

/** A line of an image of 1,000×1,000 pixels has fewer. */
const LONGEST_LINE = 4 * 2 ** 20;

interface CsvTable {
  readonly columns: CsvColumns;
  /** Undefined of a file without labels. */
  readonly rows: LabelledBytes | undefined;
}

/**
 * A data set from CSV files: an image a row, with its label.
 * @throws {DataError} that names file, line and column
 */
export async function csvData(place: Place, { name, train, test }: CsvSet): Promise<OwnData> {
  const trained = await readTable(place, train);
  const tested = test === undefined ? undefined : await readTable(place, test, trained.columns);
  const said =
    test !== undefined && !tested?.rows
      ? [`${path.join(place.shown, test)}: it has no labels, as Kaggle gives it out, so that nothing can be tested on it; it is not used.`]
      : [];
  return { name, train: trained.rows!, test: tested?.rows, said };
}

async function readTable({ folder, shown }: Place, file: string, training?: CsvColumns): Promise<CsvTable> {
  const named = path.join(shown, file);
  const table = await useFileIn(folder, file, open => readOpen(open, named, training));
  if (table) return table;
  throw new DataError(`${named}: the file is not there any more.`);
}

async function readOpen(open: OpenFile, file: string, training?: CsvColumns): Promise<CsvTable> {
  const head = await readRange(open, 0, Math.min(open.size, 512));
  const words = foreignFileInWords(head) ?? (head.includes(0) ? 'this is no text in UTF-8. Save it as CSV in UTF-8.' : undefined);
  if (words !== undefined) throw new DataError(`${file}: ${words}`);
  let rows: CsvRows | undefined;
  let columns: CsvColumns | undefined;
  const tooLong = (at: number): DataError =>
    new DataError(`${file}: the line that begins at offset ${at} has more than ${LONGEST_LINE} bytes; expected a row for each image.`);
  for await (const lines of wholeLines(open, { bytes: LONGEST_LINE, error: tooLong })) {
    if (!columns || !rows) {
      const end = lines.indexOf('\n') + 1 || lines.length;
      columns = readColumns(
        lines
          .toString('utf8', 0, end)
          .replace(/^\ufeff/, '')
          .trim(),
        file,
        training,
      );
      if (columns.label === undefined) return { columns, rows: undefined };
      rows = new CsvRows({ file, columns, mostRows: mostRowsOf(open.size, columns, file) });
      rows.push(lines.subarray(columns.hasHeader ? end : lines.indexOf('\ufeff') === 0 ? 3 : 0));
    } else {
      rows.push(lines);
    }
  }
  if (!columns || !rows) throw new DataError(`${file}: the file is empty; expected a row for each image.`);
  return { columns, rows: rows.end() };
}

/** A number takes a byte at least, and another one ends it. */
function mostRowsOf(size: number, { count, height, width }: CsvColumns, file: string): number {
  const most = Math.ceil((size + 1) / (2 * count));
  if (most * height * width <= MOST_IMAGE_BYTES) return most;
  throw new DataError(
    `${file}: the file has ${bytesInWords(size)}; expected at most ${bytesInWords(2 * MOST_IMAGE_BYTES)}. Take fewer or smaller images.`,
  );
}
