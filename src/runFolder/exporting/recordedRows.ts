import path from 'node:path';
import type { RecordedRow } from '../../contract/recording';
import { RowStore } from '../../experiment/recorded/rowStore';
import type { RecordedRows } from '../../report/exported/recordedSeries';
import { growingFloats } from '../../util/growing';
import { RowsFollower } from '../recording/rowsFollower';
import { recordingFiles } from '../recording/readRecording';
import { RunFolderError } from '../runFolderError';

/** The rows of history.jsonl, some at a time. */
export class HistoryRows {
  private waiting: RecordedRow[] = [];
  private isReplaced = false;
  private readonly follower: RowsFollower;

  constructor(private readonly folder: string) {
    this.follower = new RowsFollower(folder, recordingFiles.history, {
      onRow: row => this.waiting.push(row),
      onRestart: () => (this.isReplaced = true),
    });
  }

  /** From the first to the last; may be gone through once. @throws {RunFolderError} if they cannot be read, or change meanwhile */
  async *parts(): AsyncGenerator<readonly RecordedRow[]> {
    for (let hasMore = true; hasMore;) {
      hasMore = await this.follower.readMore();
      if (this.isReplaced)
        throw new RunFolderError(`${path.join(this.folder, recordingFiles.history)}: it was changed while it was exported. Try again.`);
      const part = this.waiting;
      this.waiting = [];
      yield part;
    }
  }

  /** What of the file was not read, for a person. */
  get leftOut(): readonly string[] {
    return this.follower.leftOut;
  }
}

/** All rows of a run, as far as memory goes. @throws {RunFolderError} as `parts` */
export async function recordedRows(folder: string, beganMs: number): Promise<RecordedRows> {
  const [history, store, times] = [new HistoryRows(folder), new RowStore(), growingFloats()];
  for await (const part of history.parts())
    for (const row of part) {
      store.add(row);
      if (times.length < store.rows) times.add(timeOf(row, beganMs));
    }
  return { store, times: times.all, leftOut: [...history.leftOut, ...store.leftOut] };
}

/** No calendar goes further, in ms from 1970. */
const LAST_MS = 8.64e15;

/** In ms since 1970; NaN where the row does not tell, or tells what is no time. */
function timeOf(row: RecordedRow, beganMs: number): number {
  const [timestamp, runtime] = [row['_timestamp'], row['_runtime']];
  const ms = typeof timestamp === 'number' ? 1000 * timestamp : typeof runtime === 'number' ? beganMs + 1000 * runtime : NaN;
  return Math.abs(ms) <= LAST_MS ? ms : NaN;
}
