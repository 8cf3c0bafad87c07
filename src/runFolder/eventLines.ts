import { attemptOf } from '../contract/attempts';
import { parseEvent } from '../contract/formats/eventLines';
import type { TrainerEvent } from '../contract/trainer';
import { currentScores } from '../evaluation/currentScores';
import { readJsonLines, type IsPassedOver } from '../util/jsonLines';
import { messageOf } from '../util/messageOf';
import { RunFolderError } from './runFolderError';

export interface EventLines {
  /** Whole lines, those too that hold no event that this version knows. */
  readonly lines: number;
  /** As of readJsonLines. */
  readonly wholeBytes: number;
}

/**
 * Passes on the events of the whole lines of events.jsonl. A broken last line of an interrupted attempt stays in the file; it is ignored
 * where a line of a later attempt comes directly after it.
 * @param before how many lines came before these
 * @throws {RunFolderError} if another line in the middle is broken; it names file and line
 */
export function readEventLines(bytes: Uint8Array, file: string, before: number, onEvent: (event: TrainerEvent) => void): EventLines {
  let lines = 0;
  const onValue = (value: unknown): void => {
    const event = parseEvent(value, file, before + lines++);
    if (event) onEvent(event.type === 'evaluated' ? { ...event, scores: currentScores(event.scores) } : event);
  };
  try {
    const wholeBytes = readJsonLines(bytes, file, onValue, isLeftByAnEarlierAttempt);
    return { lines, wholeBytes };
  } catch (error) {
    throw new RunFolderError(messageOf(error), { cause: error });
  }
}

const isLeftByAnEarlierAttempt: IsPassedOver = (before, after) => attemptOf(asEvent(after)) > attemptOf(asEvent(before));

function asEvent(value: unknown): { readonly attempt?: unknown } | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
