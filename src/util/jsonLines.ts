import { isAscii } from 'node:buffer';

/** A value a line; what an append-only file of events is made of. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

export interface JsonLines {
  readonly values: unknown[];
  /** Bytes up to the end of the last line that is JSON; what follows was torn, or is being written. */
  readonly wholeBytes: number;
}

/** Whether lines that are no JSON are passed over, by the values before them (undefined at the beginning) and directly after them. */
export type IsPassedOver = (before: unknown, after: unknown) => boolean;

const LINE_FEED = 0x0a;

/**
 * The values of all whole lines. Lines at the end that are no JSON, or have no end, were torn by a crash and are left out. Bytes are counted
 * as they are in the file: what is no UTF-8 has another length as text.
 * @param file its name, for errors
 * @throws {Error} for a line in the middle that is no JSON, if it is not passed over; it names file and line
 */
export function parseJsonLines(bytes: Uint8Array, file: string, isPassedOver: IsPassedOver = () => false): JsonLines {
  const lines = linesOf(bytes);
  const values: unknown[] = [];
  let wholeBytes = 0;
  let broken: { readonly line: number; readonly text: string } | undefined;
  let line = 0;
  for (let start = 0, end; (end = lines.end(start)) >= 0; start = end + 1) {
    line++;
    const text = lines.text(start, end);
    if (text === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // After a power failure the end of a file can be whole in length and empty in content.
      broken ??= { line, text: text.slice(0, 80) };
      continue;
    }
    if (broken && !isPassedOver(values.at(-1), value)) throw new Error(`${file}, line ${broken.line}: this is no JSON: ${broken.text}`);
    broken = undefined;
    values.push(value);
    wholeBytes = end + 1;
  }
  return { values, wholeBytes };
}

interface Lines {
  /** Where the line that begins there ends; -1 if it does not. */
  end(start: number): number;
  text(start: number, end: number): string;
}

/** Lines by their places in bytes. Nearly all files are ASCII, whose bytes are its letters: then one text is made of all of them. */
function linesOf(bytes: Uint8Array): Lines {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isAscii(bytes)) return { end: start => bytes.indexOf(LINE_FEED, start), text: (start, end) => buffer.toString('utf8', start, end) };
  const all = buffer.toString('latin1');
  return { end: start => all.indexOf('\n', start), text: (start, end) => all.slice(start, end) };
}
