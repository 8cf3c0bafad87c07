import type { InferOutput } from 'valibot';
import { followerMessage, type followedPlace, type followerCommand } from '../../contract/formats/follower';
import { parseValue } from '../../contract/formats/parse';
import { startBundle } from '../../processes/launch';
import { systemClock, type Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { childEnd, isOutOfMemory } from './childEnd';
import { READER_MEGABYTES, READER_OUTPUT_LENGTH, ReadingWatch } from './readingWatch';

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

/** So long it may take to keep what it has read. */
const STOP_MS = 10_000;

/** Starts it. All errors, also those of starting the process, come by its promise. */
export function startFollower(start: FollowerStart): FollowerProcess {
  const { file, leftOut = [], onTold, onFollowing, heapMegabytes = READER_MEGABYTES, clock = systemClock } = start;
  const child = startBundle(file, { heapMegabytes });
  const watch = new ReadingWatch(child, clock);
  let reading: string | undefined;
  let isGone = false;
  const ended = childEnd(child, READER_OUTPUT_LENGTH).then(how => {
    isGone = true;
    watch.end();
    return watch.reason ?? (isOutOfMemory(how) ? `it needed more than ${heapMegabytes} megabytes of memory` : how);
  });
  const send = (command: InferOutput<typeof followerCommand>): void => {
    // It may have ended already, which `ended` tells.
    if (child.connected) child.send(command, () => undefined);
  };
  const follow = (places: readonly FollowedPlace[]): void => send({ type: 'follow', places, leftOut });
  child.on('message', received => {
    if (isGone) return;
    watch.heard();
    try {
      const message = parseValue(followerMessage, received, 'What follows files sent what is no message');
      switch (message.type) {
        case 'told':
          return onTold(message.line);
        case 'following':
          return onFollowing(message.runs);
        case 'reading':
          reading = message.path;
          return watch.begins();
        case 'read':
          reading = undefined;
          return watch.rests();
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
