import path from 'node:path';
import { parseEvent } from '../contract/formats/eventLines';
import type { TrainerEvent } from '../contract/trainer';
import { readRange, useFileIn, type OpenFile } from '../files/readFiles';
import { messageOf } from '../util/messageOf';
import { asRunFolderError, limits } from './readFile';
import { RunFolderError } from './runFolderError';

/** What the epochs of a run follow from. */
const TYPES: readonly unknown[] = ['epochEnded', 'runStarted', 'runResumed'];

/** What lines with these begin with; a search through a megabyte for each of them would take twice as long. */
const SIGNS = ['"type":"epochEnded"', '"type":"run'];

export interface EpochEvents {
  readonly events: readonly TrainerEvent[];
  /** Up to the end of the last whole line. */
  readonly wholeBytes: number;
}

/**
 * The events of events.jsonl that tell of whole epochs, from some byte on. The other lines, fifty for each epoch, are not parsed: of many
 * runs at once that takes seconds. A line that was torn by a crash is passed over.
 * @returns undefined if there is no such file
 * @throws {RunFolderError} if the file cannot be read, is too large, or has such an event that is not what its type says
 */
export async function readEpochEvents(folder: string, from = 0): Promise<EpochEvents | undefined> {
  const name = path.join(folder, 'events.jsonl');
  return useFileIn(folder, 'events.jsonl', file => readFrom(file, name, from)).catch((error: unknown) => {
    throw asRunFolderError(error);
  });
}

async function readFrom(file: OpenFile, name: string, from: number): Promise<EpochEvents> {
  if (file.size > limits.events) throw new RunFolderError(`${name}: ${file.size} bytes; expected at most ${limits.events}.`);
  const bytes = await readRange(file, from, Math.max(0, file.size - from));
  const wholeBytes = bytes.lastIndexOf(LINE_FEED) + 1;
  const whole = bytes.subarray(0, wholeBytes);
  const starts = [...new Set(SIGNS.flatMap(sign => linesWith(whole, sign)))].toSorted((a, b) => a - b);
  const events: TrainerEvent[] = [];
  for (const [index, start] of starts.entries()) {
    const value = parsed(whole.toString('utf8', start, whole.indexOf(LINE_FEED, start)));
    if (!TYPES.includes((value as { readonly type?: unknown } | null | undefined)?.type)) continue;
    try {
      const event = parseEvent(value, name, index);
      if (event) events.push(event);
    } catch (error) {
      throw new RunFolderError(`${messageOf(error)} (at byte ${from + start})`, { cause: error });
    }
  }
  return { events, wholeBytes };
}

const LINE_FEED = 0x0a;

/** Where the lines begin that hold a text. */
function linesWith(bytes: Buffer, text: string): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at)) {
    starts.push(at === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, at) + 1);
    at = bytes.indexOf(LINE_FEED, at);
  }
  return starts;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
