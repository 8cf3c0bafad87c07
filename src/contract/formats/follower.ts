/** Messages between the editor and the process that follows files of other tools. */
import * as v from 'valibot';
import { count, flag, list, only, record, text } from './basics';

/** No list of a setting is longer. */
export const MOST_FOLLOWED = 100;
/** Nor is what is left out. */
export const MOST_LEFT_OUT = 100;

/** Files and folders that are followed, and where their runs are kept. */
export const followedPlace = record({
  /** The open folder, or one that a person chose. */
  root: text,
  runsFolder: text,
  /** Below the root, with `/`; an empty one is the root itself. */
  paths: list(text, MOST_FOLLOWED),
  /** Whether the root is the open folder, so that names below it say where a file lies. */
  isOpen: flag,
});

/** To the process. */
export const followerCommand = v.variant(
  'type',
  [
    /** Instead of what was followed before. What is left out is not read, wherever it lies: a process came to a bad end with it. */
    record({ type: only('follow'), places: list(followedPlace, MOST_FOLLOWED), leftOut: list(text, MOST_LEFT_OUT) }),
    record({ type: only('stop') }),
  ],
  'follow or stop',
);

/** From it. */
export const followerMessage = v.variant(
  'type',
  [
    /** It has looked for runs; so many it follows now. */
    record({ type: only('following'), runs: count }),
    /** A run begins, goes on or ends, or something is not followed, for the log. */
    record({ type: only('told'), line: text }),
    /** It begins to read this file, or these event files by their folder: in full. It reads one at a time. */
    record({ type: only('reading'), path: text }),
    /** It has read it. */
    record({ type: only('read') }),
    /** It answers. */
    record({ type: only('alive') }),
  ],
  'following, told, reading, read or alive',
);
