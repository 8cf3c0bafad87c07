import path from 'node:path';
import pLimit from 'p-limit';
import type { SyncState, TrackingMode } from '../contract/tracking';
import type { TrainerEvent } from '../contract/trainer';
import { userState } from '../files/userState';
import { systemClock, type Clock } from '../util/clock';
import { Emitter, type Event } from '../util/emitter';
import { messageOf } from '../util/messageOf';
import { stateFolder } from '../util/userFolders';
import { BegunUploads } from './begunUploads';
import { stamped, type Sink, type SinkTracking } from './sink';
import { SinkRun } from './sinkRun';

export interface TrackerSettings<Target> {
  readonly mode: TrackingMode;
  readonly target: Target;
  /** The target comes from a folder and this user has not confirmed it: runs are recorded for it, and not sent unasked. */
  readonly isUnconfirmed?: boolean;
}

export interface TrackerOptions<Target> {
  /** Asked anew for each run. */
  readonly settings: () => TrackerSettings<Target>;
  readonly sink: Sink<Target>;
  readonly clock?: Clock;
  /** What this user began, in any process; by default as their state folder has it. */
  readonly begun?: BegunUploads<Target>;
}

/** How many runs that are not being trained are sent at the same time. */
const SENT_AT_A_TIME = 2;

/** How many files are read at the same time. */
const READ_AT_A_TIME = 32;

/**
 * Records the runs that this process trains for a sink, and sends the runs that are to be sent. An error here never disturbs the training;
 * it becomes part of the run's state and is reported once.
 */
export class Tracker<Target> {
  private readonly changed = new Emitter<string>();
  private readonly trouble = new Emitter<string>();
  private readonly runs = new Map<string, SinkRun<Target>>();
  private readonly sendings = pLimit(SENT_AT_A_TIME);
  private readonly readings = pLimit(READ_AT_A_TIME);
  private readonly begun: BegunUploads<Target>;

  /** A run folder whose state has changed. */
  readonly onChanged: Event<string> = this.changed.event;
  /** A line for a person: something did not work; training goes on. */
  readonly onTrouble: Event<string> = this.trouble.event;

  constructor(private readonly options: TrackerOptions<Target>) {
    this.begun = options.begun ?? new BegunUploads(userState(stateFolder(), 'uploads'), options.sink);
  }

  /** Records an event of a run that this process trains; the first is `runStarted` or `runResumed`. */
  record(runFolder: string, event: TrainerEvent): void {
    const run = this.runAt(runFolder);
    if (event.type === 'runStarted' || event.type === 'runResumed') {
      try {
        const { mode, target, isUnconfirmed = false } = this.options.settings();
        run.begin(isUnconfirmed && mode === 'online' ? 'offline' : mode, target, !isUnconfirmed);
      } catch (error) {
        this.trouble.fire(`${path.basename(runFolder)} is not recorded for ${this.options.sink.name}: ${messageOf(error)}`);
      }
    }
    run.record(event);
  }

  /**
   * The trainer of that run has ended, in whatever way, and its files are written. Resolves when its record is whole; the upload goes on.
   */
  async ended(runFolder: string): Promise<void> {
    await this.runAt(runFolder).end();
  }

  /** The run that this process trained is another one's now, or its folder was removed. It is known again when it is read. */
  async lost(runFolder: string): Promise<void> {
    const folder = path.resolve(runFolder);
    const run = this.runs.get(folder);
    this.runs.delete(folder);
    await run?.lose();
    this.changed.fire(folder);
  }

  /** As last known, from memory; undefined: never tracked, or not read. */
  stateOf(runFolder: string): SinkTracking<Target> | undefined {
    return this.runs.get(path.resolve(runFolder))?.tracking;
  }

  /** Whether this user had a run recorded or sent, as last known; else its folder alone says so, and nothing of it is sent unasked. */
  isOwn(runFolder: string): boolean {
    return this.runs.get(path.resolve(runFolder))?.isOwn ?? false;
  }

  /**
   * The target that a run's folder names, if this user never chose it and it differs from the one that is set now.
   * @throws {Error} if what is set cannot be a target
   */
  claimOf(runFolder: string): Promise<Target | undefined> {
    return this.runAt(runFolder).claimAgainst(this.options.settings().target);
  }

  /** Reads what these runs' folders say, of those that were tracked. */
  async read(runFolders: readonly string[]): Promise<void> {
    await this.readings.map(runFolders, async folder => {
      // Of the runs of a workspace most were never tracked: nothing is kept of them.
      if (this.runs.has(path.resolve(folder)) || (await this.options.sink.readTracking(folder))) await this.runAt(folder).read();
    });
  }

  /**
   * Sends a run, or what is left of it to send; makes its record if it has none. Resolves with the state it came to; while it trains, with
   * the one it has. Never rejects.
   * @param chosen where a person said that it goes; by default what is set now, but for a run that this user began to send elsewhere
   */
  async sync(runFolder: string, chosen?: Target): Promise<SyncState> {
    try {
      return await this.runAt(runFolder).sync(this.options.settings().target, chosen);
    } catch (error) {
      return stamped({ status: 'failed', reason: messageOf(error) });
    }
  }

  /**
   * Goes on with what waits, of the runs that were read and that this user began to send: after a new start, or when there is a key at
   * last. Waits for nothing.
   */
  resume(): void {
    for (const run of this.runs.values()) if (run.tracking?.sync.status === 'queued') run.resume();
  }

  /**
   * Waits until nothing is being written or sent; what is to be tried again later is not waited for.
   * @param signal do not wait any longer; what is left stays queued
   */
  async settle(signal?: AbortSignal): Promise<void> {
    const settled = Promise.all([...this.runs.values()].map(run => run.settled()));
    if (!signal) return void (await settled);
    if (signal.aborted) return;
    const aborted = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([settled, aborted]);
  }

  /** Breaks off what is being sent; it stays queued. */
  async dispose(): Promise<void> {
    await Promise.all([...this.runs.values()].map(run => run.dispose()));
    this.changed.dispose();
    this.trouble.dispose();
  }

  private runAt(runFolder: string): SinkRun<Target> {
    const folder = path.resolve(runFolder);
    const there = this.runs.get(folder);
    if (there) return there;
    const { sink, clock = systemClock } = this.options;
    const run = new SinkRun(folder, {
      sink,
      clock,
      begun: this.begun,
      limit: this.sendings,
      onChanged: () => this.changed.fire(runFolder),
      onTrouble: line => this.trouble.fire(line),
    });
    this.runs.set(folder, run);
    return run;
  }
}
