import * as v from 'valibot';
import { list } from '../../contract/formats/basics';
import { MOST_CLASSES } from '../../contract/formats/config';
import type { JsonValue } from '../../contract/formats/recording';
import { parseJson } from '../../contract/formats/parseJson';
import { isJsonObject, type Recording } from '../../contract/recording';
import { limits, readBytes } from '../readFile';
import { RunFolderError } from '../runFolderError';
import { whyNoFileName } from './fileName';
import { recordingFiles } from './readRecording';

/** More images than any test set whose matrix is drawn. */
const MOST_IMAGES = 5_000_000;

/** A table of W&B's, as its media file has it. */
const table = v.pipe(
  v.object({ columns: list(v.union([v.string(), v.number()]), 1000), data: list(list(v.unknown(), 1000), 1_000_000) }, 'a table'),
  v.readonly(),
);

export interface ConfusionTable {
  /** One of each image in the matrix, in no order of its own. */
  readonly labels: { readonly truth: Int32Array; readonly predicted: Int32Array };
  readonly classNames: readonly string[];
}

/**
 * The confusion matrix that a script had W&B draw (`wandb.plot.confusion_matrix`): a table of actual class, predicted class and number of
 * images, which the run's summary names. Undefined if there is none.
 * @throws {RunFolderError | FormatError} if it is not what it says
 */
export async function confusionTableOf(folder: string, { summary }: Recording): Promise<ConfusionTable | undefined> {
  for (const value of Object.values(summary)) {
    const file = tableFileOf(value);
    if (file === undefined || whyNoFileName(file) !== undefined) continue;
    const name = `${recordingFiles.files}/${file}`;
    const bytes = await readBytes(folder, name, limits.medium);
    if (!bytes) continue;
    const { columns, data } = parseJson(table, bytes.toString('utf8'), name);
    if (columns.join() === 'Actual,Predicted,nPredictions') return readTable(data, name);
  }
  return undefined;
}

function tableFileOf(value: JsonValue): string | undefined {
  if (!isJsonObject(value) || value['_type'] !== 'table-file') return undefined;
  return typeof value['path'] === 'string' ? value['path'] : undefined;
}

function readTable(rows: readonly (readonly unknown[])[], name: string): ConfusionTable {
  const classNames = [...new Set(rows.flatMap(([actual]) => nameOf(actual) ?? []))];
  if (classNames.length < 2 || classNames.length > MOST_CLASSES)
    throw new RunFolderError(`${name}: ${classNames.length} classes; expected 2 to ${MOST_CLASSES}.`);
  const byName = new Map(classNames.map((one, i) => [one, i]));
  const cells = rows.map(([actual, predicted, count], i) => {
    const [truth, read] = [byName.get(nameOf(actual) ?? ''), byName.get(nameOf(predicted) ?? '')];
    if (truth === undefined || read === undefined || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      throw new RunFolderError(`${name}: row ${i + 1} is no cell of a confusion matrix.`);
    return { truth, read, count };
  });
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  if (total < 1 || total > MOST_IMAGES) throw new RunFolderError(`${name}: a matrix of ${total} images; expected 1 to ${MOST_IMAGES}.`);
  const labels = { truth: new Int32Array(total), predicted: new Int32Array(total) };
  let at = 0;
  for (const { truth, read, count } of cells) {
    labels.truth.fill(truth, at, at + count);
    labels.predicted.fill(read, at, at + count);
    at += count;
  }
  return { labels, classNames };
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
