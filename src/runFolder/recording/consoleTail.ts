import { readTailIn } from '../../files/readFiles';
import { asRunFolderError } from '../readFile';
import { recordingFiles } from './readRecording';

/** The end of what a script wrote. */
export interface ConsoleTail {
  readonly lines: readonly string[];
  /** Whether there are lines before them. */
  readonly hasMore: boolean;
}

const TAIL_BYTES = 200_000;
export const CONSOLE_LINES = 500;
/** A longer line is cut. */
const LONGEST_LINE = 2_000;

/** Colours and movements of a terminal: `ESC [ … letter`. */
// oxlint-disable-next-line no-control-regex -- these are controls
const SEQUENCE = /\u001b\[[0-9;?]{0,40}[A-Za-z]/g;

/**
 * The last lines of console.log as a terminal shows them: without its colours, and of a progress bar that was drawn over itself what it was
 * last. None if there is no such file.
 * @throws {RunFolderError} if it cannot be read
 */
export async function readConsoleTail(folder: string): Promise<ConsoleTail> {
  const bytes = await readTailIn(folder, recordingFiles.console, TAIL_BYTES).catch((error: unknown) => {
    throw asRunFolderError(error);
  });
  if (!bytes || bytes.length === 0) return { lines: [], hasMore: false };
  const isWhole = bytes.length < TAIL_BYTES;
  const all = bytes.toString('utf8').split('\n');
  if (all.at(-1) === '') all.pop();
  // The first one may have lost its beginning.
  const known = isWhole ? all : all.slice(1);
  const lines = known.slice(-CONSOLE_LINES).map(asSeen);
  return { lines, hasMore: !isWhole || known.length > CONSOLE_LINES };
}

function asSeen(line: string): string {
  const text = line.replaceAll(SEQUENCE, '').replace(/\r+$/, '');
  const last = text.slice(text.lastIndexOf('\r') + 1);
  return last.length > LONGEST_LINE ? `${last.slice(0, LONGEST_LINE)}…` : last;
}
