import path from 'node:path';
import pLimit from 'p-limit';
import type { InferOutput } from 'valibot';
import { FormatError } from '../contract/formats/parse';
import { parseJson } from '../contract/formats/parseJson';
import { queueFile, type queuedRun } from '../contract/formats/queue';
import { readFileIn } from '../files/readFiles';
import { makeFolder } from '../files/writeFiles';
import { withFileLock } from '../runFolder/fileLock';
import { Emitter } from '../util/emitter';

/** A run that waits for its turn. */
export type QueuedRun = InferOutput<typeof queuedRun>;

type QueueFile = InferOutput<typeof queueFile>;

/** Ten thousand waiting runs take less. */
const MOST_BYTES = 32_000_000;

const empty: QueueFile = { schemaVersion: 1, paused: false, runs: [] };

/**
 * The runs that wait, kept in a file that several windows and the command line share: every change begins with what the file says, and
 * no other process changes it meanwhile.
 */
export class Queue {
  private state = empty;
  private readonly changes = new Emitter<void>();
  private readonly inTurn = pLimit(1);

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
    return this.inTurn(async () => this.setState(await this.read()));
  }

  add(...runs: readonly QueuedRun[]): Promise<void> {
    return this.change(state => ({ ...state, runs: [...state.runs, ...runs] }));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.changeIfDifferent(state => {
      const runs = state.runs.filter(({ id }) => !ids.includes(id));
      return runs.length === state.runs.length ? state : { ...state, runs };
    });
  }

  /** Moves a run so many steps back or, if negative, forward. */
  move(id: string, by: number): Promise<void> {
    return this.changeIfDifferent(state => {
      const index = state.runs.findIndex(run => run.id === id);
      const place = Math.min(Math.max(0, index + by), state.runs.length - 1);
      if (index < 0 || place === index) return state;
      const others = state.runs.filter(run => run.id !== id);
      return { ...state, runs: others.toSpliced(place, 0, state.runs[index]!) };
    });
  }

  setPaused(paused: boolean): Promise<void> {
    return this.changeIfDifferent(state => (state.paused === paused ? state : { ...state, paused }));
  }

  /**
   * Takes the next one out; undefined if there is none or the queue is paused.
   * @param mayStart says of a run, as the file has it now, whether it may be taken out: others wait on and hold nothing up
   * @param mayDequeue asked at the moment at which it would be taken out: time has passed since there was seen to be room for it
   */
  async dequeue(mayStart: (run: QueuedRun) => boolean, mayDequeue: () => boolean = () => true): Promise<QueuedRun | undefined> {
    // If no run may start, there is nothing to change and no lock is needed.
    await this.refresh();
    if (this.isPaused || !this.runs.some(mayStart)) return undefined;
    let next: QueuedRun | undefined;
    await this.change(state => {
      const index = state.paused ? -1 : state.runs.findIndex(mayStart);
      if (index < 0 || !mayDequeue()) return state;
      next = state.runs[index];
      return { ...state, runs: state.runs.toSpliced(index, 1) };
    });
    return next;
  }

  dispose(): void {
    this.changes.dispose();
  }

  /** The same as `change`, for what may be asked twice. Where nothing would be different, nothing is written, not even a lock. */
  private async changeIfDifferent(how: (state: QueueFile) => QueueFile): Promise<void> {
    await this.refresh();
    if (how(this.state) !== this.state) await this.change(how);
  }

  private change(how: (state: QueueFile) => QueueFile): Promise<void> {
    return this.inTurn(async () => {
      await makeFolder(path.dirname(this.file));
      const after = await withFileLock(this.file, async lock => {
        const before = await this.read();
        const changed = how(before);
        if (changed !== before) await lock.write(`${JSON.stringify(changed, undefined, 2)}\n`);
        return changed;
      });
      this.setState(after);
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

  private setState(state: QueueFile): void {
    const isSame = JSON.stringify(state) === JSON.stringify(this.state);
    this.state = state;
    if (!isSame) this.changes.fire();
  }
}
