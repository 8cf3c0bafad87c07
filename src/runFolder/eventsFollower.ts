import { open } from 'node:fs/promises';
import type { TrainerEvent } from '../contract/trainer';
import { runPaths } from './paths';
import { parseJsonLines } from '../util/jsonLines';

/** Reads what another process adds to a run's events.jsonl. */
export class EventsFollower {
  private offset = 0;
  private readonly file: string;

  constructor(folder: string) {
    this.file = runPaths(folder).events;
  }

  /** The whole lines since the last time; none while there is no file. A file that became shorter is read from its beginning. */
  async readMore(): Promise<TrainerEvent[]> {
    const handle = await open(this.file).catch(() => undefined);
    if (!handle) return [];
    try {
      const { size } = await handle.stat();
      if (size < this.offset) this.offset = 0;
      const bytes = Buffer.alloc(size - this.offset);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.offset);
      const { values, wholeBytes } = parseJsonLines(bytes.subarray(0, bytesRead), this.file);
      this.offset += wholeBytes;
      return values as TrainerEvent[];
    } finally {
      await handle.close();
    }
  }
}
