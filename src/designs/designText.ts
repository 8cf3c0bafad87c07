import { readRange, type OpenFile } from '../files/readFiles';
import { toJson } from '../util/json';

/** Before the first run in the text of a design. */
const BEGIN = '\n  "runs": [\n';
/** After the last one. */
const END = '  ]\n}\n';
/** What stands before the runs takes less, unless a plan has thousands of seeds of its own. */
const HEAD_BYTES = 32_768;
/** A line takes less, unless it names a data set in a very deep folder. */
const LINE_BYTES = 16_384;

/**
 * A design as JSON, with a line for each of its runs, last. All of these lines have the same number of bytes, spaces at their ends counted, so that
 * one of ten thousand tasks reads its own line and not those of the others.
 */
export function designText({ runs, ...head }: { readonly runs: readonly object[] }): string {
  if (runs.length === 0) return toJson({ ...head, runs });
  const lines = runs.map((run, i) => `    ${JSON.stringify(run)}${i + 1 < runs.length ? ',' : ''}`);
  const bytes = lines.map(line => Buffer.byteLength(line));
  const width = bytes.reduce((most, one) => Math.max(most, one), 0);
  const padded = lines.map((line, i) => line + ' '.repeat(width - bytes[i]!));
  const [before] = toJson({ ...head, runs: [] }).split(/\[\]\n\}\n$/);
  return `${before}[\n${padded.join('\n')}\n${END}`;
}

/** A design with one of its runs, or none where it has none in that place. */
export interface OneOfRuns {
  /** JSON of the design, as if it had no other run. */
  readonly json: string;
  /** How many it has. */
  readonly count: number;
}

/**
 * Reads what a design says of one of its runs, and nothing of the others.
 * @param index from 0
 * @returns undefined where the text is not as `designText` writes it: then all of it has to be read
 */
export async function readOneOfRuns(file: OpenFile, index: number): Promise<OneOfRuns | undefined> {
  const head = await readRange(file, 0, Math.min(file.size, HEAD_BYTES));
  const begin = head.indexOf(BEGIN) + BEGIN.length;
  const width = head.indexOf('\n', begin) + 1 - begin;
  const count = (file.size - begin - END.length) / width;
  if (begin < BEGIN.length || width < 1 || width > LINE_BYTES || !Number.isInteger(count) || count < 1) return undefined;
  const before = head.toString('utf8', 0, begin);
  // With the end of the line before it.
  const line = index < count ? await readRange(file, begin + index * width - 1, width + 1) : Buffer.from('\n\n');
  const end = await readRange(file, file.size - END.length - 1, END.length + 1);
  if (end.toString('latin1') !== `\n${END}` || line[0] !== 0x0a || line.indexOf('\n', 1) !== line.length - 1) return undefined;
  const text = line.toString('utf8').trim();
  const isLast = index >= count - 1;
  if (text.endsWith(',') === isLast) return undefined;
  return { json: `${before}${isLast ? text : text.slice(0, -1)}${END}`, count };
}
