/** A value a line; what an append-only file of events is made of. */
export function toJsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

export interface JsonLines {
  readonly values: unknown[];
  /** Bytes of the whole lines; what follows is the beginning of a line that was never finished. */
  readonly wholeBytes: number;
}

/**
 * The values of all whole lines. A last line without its end, or that is no JSON, was torn by a crash and is left out.
 * @param file its name, for errors
 * @throws {Error} for a line in the middle that is no JSON; it names file and line
 */
export function parseJsonLines(bytes: Uint8Array, file: string): JsonLines {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  const values: unknown[] = [];
  for (const [i, line] of lines.entries()) {
    try {
      values.push(JSON.parse(line));
    } catch {
      // After a power failure the end of a file can be whole in length and empty in content.
      if (i === lines.length - 1) return { values, wholeBytes: wholeBytes - Buffer.byteLength(line) - 1 };
      throw new Error(`${file}, line ${i + 1}: this is no JSON: ${line.slice(0, 80)}`);
    }
  }
  return { values, wholeBytes };
}
