import { closeSync, fstatSync, fsyncSync, ftruncateSync } from 'node:fs';
import path from 'node:path';
import { fillFrom } from '../../files/readFiles';
import { openToChangeSync } from '../../files/writeFiles';
import { storageError } from '../runFolderError';
import { replaceEnd } from './replaceEnd';

/** What is read at a time. */
const PART_BYTES = 1 << 20;
/** Of the first and the last line so much is kept in memory. */
const KEPT_CHARACTERS = 65_536;
const LINE_FEED = 0x0a;

/**
 * A file of lines that grows while its run is owned. What `append` was given is in the file, whole, when it returns; a last line that a
 * process was killed in is cut off when the file is opened again.
 */
export class LineFile {
  private constructor(
    private readonly file: string,
    private readonly descriptor: number,
    private bytes: number,
    private lines: number,
    private firstLine: string | undefined,
    private lastLine: string | undefined,
  ) {}

  /** @throws {RunFolderError} if it is no file, or cannot be read */
  static open(folder: string, name: string): LineFile {
    const file = path.join(folder, name);
    try {
      const descriptor = openToChangeSync(folder, name);
      const { whole, lines, firstEnd, lastBegin } = scan(descriptor);
      if (whole < fstatSync(descriptor).size) ftruncateSync(descriptor, whole);
      const text = (begin: number, end: number): string => textAt(descriptor, begin, end);
      const [first, last] = lines === 0 ? [] : [text(0, firstEnd), text(lastBegin, whole - 1)];
      return new LineFile(file, descriptor, whole, lines, first, last);
    } catch (error) {
      throw storageError(`${file}: cannot be opened`, error);
    }
  }

  get count(): number {
    return this.lines;
  }

  /** In bytes. */
  get size(): number {
    return this.bytes;
  }

  /** The first line, cut if it is very long; undefined before there is one. */
  get first(): string | undefined {
    return this.firstLine;
  }

  /** The last line, cut if it is very long. */
  get last(): string | undefined {
    return this.lastLine;
  }

  isFirst(line: string): boolean {
    return this.firstLine === cut(line);
  }

  /**
   * Adds lines, all or none.
   * @param lines without their ends
   * @throws {RunFolderError} if they cannot be written
   */
  append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const added = Buffer.from(lines.map(line => `${line}\n`).join(''));
    replaceEnd({ descriptor: this.descriptor, file: this.file, size: this.bytes }, this.bytes, added);
    this.bytes += added.length;
    this.lines += lines.length;
    this.firstLine ??= cut(lines[0]!);
    this.lastLine = cut(lines.at(-1)!);
  }

  /** Writes to the disk what the system still has in memory. */
  sync(): void {
    fsyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

interface Scan {
  /** Bytes up to the end of the last whole line. */
  readonly whole: number;
  readonly lines: number;
  readonly firstEnd: number;
  readonly lastBegin: number;
}

function scan(descriptor: number): Scan {
  const part = Buffer.allocUnsafe(PART_BYTES);
  const open = { descriptor, size: 0, inode: 0 };
  let [position, lines, firstEnd, whole, lastBegin] = [0, 0, 0, 0, 0];
  for (let got = fillFrom(open, 0, part); got > 0; got = fillFrom(open, position, part)) {
    for (let at = part.indexOf(LINE_FEED); at >= 0 && at < got; at = part.indexOf(LINE_FEED, at + 1)) {
      if (lines++ === 0) firstEnd = position + at;
      lastBegin = whole;
      whole = position + at + 1;
    }
    position += got;
  }
  return { whole, lines, firstEnd, lastBegin };
}

function textAt(descriptor: number, begin: number, end: number): string {
  const bytes = Buffer.alloc(Math.min(end - begin, KEPT_CHARACTERS * 4));
  fillFrom({ descriptor, size: 0, inode: 0 }, begin, bytes);
  return cut(bytes.toString('utf8'));
}

function cut(text: string): string {
  return text.length > KEPT_CHARACTERS ? text.slice(0, KEPT_CHARACTERS) : text;
}
