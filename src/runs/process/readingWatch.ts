import type { ChildProcess } from '../../processes/launch';
import type { Clock } from '../../util/clock';

/** Without an answer for so long a process is ended. It answers also while it reads: between a few thousand values it looks for others. */
export const SILENCE_MS = 120_000;
/** So long it may take with one thing, whatever it answers. */
export const READING_MS = 3_600_000;
/** Times are counted in parts, since all of one may pass at once where the machine slept. */
const PARTS = 4;

/** Of the JavaScript heap of such a process. What is read lies in numbers outside of it; most of five million values, which a run may have, do. */
export const READER_MEGABYTES = 1024;
/** What Node says of a process that has no memory left is followed by a long trace. */
export const READER_OUTPUT_LENGTH = 16_384;

/** Ends a process that reads what may be damaged, when it says nothing, or stays with one thing, for too long. */
export class ReadingWatch {
  private callOffSilence: () => void = () => undefined;
  private callOffReading: () => void = () => undefined;
  private given: string | undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly clock: Clock,
  ) {
    this.heard();
  }

  /** Why it was ended from here; undefined if it was not. */
  get reason(): string | undefined {
    return this.given;
  }

  /** It has answered. */
  heard(): void {
    this.callOffSilence();
    this.callOffSilence = this.after(SILENCE_MS, `it did not answer for ${SILENCE_MS / 1000} seconds`);
  }

  /** It begins to read something. */
  begins(): void {
    this.callOffReading();
    this.callOffReading = this.after(READING_MS, `it took more than ${READING_MS / 60_000} minutes`);
  }

  /** It has read that. */
  rests(): void {
    this.callOffReading();
  }

  giveUp(reason: string): void {
    this.given ??= reason;
    this.child.kill('SIGKILL');
  }

  /** The process is gone. */
  end(): void {
    this.callOffSilence();
    this.callOffReading();
  }

  private after(ms: number, reason: string): () => void {
    return afterParts(this.clock, ms, () => this.giveUp(reason));
  }
}

/** Calls back after a time of which the machine was awake for the better part. @returns to call it off */
function afterParts(clock: Clock, ms: number, callback: () => void, parts = PARTS): () => void {
  let callOff = clock.after(ms / PARTS, () => {
    if (parts === 1) callback();
    else callOff = afterParts(clock, ms, callback, parts - 1);
  });
  return () => callOff();
}
