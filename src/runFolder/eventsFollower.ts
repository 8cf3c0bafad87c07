import { open } from 'node:fs/promises';
import { CountedEvents } from '../contract/attempts';
import type { TrainerEvent } from '../contract/trainer';
import { parseEventLines } from './eventLines';
import { runPaths } from './paths';

/** Reads what another process adds to a run's events.jsonl. */
export class EventsFollower {
  private offset = 0;
  private counted = new CountedEvents();
  private readonly file: string;

  constructor(folder: string) {
    this.file = runPaths(folder).events;
  }

  /** The events since the last time that count, see attempts.ts; none while there is no file. A file that became shorter is read from its beginning. */
  async readMore(): Promise<TrainerEvent[]> {
    const handle = await open(this.file).catch(() => undefined);
    if (!handle) return [];
    try {
      const { size } = await handle.stat();
      if (size < this.offset) {
        this.offset = 0;
        this.counted = new CountedEvents();
      }
      const bytes = Buffer.alloc(size - this.offset);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.offset);
      const { events, wholeBytes } = parseEventLines(bytes.subarray(0, bytesRead), this.file);
      this.offset += wholeBytes;
      return this.counted.take(events);
    } finally {
      await handle.close();
    }
  }
}
