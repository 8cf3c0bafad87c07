import path from 'node:path';
import type { RecordedRow } from '../../contract/recording';
import { useFileIn } from '../../files/readFiles';
import { passOn, ReplacedError, type GrowingRun, type RowSink } from '../growingRun';
import type { ForeignRun } from '../foreignRun';
import { asForeignError, ForeignError } from '../foreignError';
import { SeenBytes } from '../seenBytes';
import type { Cursor } from './eventFrames';
import { nothingGathered, placeOf, readEventFile, readEvents, type Gathered, type Place } from './readEvents';

interface Growing {
  readonly place: Place;
  readonly cursor: Cursor;
  readonly seen: SeenBytes;
}

/** The event files of a run, which are only ever added to; new ones may come beside them. */
export class GrowingEvents implements GrowingRun {
  readonly hasEnded = false;
  readonly isBehind = false;
  /** Of a run that goes on it is not known which of its rows were read from which file. */
  isOutOfOrder: boolean;
  /** In the folder of the run, sorted. */
  files: readonly string[] = [];
  private readonly gathered: Gathered;
  private readonly growing = new Map<string, Growing>();
  /** So many of its values were passed on. */
  private passedOn = 0;
  private readonly latest = new Map<string, RecordedRow[string]>();

  /**
   * @param isResumed whether the run has rows already
   * @param mayHave asked when there are more values in memory, so many now: false ends it
   */
  constructor(
    private readonly folder: string,
    isResumed: boolean,
    private readonly mayHave: (values: number) => boolean = () => true,
  ) {
    this.gathered = nothingGathered(folder);
    this.isOutOfOrder = isResumed;
  }

  /** Values in memory. */
  get size(): number {
    return this.gathered.points.size;
  }

  async readMore(sink: RowSink): Promise<boolean> {
    const { points } = this.gathered;
    const before = this.passedOn;
    await this.readFiles();
    if (points.size === before) return false;
    this.passedOn = points.size;
    if (!this.mayHave(points.size))
      throw new ForeignError(`${this.folder}: it has too many values to be followed. Import it when it is finished.`);
    const added = function* (this: GrowingEvents): Generator<RecordedRow> {
      for (const row of points.rows(before)) {
        for (const [key, value] of Object.entries(row)) if (key !== '_step' && key !== '_timestamp') this.latest.set(key, value);
        yield row;
      }
    };
    passOn(added.call(this), rows => {
      if (!this.isOutOfOrder) sink.rows(rows);
    });
    return true;
  }

  async *rows(): AsyncGenerator<RecordedRow> {
    this.isOutOfOrder = false;
    yield* this.gathered.points.rows();
  }

  /** Other events come before the first scalar. */
  async hasBegun(): Promise<boolean> {
    await this.readFiles();
    return this.size > 0;
  }

  get facts(): GrowingRun['facts'] {
    return { config: Object.fromEntries(this.gathered.config), summary: Object.fromEntries(this.latest), metrics: [] };
  }

  whole(): Promise<ForeignRun> {
    return readEvents({ folder: this.folder, files: this.files });
  }

  private async readFiles(): Promise<void> {
    for (const name of new Set([...this.growing.keys(), ...this.files])) await this.readFile(name);
  }

  private async readFile(name: string): Promise<void> {
    const known = this.growing.get(name);
    const file = path.join(this.folder, name);
    const found = await useFileIn(this.folder, name, async opened => ({
      size: opened.size,
      isSame: known === undefined || (await known.seen.areIn(opened)),
    })).catch((error: unknown) => {
      throw asForeignError(error, file);
    });
    if (!found?.isSame) {
      if (known && known.cursor.position > 0) throw new ReplacedError(`${file}: it is gone, or another file`);
      this.growing.delete(name);
      return;
    }
    const growing = known ?? { place: placeOf(name, this.gathered), cursor: { position: 0 }, seen: new SeenBytes() };
    this.growing.set(name, growing);
    if (found.size <= growing.cursor.position) return;
    await readEventFile(this.folder, growing.place, growing.cursor);
    await useFileIn(this.folder, name, opened => growing.seen.see(opened, growing.cursor.position));
  }
}
