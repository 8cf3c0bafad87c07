import type { InferOutput } from 'valibot';
import { FormatError } from '../contract/formats/parse';
import { parseJson } from '../contract/formats/parseJson';
import { queueFile, type queuedRun } from '../contract/formats/queue';
import { readFileIn } from '../files/readFiles';
import path from 'node:path';
import { makeFolder } from '../files/writeFiles';
import { Emitter } from '../util/emitter';
import { withFileLock } from '../runFolder/fileLock';

/** A run that waits for its turn. */
export type QueuedRun = InferOutput<typeof queuedRun>;

type QueueFile = InferOutput<typeof queueFile>;

/** Ten thousand runs that wait take less. */
const MOST_BYTES = 32_000_000;

const empty: QueueFile = { schemaVersion: 1, paused: false, runs: [] };

/**
 * The runs that wait, kept in a file that several windows and the command line share: every change begins with what the file says, and
 * nobody else changes it meanwhile.
 */
export class Queue {
  private state = empty;
  private readonly changes = new Emitter<void>();
  private working: Promise<unknown> = Promise.resolve();

  readonly onChanged = this.changes.event;

  constructor(private readonly file: string) {}

  /** The next one first. */
  get runs(): readonly QueuedRun[] {
    return this.state.runs;
  }

  get isPaused(): boolean {
    return this.state.paused;
  }

  /**
   * Reads what another process wrote.
   * @throws {Error} if the file cannot be read or is no queue; it names what is wrong. The queue is then as it was.
   */
  refresh(): Promise<void> {
    return this.next(async () => this.take(await this.read()));
  }

  add(...runs: readonly QueuedRun[]): Promise<void> {
    return this.change(state => ({ ...state, runs: [...state.runs, ...runs] }));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.change(state => {
      const runs = state.runs.filter(({ id }) => !ids.includes(id));
      return runs.length === state.runs.length ? state : { ...state, runs };
    });
  }

  /** Moves a run so many places back or, if negative, forward. */
  move(id: string, by: number): Promise<void> {
    return this.change(state => {
      const place = state.runs.findIndex(run => run.id === id);
      if (place < 0) return state;
      const others = state.runs.filter(run => run.id !== id);
      return { ...state, runs: others.toSpliced(Math.max(0, place + by), 0, state.runs[place]!) };
    });
  }

  setPaused(paused: boolean): Promise<void> {
    return this.change(state => (state.paused === paused ? state : { ...state, paused }));
  }

  /**
   * Takes the next one out; undefined if there is none or the queue is paused.
   * @param mayStart says of a run, as the file has it now, whether it may be taken: others wait on and hold nothing up
   * @param mayTake asked at the moment at which it would be taken: time has passed since there was seen to be room for it
   */
  async takeNext(mayStart: (run: QueuedRun) => boolean, mayTake: () => boolean = () => true): Promise<QueuedRun | undefined> {
    // Without anything to take there is nothing to change, nor to lock.
    await this.refresh();
    if (this.isPaused || !this.runs.some(mayStart)) return undefined;
    let taken: QueuedRun | undefined;
    await this.change(state => {
      const place = state.paused ? -1 : state.runs.findIndex(mayStart);
      if (place < 0 || !mayTake()) return state;
      taken = state.runs[place];
      return { ...state, runs: state.runs.toSpliced(place, 1) };
    });
    return taken;
  }

  dispose(): void {
    this.changes.dispose();
  }

  private change(how: (state: QueueFile) => QueueFile): Promise<void> {
    return this.next(async () => {
      await makeFolder(path.dirname(this.file));
      const after = await withFileLock(this.file, async lock => {
        const before = await this.read();
        const changed = how(before);
        if (changed !== before) await lock.write(`${JSON.stringify(changed, undefined, 2)}\n`);
        return changed;
      });
      this.take(after);
    });
  }

  private async read(): Promise<QueueFile> {
    const bytes = await readFileIn(path.dirname(this.file), path.basename(this.file), MOST_BYTES);
    if (!bytes) return empty;
    try {
      return parseJson(queueFile, bytes.toString('utf8'), this.file);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new Error(`${this.file}: this is no queue: ${error.detail} Mend the file or delete it.`, { cause: error });
    }
  }

  private take(state: QueueFile): void {
    const isSame = JSON.stringify(state) === JSON.stringify(this.state);
    this.state = state;
    if (!isSame) this.changes.fire();
  }

  private next(work: () => Promise<void>): Promise<void> {
    const done = this.working.then(work);
    this.working = done.catch(() => undefined);
    return done;
  }
}
