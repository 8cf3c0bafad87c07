import { readFile } from 'node:fs/promises';
import type { RunLabels } from '../contract/labels';
import { parseParameters } from '../contract/parseParameters';
import type { Parameters } from '../contract/parameters';
import { isRunId } from '../contract/runId';
import type { EngineChoice } from '../contract/trainer';
import path from 'node:path';
import { writeFileIn } from '../files/writeFiles';
import { Emitter } from '../util/emitter';
import { withFileLock } from '../runFolder/fileLock';

/** A run that waits for its turn. */
export interface QueuedRun {
  /** The id that the run will have. */
  readonly id: string;
  readonly parameters: Parameters;
  readonly labels: Partial<RunLabels>;
  readonly parent: string | null;
  /** Gradient workers that it must have; null: as the settings say when it starts. */
  readonly threads: number | null;
  /** The same for the engine. */
  readonly engine: EngineChoice | null;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
}

interface QueueFile {
  readonly schemaVersion: 1;
  readonly paused: boolean;
  readonly runs: readonly QueuedRun[];
}

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
   */
  async takeNext(mayStart: (run: QueuedRun) => boolean): Promise<QueuedRun | undefined> {
    // Without anything to take there is nothing to change, nor to lock.
    await this.refresh();
    if (this.isPaused || !this.runs.some(mayStart)) return undefined;
    let taken: QueuedRun | undefined;
    await this.change(state => {
      const place = state.paused ? -1 : state.runs.findIndex(mayStart);
      if (place < 0) return state;
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
      const after = await withFileLock(this.file, async () => {
        const before = await this.read();
        const changed = how(before);
        if (changed !== before)
          await writeFileIn(path.dirname(this.file), path.basename(this.file), `${JSON.stringify(changed, undefined, 2)}\n`);
        return changed;
      });
      this.take(after);
    });
  }

  private async read(): Promise<QueueFile> {
    let text: string;
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty;
      throw error;
    }
    try {
      return parseQueue(JSON.parse(text));
    } catch (error) {
      throw new Error(`${this.file}: this is no queue: ${(error as Error).message} Mend the file or delete it.`, { cause: error });
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

function parseQueue(value: unknown): QueueFile {
  const { schemaVersion, paused, runs } = (value ?? {}) as Partial<QueueFile>;
  if (schemaVersion !== 1) throw new TypeError(`schemaVersion: expected 1, not ${JSON.stringify(schemaVersion)}.`);
  if (!Array.isArray(runs)) throw new TypeError('runs: expected a list.');
  return {
    schemaVersion,
    paused: paused === true,
    runs: (runs as readonly Partial<QueuedRun>[]).map(({ id, parameters, labels, parent, threads, engine, addedAt }, i) => {
      if (typeof id !== 'string' || !isRunId(id)) throw new TypeError(`runs[${i}].id: expected a run id, not ${JSON.stringify(id)}.`);
      const rest = {
        labels: labels ?? {},
        parent: parent ?? null,
        threads: threads ?? null,
        engine: engine ?? null,
        addedAt: addedAt ?? '',
      };
      return { id, parameters: parseParameters(parameters), ...rest };
    }),
  };
}
