import path from 'node:path';
import type { SyncState, Tracking, WandbCredential, WandbMode, WandbTarget } from '../contract/tracking';
import type { TrainerEvent } from '../contract/trainer';
import { systemClock, type Clock } from '../util/clock';
import { Emitter, type Event } from '../util/emitter';
import { stateFolder } from '../util/userFolders';
import { userState } from '../files/userState';
import { BegunUploads } from './begunUploads';
import type { Fetch } from './http';
import { TrackedRun } from './trackedRun';
import { readTracking } from './trackingFile';
import { Turns } from './turns';

export interface WandbSettings extends WandbTarget {
  readonly mode: WandbMode;
  /** The place is a folder's word that this user has not confirmed: runs are recorded for it, and not sent unasked. */
  readonly isUnconfirmed?: boolean;
}

export interface TrackerOptions {
  /** Asked anew for each run. */
  readonly settings: () => WandbSettings;
  /** The key for a server, undefined if there is none; asked anew before each attempt. */
  readonly credential: (baseUrl: string) => Promise<WandbCredential | undefined>;
  /** In VS Code the global one, which its proxy settings reach. */
  readonly fetch: Fetch;
  readonly clock?: Clock;
  /** What this user began, in any process; by default as their state folder has it. */
  readonly begun?: BegunUploads;
}

/** So many runs that do not train are sent at a time. */
const SENT_AT_A_TIME = 2;

/** So many files are read at a time. */
const AT_A_TIME = 32;

/**
 * What goes to W&B, of all runs: writes the record of those that this process trains and sends what is to be sent. Nothing that goes wrong
 * here is thrown at who trains; it is a run's state, and said once.
 */
export class Tracker {
  private readonly changed = new Emitter<string>();
  private readonly trouble = new Emitter<string>();
  private readonly runs = new Map<string, TrackedRun>();
  private readonly turns = new Turns(SENT_AT_A_TIME);
  private readonly begun: BegunUploads;

  /** A run folder whose state has changed. */
  readonly onChanged: Event<string> = this.changed.event;
  /** A line for a person: something did not work; training goes on. */
  readonly onTrouble: Event<string> = this.trouble.event;

  constructor(private readonly options: TrackerOptions) {
    this.begun = options.begun ?? new BegunUploads(userState(stateFolder(), 'uploads'));
  }

  /** What a run that this process trains says; the first is `runStarted` or `runResumed`. */
  take(runFolder: string, event: TrainerEvent): void {
    const run = this.runAt(runFolder);
    if (event.type === 'runStarted' || event.type === 'runResumed') {
      try {
        const { mode, isUnconfirmed = false, ...target } = this.options.settings();
        run.begin(isUnconfirmed && mode === 'online' ? 'offline' : mode, target, !isUnconfirmed);
      } catch (error) {
        this.trouble.fire(`${path.basename(runFolder)} is not recorded for W&B: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    run.take(event);
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
  stateOf(runFolder: string): Tracking | undefined {
    return this.runs.get(path.resolve(runFolder))?.tracking;
  }

  /** Whether this user had a run recorded or sent, as last known; else its folder alone says so, and nothing of it is sent unasked. */
  isOwn(runFolder: string): boolean {
    return this.runs.get(path.resolve(runFolder))?.isOwn ?? false;
  }

  /**
   * Where a run's folder says that it goes, if this user never said so and it is not the place that is set now.
   * @throws {Error} if what is set cannot be a place
   */
  claimOf(runFolder: string): Promise<WandbTarget | undefined> {
    const { mode: _, isUnconfirmed: __, ...current } = this.options.settings();
    return this.runAt(runFolder).claimAgainst(current);
  }

  /** Reads what these runs' folders say, of those that were tracked. */
  async read(runFolders: readonly string[]): Promise<void> {
    for (let i = 0; i < runFolders.length; i += AT_A_TIME)
      await Promise.all(runFolders.slice(i, i + AT_A_TIME).map(folder => this.runAt(folder).read()));
  }

  /**
   * Sends a run, or what is left of it to send; makes its record if it has none. Resolves with the state it came to; while it trains, with
   * the one it has. Never rejects.
   * @param chosen where a person said that it goes; by default what is set now, but for a run that this user began to send elsewhere
   */
  async sync(runFolder: string, chosen?: WandbTarget): Promise<SyncState> {
    try {
      const { mode: _, isUnconfirmed: __, ...current } = this.options.settings();
      return await this.runAt(runFolder).sync(current, chosen);
    } catch (error) {
      return { status: 'failed', reason: error instanceof Error ? error.message : String(error), changedAt: new Date().toISOString() };
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

  private runAt(runFolder: string): TrackedRun {
    const folder = path.resolve(runFolder);
    const there = this.runs.get(folder);
    if (there) return there;
    const { clock = systemClock, fetch, credential } = this.options;
    const onChanged = (): void => this.changed.fire(runFolder);
    const onTrouble = (line: string): void => this.trouble.fire(line);
    const { begun, turns } = this;
    const run = new TrackedRun(folder, { clock, fetch, credential, turns, begun, read: readTracking, onChanged, onTrouble });
    this.runs.set(folder, run);
    return run;
  }
}
