import { RunProgress, type Run } from '../contract/runState';
import type { TrainerEvent } from '../contract/trainer';
import { EventsFollower } from '../runFolder/eventsFollower';
import { AT_ONCE } from '../runFolder/listRuns';
import type { RunOverview } from '../runFolder/readRun';
import type { Disposable } from '../util/emitter';
import type { Clock } from '../util/clock';
import { mapAtOnce } from '../util/mapAtOnce';

/** How often runs of other processes are looked at. */
export const FOLLOW_MS = 1_000;
/** How many of them each time, however many there are: of a shared folder a file server has to answer for every look. */
export const MOST_LOOKS = 100;

export interface OtherRunsListener {
  readonly onEvents: (id: string, events: readonly TrainerEvent[]) => void;
  /**
   * Called after each round of reading, with the runs that may have ended: they had no new event, or one that ended them. The others are
   * known to be alive. It calls `follow` with those to be followed further.
   */
  readonly afterReading: (ids: readonly string[]) => Promise<void>;
  /** Given work whose end no caller waits for. */
  readonly inBackground: (work: Promise<unknown>) => void;
  /** Whether a person has a run before their eyes, which then has its turn each time. */
  readonly isLookedAt?: ((id: string) => boolean) | undefined;
}

interface Followed {
  readonly follower: EventsFollower;
  readonly progress: RunProgress;
}

/** Follows the runs that other processes train: once a second, so many of them that all have their turn. */
export class OtherRuns implements Disposable {
  /** In the order of their turns: the next one first. */
  private readonly followed = new Map<string, Followed>();
  private cancelTimer: (() => void) | undefined;
  private isDisposed = false;

  constructor(
    private readonly clock: Clock,
    private readonly listener: OtherRunsListener,
  ) {}

  /** What the events of a run have told so far; undefined if it is not followed. */
  find(id: string): Run | undefined {
    return this.followed.get(id)?.progress.run;
  }

  /** Follows these runs and no others. */
  follow(runs: readonly RunOverview[]): void {
    const current = new Set(runs.map(({ id }) => id));
    for (const id of this.followed.keys()) if (!current.has(id)) this.followed.delete(id);
    for (const { id, folder } of runs) {
      if (!this.followed.has(id)) this.followed.set(id, { follower: new EventsFollower(folder), progress: new RunProgress() });
    }
    if (this.followed.size === 0 || this.cancelTimer || this.isDisposed) return;
    this.cancelTimer = this.clock.after(FOLLOW_MS, () => this.listener.inBackground(this.lookAgain()));
  }

  forget(id: string): void {
    this.followed.delete(id);
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer?.();
  }

  private async lookAgain(): Promise<void> {
    const errors: unknown[] = [];
    const asked = await mapAtOnce(this.nextTurn(), AT_ONCE, async id => {
      try {
        const news = await this.read(id);
        return news.length === 0 || news.some(({ type }) => type === 'runEnded' || type === 'runFailed') ? [id] : [];
      } catch (error) {
        // One that cannot be read keeps none of the others from being read.
        errors.push(error);
        return [id];
      }
    });
    this.cancelTimer = undefined;
    await this.listener.afterReading(asked.flat());
    if (errors.length > 0) throw errors[0];
  }

  /** Those to be looked at now: what a person looks at, then those that have waited longest. */
  private nextTurn(): readonly string[] {
    const { isLookedAt = () => false } = this.listener;
    const ids = [...this.followed.keys()];
    const seen = ids.filter(id => isLookedAt(id));
    const turn = [...new Set([...seen, ...ids])].slice(0, MOST_LOOKS);
    for (const id of turn) {
      const followed = this.followed.get(id)!;
      this.followed.delete(id);
      this.followed.set(id, followed);
    }
    return turn;
  }

  /** Reads the new events of a run and passes them on. */
  private async read(id: string): Promise<readonly TrainerEvent[]> {
    const followed = this.followed.get(id);
    const events = (await followed?.follower.readMore()) ?? [];
    // While its file was read, it may have become a run of this process, whose events come directly.
    if (!followed || events.length === 0 || this.followed.get(id) !== followed) return [];
    for (const event of events) followed.progress.add(event);
    this.listener.onEvents(id, events);
    return events;
  }
}
