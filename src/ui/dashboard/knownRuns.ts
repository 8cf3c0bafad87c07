import path from 'node:path';
import { initialRun, RunProgress, type Run } from '../../contract/runState';
import { fileSizeIn, fileTimeIn } from '../../files/readFiles';
import { EventsFollower } from '../../runFolder/eventsFollower';
import type { LabRun } from '../../runs/labRun';

const EVENTS = 'events.jsonl';

/**
 * What the files of runs tell that no process trains, for all panels that show them: each file is read once, and what was added to it
 * since when it has changed.
 */
export class KnownRuns {
  private readonly known = new Map<string, KnownRun>();

  /** The run as its events tell it, the same object as long as its file is the same; the initial run if it cannot be read. */
  read({ folder }: Pick<LabRun, 'folder'>): Promise<Run> {
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
  private follower: EventsFollower;
  private progress = new RunProgress();
  private run = initialRun;
  private size: number | undefined;
  private timeMs: number | undefined;
  /** One after the other, so that nothing is read twice. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {
    this.follower = new EventsFollower(folder);
  }

  read(): Promise<Run> {
    const read = this.reading.then(() => this.readChanged());
    this.reading = read;
    return read;
  }

  private async readChanged(): Promise<Run> {
    const [size, timeMs] = await Promise.all([fileSizeIn(this.folder, EVENTS), fileTimeIn(this.folder, EVENTS)]);
    if (size === this.size && timeMs === this.timeMs) return this.run;
    // What is no longer is another file.
    if (size === undefined || size <= (this.size ?? 0)) this.begin();
    [this.size, this.timeMs] = [size, timeMs];
    try {
      const events = await this.follower.readMore();
      for (const event of events) this.progress.add(event);
      if (events.length > 0) this.run = ofFolder(this.progress.run, this.folder);
    } catch {
      this.begin();
    }
    return this.run;
  }

  private begin(): void {
    this.follower = new EventsFollower(this.folder);
    this.progress = new RunProgress();
    this.run = initialRun;
  }
}

/** A run is its folder: an id in a file could be that of another run. */
function ofFolder(run: Run, folder: string): Run {
  return run.config ? { ...run, config: { ...run.config, id: path.basename(folder) } } : run;
}
