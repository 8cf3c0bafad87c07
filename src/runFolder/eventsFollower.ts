import path from 'node:path';
import { parseEvents } from '../contract/formats/eventLines';
import type { TrainerEvent } from '../contract/trainer';
import { openFileIn, readRange } from '../files/readFiles';
import { parseJsonLines } from '../util/jsonLines';
import { limits } from './readFile';
import { RunFolderError } from './runFolderError';

/** Reads what another process adds to a run's events.jsonl. */
export class EventsFollower {
  private offset = 0;
  private lines = 0;
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = path.join(folder, 'events.jsonl');
  }

  /**
   * The whole lines since the last time; none while there is no file. A file that became shorter is read from its beginning.
   * @throws {RunFolderError} if the file cannot be read or a line in its middle is broken
   */
  async readMore(): Promise<TrainerEvent[]> {
    const handle = await openFileIn(this.folder, 'events.jsonl');
    if (!handle) return [];
    try {
      const { size } = await handle.stat();
      if (size < this.offset) [this.offset, this.lines] = [0, 0];
      if (size > limits.events) throw new RunFolderError(`${this.file}: ${size} bytes; expected at most ${limits.events}.`);
      const { values, wholeBytes } = parseJsonLines(await readRange(handle, this.offset, size - this.offset), this.file);
      const events = parseEvents(values, this.file, this.lines);
      this.offset += wholeBytes;
      this.lines += values.length;
      return events;
    } finally {
      await handle.close();
    }
  }
}
