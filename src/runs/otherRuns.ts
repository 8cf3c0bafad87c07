import { RunProgress, type Run } from '../contract/runState';
import type { TrainerEvent } from '../contract/trainer';
import { EventsFollower } from '../runFolder/eventsFollower';
import type { RunOverview } from '../runFolder/readRun';
import type { Disposable } from '../util/emitter';
import type { Clock } from '../util/clock';

/** How often a run of another process is looked at. */
export const FOLLOW_MS = 1_000;

export interface OtherRunsListener {
  readonly onEvents: (id: string, events: readonly TrainerEvent[]) => void;
  /**
   * Called after each round of reading, with the runs that may have ended: they had no new event, or one that ended them. The others are
   * known to be alive. It calls `follow` with those to be followed further.
   */
  readonly afterReading: (ids: readonly string[]) => Promise<void>;
  /** Given work whose end no caller waits for. */
  readonly inBackground: (work: Promise<unknown>) => void;
}

/** Follows the runs that other processes train, once a second. */
export class OtherRuns implements Disposable {
  private readonly followed = new Map<string, { readonly follower: EventsFollower; readonly progress: RunProgress }>();
  /** Those that are still being trained. */
  private current: readonly string[] = [];
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
    this.current = runs.map(({ id }) => id);
    for (const { id, folder } of runs) {
      if (!this.followed.has(id)) this.followed.set(id, { follower: new EventsFollower(folder), progress: new RunProgress() });
    }
    if (this.current.length === 0 || this.cancelTimer || this.isDisposed) return;
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
    const mayHaveEnded: string[] = [];
    const errors: unknown[] = [];
    for (const id of this.current) {
      try {
        const news = await this.read(id);
        if (news.length === 0 || news.some(({ type }) => type === 'runEnded' || type === 'runFailed')) mayHaveEnded.push(id);
      } catch (error) {
        // One that cannot be read keeps none of the others from being read.
        errors.push(error);
        mayHaveEnded.push(id);
      }
    }
    this.cancelTimer = undefined;
    await this.listener.afterReading(mayHaveEnded);
    if (errors.length > 0) throw errors[0];
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
