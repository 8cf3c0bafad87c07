import { closeSync, fstatSync, fsync, fsyncSync, ftruncateSync, lstatSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { openToAppendSync } from '../files/writeFiles';
import { backgroundClock } from '../util/backgroundClock';
import type { Clock } from '../util/clock';
import type { Ownership } from './ownership';

/** Lines do not wait when there are so many bytes of them: about four hundred. */
const MOST_WAITING_BYTES = 65_536;

export interface EventsOptions {
  /** The last line has no end: the next one begins with it. */
  readonly isTorn: boolean;
  /** How long lines wait for more, at most. */
  readonly waitMs: number;
  /** A process that ends without closing its run is not kept for what waits. */
  readonly clock?: Clock;
}

/**
 * The events.jsonl of a run while this process owns it (see ownership.ts). Every line is written whole or not at all, and lines that wait are
 * written together.
 */
export class EventsFile {
  private readonly file: string;
  private readonly descriptor: number;
  /** Its size after the last write. */
  private size: number;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** Calls the writing of what waits off. */
  private forget: (() => void) | undefined;
  private writtenAt = -Infinity;
  private isTorn: boolean;
  private readonly waitMs: number;
  private readonly clock: Clock;

  constructor(
    folder: string,
    private readonly ownership: Ownership,
    { isTorn, waitMs, clock = backgroundClock }: EventsOptions,
  ) {
    [this.isTorn, this.waitMs, this.clock] = [isTorn, waitMs, clock];
    this.file = path.join(folder, 'events.jsonl');
    this.descriptor = openToAppendSync(folder, 'events.jsonl');
    this.size = fstatSync(this.descriptor).size;
  }

  /**
   * Adds a line, after those that wait.
   * @param mayWait for others: what it tells is lost with the process
   * @throws {LostRunError} if the run is not this process's any more; the system's error if it cannot be written, and then it is left out
   */
  append(line: string, mayWait: boolean): void {
    this.ownership.lost.throwIfAborted();
    const bytes = Buffer.from(line);
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    const waitMs = this.writtenAt + this.waitMs - performance.now();
    try {
      if (mayWait && waitMs > 0 && this.waitingBytes < MOST_WAITING_BYTES) this.flushIn(waitMs);
      else this.flush();
    } catch (error) {
      this.waiting.pop();
      this.waitingBytes -= bytes.length;
      throw error;
    }
  }

  /** Writes the lines that wait. @throws as append() does; then they go on waiting */
  flush(): void {
    this.ownership.lost.throwIfAborted();
    this.forget?.();
    this.forget = undefined;
    if (this.waiting.length === 0) return;
    const bytes = Buffer.concat(this.isTorn ? [Buffer.from('\n'), ...this.waiting] : this.waiting);
    let written = 0;
    try {
      this.check(this.ownership.checkOften());
      // On a full disk a part may be written.
      while (written < bytes.length) written += writeSync(this.descriptor, bytes, written);
    } catch (error) {
      if (written > 0) this.takeBack(written);
      throw error;
    }
    this.size += written;
    this.isTorn = false;
    this.waiting = [];
    this.waitingBytes = 0;
    this.writtenAt = performance.now();
  }

  /** Has everything on disk. @throws as append() does */
  async sync(): Promise<void> {
    this.flush();
    await promisify(fsync)(this.descriptor);
  }

  /** The same, at once. */
  syncNow(): void {
    this.flush();
    fsyncSync(this.descriptor);
  }

  /** Lines that still wait are written if they can be. */
  close(): void {
    try {
      this.flush();
    } catch {
      // It is lost, or its disk is full, which was told of the line after it.
    }
    this.forget?.();
    closeSync(this.descriptor);
  }

  private flushIn(ms: number): void {
    this.forget ??= this.clock.after(ms, () => {
      this.forget = undefined;
      try {
        this.flush();
      } catch {
        // The next line fails for the same reason, and whoever adds it is told.
        this.writtenAt = -Infinity;
      }
    });
  }

  /**
   * Lines written to a file that was removed would be lost unnoticed, as would lines that were cut off.
   * @param mayBeAnother something in the folder may be different
   */
  private check(mayBeAnother: boolean): void {
    const { size, ino } = fstatSync(this.descriptor);
    if (mayBeAnother && lstatSync(this.file, { throwIfNoEntry: false })?.ino !== ino) {
      // The next attempt may have replaced it since it was looked.
      this.ownership.check();
      this.ownership.lose(`${this.file}: this file was removed or replaced while the run was being trained. The training has stopped.`);
    } else if (size < this.size)
      this.ownership.lose(`${this.file}: lines were cut off from this file while the run was being trained. The training has stopped.`);
    else this.size = size;
    this.ownership.lost.throwIfAborted();
  }

  /** Removes a partial line, since the next line would be appended to it; not if another process has written after it. */
  private takeBack(written: number): void {
    this.ownership.check();
    this.isTorn = fstatSync(this.descriptor).size !== this.size + written;
    if (!this.isTorn) ftruncateSync(this.descriptor, this.size);
  }
}
