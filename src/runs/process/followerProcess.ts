import type { InferOutput } from 'valibot';
import { followerMessage, type followedPlace, type followerCommand } from '../../contract/formats/follower';
import { parseValue } from '../../contract/formats/parse';
import { startBundle } from '../../processes/launch';
import { systemClock, type Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { childEnd, isOutOfMemory } from './childEnd';

export type FollowedPlace = InferOutput<typeof followedPlace>;

export interface FollowerStart {
  /** Its bundle. */
  readonly file: string;
  readonly places: readonly FollowedPlace[];
  /** What is not read, as `reading` named it. */
  readonly leftOut?: readonly string[];
  /** What it says for a person. */
  readonly onTold: (line: string) => void;
  /** It has looked for runs, and follows so many. */
  readonly onFollowing: (runs: number) => void;
  /** Of its JavaScript heap. */
  readonly heapMegabytes?: number;
  readonly clock?: Clock;
}

/** The process that follows files of other tools. */
export interface FollowerProcess {
  /** Instead of what it followed before. */
  follow(places: readonly FollowedPlace[]): void;
  /** Settles when it is gone, with the reason. Never rejects. */
  readonly ended: Promise<string>;
  /** What it reads, or read when it ended: a file, or the folder of event files, in full. */
  readonly reading: string | undefined;
  /** Has it end; what it has read it keeps first. */
  stop(): void;
  /** For tests. */
  readonly pid: number | undefined;
}

/** What is read lies in numbers outside of it; settings and last values of fifty runs in it. */
const HEAP_MEGABYTES = 1024;

/** So long it may take to keep what it has read. */
const STOP_MS = 10_000;

/** Without an answer for so long it is ended. */
export const SILENCE_MS = 120_000;
/** So long it may take with one log, whatever it answers: others wait for it. */
export const READING_MS = 3_600_000;
/** Times are counted in parts, since all of one may pass at once where the machine slept. */
const PARTS = 4;

/** What Node says of a process that has no memory left is followed by a long trace. */
const OUTPUT_LENGTH = 16_384;

/** Starts it. All errors, also those of starting the process, come by its promise. */
export function startFollower(start: FollowerStart): FollowerProcess {
  const { file, leftOut = [], onTold, onFollowing, heapMegabytes = HEAP_MEGABYTES, clock = systemClock } = start;
  const child = startBundle(file, { heapMegabytes });
  let reading: string | undefined;
  let reason: string | undefined;
  let isGone = false;
  const ended = childEnd(child, OUTPUT_LENGTH).then(how => {
    isGone = true;
    callOffSilence();
    callOffReading();
    if (reason !== undefined) return reason;
    return isOutOfMemory(how) ? `it needed more than ${heapMegabytes} megabytes of memory` : how;
  });
  const giveUp = (why: string): void => {
    reason ??= why;
    child.kill('SIGKILL');
  };
  const expectAnswer = (): (() => void) =>
    afterParts(clock, SILENCE_MS, () => giveUp(`it did not answer for ${SILENCE_MS / 1000} seconds`));
  let callOffSilence = expectAnswer();
  let callOffReading = (): void => undefined;
  const send = (command: InferOutput<typeof followerCommand>): void => {
    // It may have ended already, which `ended` tells.
    if (child.connected) child.send(command, () => undefined);
  };
  const follow = (places: readonly FollowedPlace[]): void => send({ type: 'follow', places, leftOut });
  child.on('message', received => {
    if (isGone) return;
    callOffSilence();
    callOffSilence = expectAnswer();
    try {
      const message = parseValue(followerMessage, received, 'What follows files sent what is no message');
      switch (message.type) {
        case 'told':
          return onTold(message.line);
        case 'following':
          return onFollowing(message.runs);
        case 'reading':
          reading = message.path;
          callOffReading();
          callOffReading = afterParts(clock, READING_MS, () => giveUp(`it took more than ${READING_MS / 60_000} minutes`));
          return;
        case 'read':
          reading = undefined;
          callOffReading();
          return;
        case 'alive':
          return;
      }
    } catch (error) {
      onTold(messageOf(error));
    }
  });
  follow(start.places);
  return {
    pid: child.pid,
    ended,
    get reading() {
      return reading;
    },
    follow,
    stop() {
      send({ type: 'stop' });
      const callOffKill = clock.after(STOP_MS, () => child.kill('SIGKILL'));
      void ended.then(callOffKill);
    },
  };
}

/** Calls back after a time of which the machine was awake for the better part. @returns to call it off */
function afterParts(clock: Clock, ms: number, callback: () => void, parts = PARTS): () => void {
  let callOff = clock.after(ms / PARTS, () => {
    if (parts === 1) callback();
    else callOff = afterParts(clock, ms, callback, parts - 1);
  });
  return () => callOff();
}
