import { DataError } from '../dataError';
import { LONGEST_SIDE } from '../ownData';
import { namedSize } from './columnNames';

/** What the columns of a CSV file are. */
export interface CsvColumns {
  /** The byte between two cells. */
  readonly separator: number;
  readonly count: number;
  /** Which one has the label, from 0; undefined: the file has none. */
  readonly label: number | undefined;
  /** The first line has names. */
  readonly hasHeader: boolean;
  readonly height: number;
  readonly width: number;
}

/** What a column of labels is called, in any case of letters. */
const labelNames = ['label', 'class', 'target'];

/**
 * The columns of a file by its first line: names, or the first image.
 * @param file its name, for errors
 * @param training the columns of the training images, for a file of test images: it may have the same without labels
 * @throws {DataError}
 */
export function readColumns(line: string, file: string, training?: CsvColumns): CsvColumns {
  const separator = [',', ';', '\t'].find(one => line.includes(one)) ?? ',';
  const cells = line.split(separator).map(cell => cell.trim().replace(/^"([^"]*)"$/, '$1'));
  const hasHeader = !cells.every(cell => /^-?\d[\d.e+-]*$/i.test(cell));
  const label = hasHeader ? namedLabel(cells, file, training) : firstColumn(cells, file, training);
  const pixels = cells.filter((_, i) => i !== label);
  const size = (hasHeader ? namedSize(pixels, label, file) : undefined) ?? squareOf(pixels.length, file);
  return { separator: separator.charCodeAt(0), count: cells.length, label, hasHeader, ...size };
}

function namedLabel(cells: readonly string[], file: string, training?: CsvColumns): number | undefined {
  const found = cells.flatMap((cell, i) => (labelNames.includes(cell.toLowerCase()) ? [i] : []));
  if (found.length === 1) return found[0];
  const begin = cells
    .slice(0, 3)
    .map(cell => JSON.stringify(cell.slice(0, 40)))
    .join(', ');
  const has = `${cells.length} columns: ${begin}${cells.length > 3 ? ', …' : ''}`;
  if (found.length > 1)
    throw new DataError(
      `${file}: line 1 has several columns of labels (${found.map(i => cells[i]).join(', ')}); expected one. Rename the others.`,
    );
  if (training?.label !== undefined && cells.length === training.count - 1) return undefined;
  throw new DataError(
    `${file}: line 1 has no column called label (or class, or target) among ${has}. Expected are a column of labels and one for each pixel. Rename that of the labels.`,
  );
}

/** Without names the first column has the labels. */
function firstColumn(cells: readonly string[], file: string, training?: CsvColumns): number | undefined {
  if (cells.length > 2 && cells.every((cell, i) => cell === String(i)))
    throw new DataError(
      `${file}: line 1 counts the columns (0, 1, 2, …); expected names, such as label, pixel0, pixel1, or an image. Take the line out, or name the column of the labels label.`,
    );
  if (training?.label !== undefined && cells.length === training.count - 1) return undefined;
  return 0;
}

function squareOf(pixels: number, file: string): { readonly height: number; readonly width: number } {
  const side = Math.sqrt(pixels);
  if (Number.isInteger(side) && side >= 1 && side <= LONGEST_SIDE) return { height: side, width: side };
  throw new DataError(
    `${file}: ${pixels} columns of pixels make no square image; expected as many as 28×28 = 784 beside the column of labels. Images that are not square have columns called by row and column, such as 1x1, 1x2.`,
  );
}
