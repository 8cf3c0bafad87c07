import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { UserState } from '../files/userState';
import type { QueuedRun } from './queue';

/**
 * Which runs of a queue this user asked for, in this window or another one. The queue's file lies in a folder that may have come from
 * elsewhere: other runs in it wait until the user asks for them. A run is remembered with its id and its parameters, so that no other run
 * can take its place.
 */
export class AskedRuns {
  /** By their ids. */
  private readonly digests = new Map<string, string>();
  /** What the queue had at the last look. */
  private seen: ReadonlySet<string> = new Set();
  private readonly inTurn = pLimit(1);

  constructor(
    private readonly queueFile: string,
    private readonly state: UserState,
  ) {}

  /** As it was known at the last look. */
  has(run: QueuedRun): boolean {
    return this.digests.get(run.id) === digestOf(run);
  }

  /** Determines which of these runs, all that the queue has, were asked for; forgets those that are no longer in the queue. */
  look(runs: readonly QueuedRun[]): Promise<void> {
    return this.inTurn(async () => {
      const ids = new Set(runs.map(({ id }) => id));
      // One that was only just asked for may not be in the queue yet.
      for (const id of this.seen) if (!ids.has(id)) await this.drop(id);
      this.seen = ids;
      for (const run of runs) {
        if (this.has(run)) continue;
        const digest = await this.state.read(this.nameOf(run.id));
        if (typeof digest === 'string') this.digests.set(run.id, digest);
      }
    });
  }

  /**
   * Remembers, before it is in the queue, that a run was asked for.
   * @throws the system's error, if that cannot be written: it then counts until this process ends
   */
  async ask(run: QueuedRun): Promise<void> {
    const digest = digestOf(run);
    this.digests.set(run.id, digest);
    await this.state.write(this.nameOf(run.id), digest);
  }

  /** The run has begun or was taken out of the queue: to train it again it must be asked for again. */
  async drop(id: string): Promise<void> {
    this.digests.delete(id);
    // A note that stays behind stands for something that was asked for.
    await this.state.remove(this.nameOf(id)).catch(() => undefined);
  }

  private nameOf(id: string): string {
    return `${this.queueFile}\n${id}`;
  }
}

/** Everything that decides what a run is. */
function digestOf(run: QueuedRun): string {
  const { addedAt: _, labels, ...rest } = run;
  const named = Object.entries(labels).filter(([, value]) => value !== '' && value !== false && String(value) !== '');
  return createHash('sha256')
    .update(canonicalJson({ ...rest, labels: Object.fromEntries(named) }))
    .digest('hex');
}

/** JSON with its members in one order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
