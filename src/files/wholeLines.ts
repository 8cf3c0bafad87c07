import { readRange, type OpenFile } from './readFiles';

const CHUNK_BYTES = 2 ** 20;
const LINE_FEED = 10;

export interface LongestLine {
  readonly bytes: number;
  /** What is thrown where a line has more. @param at the offset that it begins at */
  readonly error: (at: number) => Error;
}

/**
 * A file's lines, many at a time: each part ends with a line's end, but for the last one.
 * @param longest without it a line may be as long as the file
 * @throws {Error} for a line that is too long
 */
export async function* wholeLines(open: OpenFile, longest?: LongestLine): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (let at = 0; at < open.size;) {
    const chunk = await readRange(open, at, Math.min(CHUNK_BYTES, open.size - at));
    if (chunk.length === 0) break;
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = end > 0 ? chunk.subarray(end) : Buffer.concat([rest, chunk]);
    at += chunk.length;
    if (longest && rest.length > longest.bytes) throw longest.error(at - rest.length);
  }
  if (rest.length > 0) yield rest;
}
