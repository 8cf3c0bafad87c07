import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { UserState } from '../files/userState';
import type { QueuedRun } from './queueState';

/** So many runs that came in together are remembered in one note: each takes a hundred bytes of it. */
const MOST_IN_A_NOTE = 500;

/**
 * Which runs of a queue this user asked for, in this window or another one. The queue's file lies in a folder that may have come from
 * elsewhere: other runs in it wait until the user asks for them. A run is remembered with its id and its parameters, so that no other run
 * can take its place.
 */
export class AskedRuns {
  /** By their ids. */
  private readonly digests = new Map<string, string>();
  /** What the queue had at the last look. */
  private seen: ReadonlyMap<string, QueuedRun> = new Map();
  private readonly inTurn = pLimit(1);

  constructor(
    private readonly queueFile: string,
    private readonly state: UserState,
  ) {}

  /** As it was known at the last look. */
  has(run: QueuedRun): boolean {
    return this.digests.get(run.id) === digestOf(run);
  }

  /**
   * Determines which of these runs, all that the queue has, were asked for; forgets those that are no longer in the queue.
   * @param takenOut runs that may be put back into the queue, which are not forgotten either
   */
  look(runs: readonly QueuedRun[], takenOut: readonly QueuedRun[] = []): Promise<void> {
    return this.inTurn(async () => {
      const now = new Map([...takenOut, ...runs].map(run => [run.id, run]));
      // One that was only just asked for may not be in the queue yet.
      await this.forget([...this.seen.values()].filter(({ id }) => !now.has(id)));
      this.seen = now;
      const notes = new Map<string, unknown>();
      for (const run of runs) {
        if (this.has(run)) continue;
        const name = this.noteOf(run);
        if (!notes.has(name)) notes.set(name, await this.state.read(name));
        const digest = digestIn(notes.get(name), run);
        if (digest !== undefined) this.digests.set(run.id, digest);
      }
    });
  }

  /**
   * Remembers, before they are in the queue, that runs were asked for.
   * @throws the system's error, if that cannot be written: it then counts until this process ends
   */
  async ask(runs: readonly QueuedRun[]): Promise<void> {
    for (const run of runs) this.digests.set(run.id, digestOf(run));
    await this.inTurn(async () => {
      for (const [name, inNote] of this.byNote(runs)) {
        const more = Object.fromEntries(inNote.map(run => [run.id, digestOf(run)]));
        const [{ id, batch }] = inNote as [QueuedRun];
        await this.state.write(name, batch === undefined ? more[id] : { ...digestsIn(await this.state.read(name)), ...more });
      }
    });
  }

  /** The run has begun or was taken out of the queue: to train it again it must be asked for again. */
  async drop(run: QueuedRun): Promise<void> {
    this.digests.delete(run.id);
    await this.inTurn(() => this.forget([run]));
  }

  private async forget(runs: readonly QueuedRun[]): Promise<void> {
    for (const { id } of runs) this.digests.delete(id);
    for (const [name, inNote] of this.byNote(runs)) {
      const ids = new Set(inNote.map(({ id }) => id));
      const left = Object.entries(digestsIn(await this.state.read(name))).filter(([id]) => !ids.has(id));
      const forgetting = left.length > 0 ? this.state.write(name, Object.fromEntries(left)) : this.state.remove(name);
      // A note that stays behind stands for something that was asked for.
      await forgetting.catch(() => undefined);
    }
  }

  private byNote(runs: readonly QueuedRun[]): Map<string, QueuedRun[]> {
    const notes = new Map<string, QueuedRun[]>();
    for (const run of runs) {
      const name = this.noteOf(run);
      const inNote = notes.get(name);
      if (inNote) inNote.push(run);
      else notes.set(name, [run]);
    }
    return notes;
  }

  private noteOf({ id, batch }: QueuedRun): string {
    return batch === undefined ? `${this.queueFile}\n${id}` : `${this.queueFile}\nbatch ${batch}`;
  }
}

/** Runs that come in together, as they are to be put into the queue: each names the note in which it is remembered. */
export function inBatches(runs: readonly QueuedRun[]): readonly QueuedRun[] {
  if (runs.length < 2) return runs;
  return runs.map((run, i) => ({ ...run, batch: runs[i - (i % MOST_IN_A_NOTE)]!.id }));
}

/** What a note of several runs says: digests by the runs' ids. A note of one run says none. */
function digestsIn(note: unknown): Readonly<Record<string, unknown>> {
  return typeof note === 'object' && note !== null ? { ...note } : {};
}

function digestIn(note: unknown, { id, batch }: QueuedRun): string | undefined {
  const digest = batch === undefined ? note : digestsIn(note)[id];
  return typeof digest === 'string' ? digest : undefined;
}

const digests = new WeakMap<QueuedRun, string>();

/** Everything that decides what a run is. */
function digestOf(run: QueuedRun): string {
  const known = digests.get(run);
  if (known !== undefined) return known;
  const { addedAt: _, labels, ...rest } = run;
  const named = Object.entries(labels).filter(([, value]) => value !== '' && value !== false && String(value) !== '');
  const digest = createHash('sha256')
    .update(canonicalJson({ ...rest, labels: Object.fromEntries(named) }))
    .digest('hex');
  digests.set(run, digest);
  return digest;
}

/** JSON with its members in one order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
