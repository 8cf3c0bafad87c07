import path from 'node:path';
import { CountedEvents } from '../contract/attempts';
import type { TrainerEvent } from '../contract/trainer';
import { readRange, useFileIn, type OpenFile } from '../files/readFiles';
import { readEventLines } from './eventLines';
import { asRunFolderError, limits } from './readFile';
import { RunFolderError } from './runFolderError';

/** Reads what another process adds to a run's events.jsonl. */
export class EventsFollower {
  private offset = 0;
  private lines = 0;
  private counted = new CountedEvents();
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = path.join(folder, 'events.jsonl');
  }

  /**
   * The new events that count (see attempts.ts) since the last call; none while there is no file. A file that became shorter is read from
   * its beginning.
   * @throws {RunFolderError} if the file cannot be read or a line in its middle is broken
   */
  async readMore(): Promise<TrainerEvent[]> {
    const events = await useFileIn(this.folder, 'events.jsonl', file => this.readOn(file)).catch((error: unknown) => {
      throw asRunFolderError(error);
    });
    return events ?? [];
  }

  private async readOn(file: OpenFile): Promise<TrainerEvent[]> {
    const { size } = file;
    if (size < this.offset) {
      [this.offset, this.lines] = [0, 0];
      this.counted = new CountedEvents();
    }
    if (size > limits.events) throw new RunFolderError(`${this.file}: ${size} bytes; expected at most ${limits.events}.`);
    const events: TrainerEvent[] = [];
    const bytes = await readRange(file, this.offset, size - this.offset);
    const { lines, wholeBytes } = readEventLines(bytes, this.file, this.lines, event => {
      if (this.counted.counts(event)) events.push(event);
    });
    this.offset += wholeBytes;
    this.lines += lines;
    return events;
  }
}
