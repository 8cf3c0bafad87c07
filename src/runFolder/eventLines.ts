import { attemptOf } from '../contract/attempts';
import { parseEvents } from '../contract/formats/eventLines';
import type { TrainerEvent } from '../contract/trainer';
import { parseJsonLines, type IsPassedOver } from '../util/jsonLines';
import { RunFolderError } from './runFolderError';

export interface EventLines {
  readonly events: TrainerEvent[];
  /** Whole lines, those too that hold no event that this version knows. */
  readonly lines: number;
  /** As of JsonLines. */
  readonly wholeBytes: number;
}

/**
 * The events of whole lines of events.jsonl. What an attempt that was broken off has left of its last line stays in the file; it is passed
 * over where a later attempt's line comes directly after it.
 * @param before how many lines came before these
 * @throws {RunFolderError} if another line in the middle is broken; it names file and line
 */
export function parseEventLines(bytes: Uint8Array, file: string, before = 0): EventLines {
  try {
    const { values, wholeBytes } = parseJsonLines(bytes, file, isLeftByAnEarlierAttempt);
    return { events: parseEvents(values, file, before), lines: values.length, wholeBytes };
  } catch (error) {
    throw new RunFolderError((error as Error).message, { cause: error });
  }
}

const isLeftByAnEarlierAttempt: IsPassedOver = (before, after) => attemptOf(asEvent(after)) > attemptOf(asEvent(before));

function asEvent(value: unknown): { readonly attempt?: unknown } | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
