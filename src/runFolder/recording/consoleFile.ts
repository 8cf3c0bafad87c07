import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import path from 'node:path';
import { fillFrom } from '../../files/readFiles';
import { openToChangeSync } from '../../files/writeFiles';
import { storageError } from '../runFolderError';
import { replaceEnd } from './replaceEnd';

const PART_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/** What a script wrote on its terminal, a line a line. A line may be written again, as a progress bar's is. */
export class ConsoleFile {
  private constructor(
    private readonly file: string,
    private readonly descriptor: number,
    /** Where each line begins, and where the next one will. */
    private readonly begins: number[],
  ) {}

  /** @throws {RunFolderError} if it is no file, or cannot be read */
  static open(folder: string, name: string): ConsoleFile {
    const file = path.join(folder, name);
    try {
      const descriptor = openToChangeSync(folder, name);
      const begins = beginsOf(descriptor);
      const whole = begins.at(-1)!;
      if (whole < fstatSync(descriptor).size) ftruncateSync(descriptor, whole);
      return new ConsoleFile(file, descriptor, begins);
    } catch (error) {
      throw storageError(`${file}: cannot be opened`, error);
    }
  }

  /** How many lines there are. */
  get count(): number {
    return this.begins.length - 1;
  }

  /** In bytes. */
  get size(): number {
    return this.begins.at(-1)!;
  }

  /**
   * Writes lines from the one of that number on, over those that are there; the ones behind them stay.
   * @param first at most `count`
   * @param lines without their ends
   * @throws {RunFolderError} if they cannot be written: then all lines are as they were
   */
  write(first: number, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const next = Math.min(first + lines.length, this.count);
    const behind = this.begins.slice(next);
    const kept = Buffer.alloc(this.size - behind[0]!);
    fillFrom({ descriptor: this.descriptor, size: 0, inode: 0 }, behind[0]!, kept);
    const parts = lines.map(line => Buffer.from(`${line.replaceAll(/[\r\n]/g, ' ')}\n`));
    const begin = this.begins[first]!;
    replaceEnd({ descriptor: this.descriptor, file: this.file, size: this.size }, begin, Buffer.concat([...parts, kept]));
    this.begins.length = first;
    let at = begin;
    for (const part of parts) {
      this.begins.push(at);
      at += part.length;
    }
    for (const one of behind) this.begins.push(at + one - behind[0]!);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

function beginsOf(descriptor: number): number[] {
  const begins = [0];
  const part = Buffer.allocUnsafe(PART_BYTES);
  let position = 0;
  const open = { descriptor, size: 0, inode: 0 };
  for (let got = fillFrom(open, 0, part); got > 0; got = fillFrom(open, position, part)) {
    for (let at = part.indexOf(LINE_FEED); at >= 0 && at < got; at = part.indexOf(LINE_FEED, at + 1)) begins.push(position + at + 1);
    position += got;
  }
  return begins;
}
