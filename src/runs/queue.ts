import path from 'node:path';
import pLimit from 'p-limit';
import { FormatError } from '../contract/formats/parse';
import { parseJson } from '../contract/formats/parseJson';
import { queueFile } from '../contract/formats/queue';
import { readFileIn } from '../files/readFiles';
import { makeFolder } from '../files/writeFiles';
import { withFileLock } from '../runFolder/fileLock';
import { Emitter } from '../util/emitter';
import { added, emptyQueue, moved, removed, type FailedRun, type QueuedRun, type QueueFile, type TakenOutRun } from './queueState';
import { keepingObjects } from './sameObjects';

export type { QueuedRun } from './queueState';

/** Ten thousand waiting runs take less. */
const MOST_BYTES = 32_000_000;

/**
 * The runs that wait, kept in a file that several windows and the command line share: every change begins with what the file says, and
 * no other process changes it meanwhile.
 */
export class Queue {
  private state = emptyQueue;
  private readonly changes = new Emitter<void>();
  private readonly inTurn = pLimit(1);

  readonly onChanged = this.changes.event;

  constructor(private readonly file: string) {}

  /** The next one first. A run of which nothing has changed is the same object as before. */
  get runs(): readonly QueuedRun[] {
    return this.state.runs;
  }

  get takenOut(): readonly TakenOutRun[] {
    return this.state.takenOut ?? [];
  }

  get failed(): readonly FailedRun[] {
    return this.state.failed ?? [];
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
    return this.alter(state => added(state, runs));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.change(state => removed(state, new Set(ids)));
  }

  /** Moves a run so many steps back or, if negative, forward. */
  move(id: string, by: number): Promise<void> {
    return this.change(state => moved(state, id, by));
  }

  setPaused(paused: boolean): Promise<void> {
    return this.change(state => (state.paused === paused ? state : { ...state, paused }));
  }

  /**
   * Changes the file by one of the functions of queueState.ts, which may be called twice. Where nothing would be different, nothing is
   * written, not even a lock.
   * @throws {Error} if it would be too large; what the function throws
   */
  async change(how: (state: QueueFile) => QueueFile): Promise<void> {
    await this.refresh();
    if (how(this.state) !== this.state) await this.alter(how);
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
    await this.alter(state => {
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

  private alter(how: (state: QueueFile) => QueueFile): Promise<void> {
    return this.inTurn(async () => {
      await makeFolder(path.dirname(this.file));
      const after = await withFileLock(this.file, async lock => {
        const before = await this.read();
        const changed = how(before);
        if (changed !== before) await lock.write(this.textOf(changed));
        return changed;
      });
      this.setState(after);
    });
  }

  /** @throws {Error} of a queue that could not be read again */
  private textOf(state: QueueFile): string {
    const text = `${JSON.stringify(state, undefined, 2)}\n`;
    if (Buffer.byteLength(text) <= MOST_BYTES) return text;
    throw new Error(
      `${this.file}: the queue would be larger than ${MOST_BYTES / 1e6} MB. Nothing was changed: let fewer runs wait, or shorten their notes.`,
    );
  }

  private async read(): Promise<QueueFile> {
    const bytes = await readFileIn(path.dirname(this.file), path.basename(this.file), MOST_BYTES);
    if (!bytes) return emptyQueue;
    try {
      return parseJson(queueFile, bytes.toString('utf8'), this.file);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new Error(`${this.file}: this is no queue: ${error.detail} Mend the file or delete it.`, { cause: error });
    }
  }

  private setState(state: QueueFile): void {
    const kept = keepingObjects(this.state, state);
    if (kept === this.state) return;
    this.state = kept;
    this.changes.fire();
  }
}
