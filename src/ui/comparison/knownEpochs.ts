import { initialRun, RunProgress } from '../../contract/runState';
import type { EpochEnded } from '../../contract/trainer';
import { fileSizeIn, fileTimeIn } from '../../files/readFiles';
import { readEpochEvents } from '../../runFolder/epochEvents';
import type { LabRun } from '../../runs/labRun';

const EVENTS = 'events.jsonl';

/** The epochs of runs that no process trains, for the panels that show many: each file is read once, and what was added to it since. */
export class KnownEpochs {
  private readonly known = new Map<string, KnownRun>();

  /** The same list as long as the file is the same. @throws {RunFolderError} if it cannot be read; the next call tries again */
  read({ folder }: Pick<LabRun, 'folder'>): Promise<readonly EpochEnded[]> {
    let run = this.known.get(folder);
    if (!run) this.known.set(folder, (run = new KnownRun(folder)));
    return run.read();
  }

  /** Forgets all other runs. */
  keepOnly(folders: ReadonlySet<string>): void {
    for (const folder of this.known.keys()) if (!folders.has(folder)) this.known.delete(folder);
  }
}

class KnownRun {
  private progress = new RunProgress();
  private epochs: readonly EpochEnded[] = initialRun.epochs;
  private offset = 0;
  private size: number | undefined;
  private timeMs: number | undefined;
  /** One after the other, so that nothing is read twice. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {}

  read(): Promise<readonly EpochEnded[]> {
    const read = this.reading.then(() => this.readChanged());
    this.reading = read.catch(() => undefined);
    return read;
  }

  private async readChanged(): Promise<readonly EpochEnded[]> {
    const [size, timeMs] = await Promise.all([fileSizeIn(this.folder, EVENTS), fileTimeIn(this.folder, EVENTS)]);
    if (size === this.size && timeMs === this.timeMs) return this.epochs;
    // What is no longer is another file.
    if (size === undefined || size <= (this.size ?? 0)) this.begin();
    try {
      const { events = [], wholeBytes = 0 } = (await readEpochEvents(this.folder, this.offset)) ?? {};
      for (const event of events) this.progress.add(event);
      this.offset += wholeBytes;
      [this.size, this.timeMs] = [size, timeMs];
      if (events.length > 0) this.epochs = this.progress.run.epochs;
    } catch (error) {
      this.begin();
      throw error;
    }
    return this.epochs;
  }

  private begin(): void {
    this.progress = new RunProgress();
    this.epochs = initialRun.epochs;
    this.offset = 0;
    [this.size, this.timeMs] = [undefined, undefined];
  }
}
