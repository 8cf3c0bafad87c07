import { readRange, type OpenFile } from '../../files/readFiles';
import { DataError } from '../dataError';

const CHUNK_BYTES = 2 ** 20;
/** A line of an image of 1,000×1,000 pixels has fewer. */
const LONGEST_LINE = 4 * CHUNK_BYTES;
const LINE_FEED = 10;

/**
 * A file's lines, many at a time: each part ends with a line's end, but for the last one.
 * @param file its name, for errors
 * @throws {DataError} if a line is longer than any of images
 */
export async function* wholeLines(open: OpenFile, file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (let at = 0; at < open.size;) {
    const chunk = await readRange(open, at, Math.min(CHUNK_BYTES, open.size - at));
    if (chunk.length === 0) break;
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = end > 0 ? chunk.subarray(end) : Buffer.concat([rest, chunk]);
    at += chunk.length;
    if (rest.length > LONGEST_LINE)
      throw new DataError(
        `${file}: the line that begins at offset ${at - rest.length} has more than ${LONGEST_LINE} bytes; expected a row for each image.`,
      );
  }
  if (rest.length > 0) yield rest;
}
