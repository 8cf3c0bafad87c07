import { isAscii } from 'node:buffer';

/** A value as one line of an append-only file of events. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Decides whether lines that are not JSON are ignored, from the values before them (undefined at the beginning) and directly after them. */
export type IsPassedOver = (before: unknown, after: unknown) => boolean;

const LINE_FEED = 0x0a;

/**
 * Calls back with the values of all whole lines. Lines at the end that are not JSON, or have no end, were torn by a crash and are left out.
 * Bytes are counted as they are in the file, since text that is not valid UTF-8 changes its length when it is decoded.
 * @param file its name, for errors
 * @returns how many bytes there are up to the end of the last line that is JSON; what follows was torn, or is being written
 * @throws {Error} for a line in the middle that is no JSON, if it is not passed over; it names file and line
 */
export function readJsonLines(
  bytes: Uint8Array,
  file: string,
  onValue: (value: unknown) => void,
  isPassedOver: IsPassedOver = () => false,
): number {
  let wholeBytes = 0;
  let last: unknown;
  let broken: { readonly line: number; readonly text: string } | undefined;
  let line = 0;
  forEachLine(bytes, (text, end) => {
    line++;
    if (text === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // After a power failure the end of a file can be whole in length and empty in content.
      broken ??= { line, text: text.slice(0, 80) };
      return;
    }
    if (broken && !isPassedOver(last, value)) throw new Error(`${file}, line ${broken.line}: this is no JSON: ${broken.text}`);
    broken = undefined;
    onValue((last = value));
    wholeBytes = end;
  });
  return wholeBytes;
}

/** The number of bytes, approximately, that are decoded at a time. */
const PART_BYTES = 65_536;

/** Calls back with the text of each line that has an end, and the offset in bytes after that end. */
export function forEachLine(bytes: Uint8Array, onLine: (text: string, end: number) => void): void {
  for (let begin = 0, next: number; (next = endOfPart(bytes, begin)) > begin; begin = next) {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset + begin, next - begin);
    // Nearly all lines are ASCII, whose bytes are its letters, so that one text can be cut into many.
    if (isAscii(part)) {
      const text = part.toString('latin1');
      for (let start = 0, end: number; (end = text.indexOf('\n', start)) >= 0; start = end + 1)
        onLine(text.slice(start, end), begin + end + 1);
    } else
      for (let start = 0, end: number; (end = part.indexOf(LINE_FEED, start)) >= 0; start = end + 1)
        onLine(part.toString('utf8', start, end), begin + end + 1);
  }
}

/** The end of the lines that begin at an offset and have about PART_BYTES together, or of one longer line; the same offset if none ends. */
function endOfPart(bytes: Uint8Array, begin: number): number {
  const last = bytes.lastIndexOf(LINE_FEED, begin + PART_BYTES);
  return last >= begin ? last + 1 : Math.max(begin, bytes.indexOf(LINE_FEED, begin + PART_BYTES) + 1);
}
