import { parseValue } from '../contract/formats/parse';
import { queuedRun } from '../contract/formats/queue';
import type { UserState } from '../files/userState';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { Emitter } from '../util/emitter';
import { AskedRuns, inBatches } from './askedRuns';
import type { BackgroundWork } from './backgroundWork';
import { Queue } from './queue';
import * as to from './queueState';
import type { FailedRun, QueuedRun, TakenOutRun } from './queueState';

/** A run that waits for its turn, or to be asked for. */
export interface WaitingRun extends QueuedRun {
  /**
   * Whether this user asked for it. Otherwise only the file contains it, which may have come with the folder, and it waits until the user
   * starts it.
   */
  readonly isAsked: boolean;
  readonly queueFile: string;
}

export interface WaitingOptions {
  /** Where this user's processes remember what was asked for. */
  readonly state: UserState;
  /** Whether a run may still start with the parameters in the queue. */
  readonly isPossible: (run: QueuedRun) => boolean;
  readonly background: BackgroundWork;
}

/** A queue that gives out only runs that this user asked for. */
export class WaitingRuns {
  private readonly queue: Queue;
  private readonly asked: AskedRuns;
  private readonly changes = new Emitter<void>();

  readonly onChanged = this.changes.event;

  constructor(
    readonly file: string,
    private readonly options: WaitingOptions,
  ) {
    this.queue = new Queue(file);
    this.asked = new AskedRuns(file, options.state);
    this.queue.onChanged(() => options.background.run(this.look().finally(() => this.changes.fire())));
  }

  /** The next one first. */
  get runs(): readonly WaitingRun[] {
    return this.queue.runs.map(run => ({ ...run, isAsked: this.mayStart(run), queueFile: this.file }));
  }

  /** Those that can be put back, the last ones last. */
  get takenOut(): readonly TakenOutRun[] {
    return this.queue.takenOut;
  }

  /** Those of this queue that failed, the last one last. */
  get failed(): readonly FailedRun[] {
    return this.queue.failed;
  }

  get isPaused(): boolean {
    return this.queue.isPaused;
  }

  has(id: string): boolean {
    return this.queue.runs.some(run => run.id === id);
  }

  /** Reads what another process wrote. @throws {Error} if the file cannot be read or is no queue */
  async refresh(): Promise<void> {
    await this.queue.refresh();
    await this.look();
  }

  /**
   * Adds runs that this user asks for, in one change of the file; one that the file has under the same id is replaced.
   * @throws {Error} if they would be too many, or one is not as it may be; then none is added
   */
  async add(runs: readonly QueuedRun[]): Promise<void> {
    // A file that cannot be read again would hold up everything that waits.
    const known = inBatches(runs).map(run => parseValue(queuedRun, run, `${run.id} cannot wait`));
    await this.remember(known);
    await this.queue.change(state => to.added(state, known));
  }

  /** Allows a run that only the file contains to start: with its present parameters, and once. @throws {Error} if it cannot start */
  async ask(id: string): Promise<void> {
    const run = this.queue.runs.find(one => one.id === id);
    if (!run) return;
    if (!this.options.isPossible(run))
      throw new Error(`${this.file}: ${id} is a run already, with other parameters than the queue names. Remove it from the queue.`);
    checkOnThisComputer(run.parameters);
    await this.remember([run]);
    this.changes.fire();
  }

  /** Takes a run out for good, also from those that failed. */
  async remove(id: string): Promise<void> {
    const run = this.queue.runs.find(one => one.id === id);
    if (!run && !this.failed.some(one => one.id === id)) return;
    const gone = new Set([id]);
    await this.queue.change(state => to.withoutFailures(to.removed(state, gone), one => one.id === id));
    if (run) await this.asked.drop(run);
  }

  /**
   * Takes runs out so that they can be put back, and are asked for then as they are now.
   * @param ids none: all of them
   * @param stopped runs that this user asked for and that are being trained, which come before those that wait
   */
  async takeOut(ids: ReadonlySet<string> | undefined, stopped: readonly QueuedRun[], now: string): Promise<void> {
    await this.remember(stopped);
    await this.queue.change(state => to.takenOut(state, ids ?? to.idsOf(state.runs), stopped, now));
  }

  /** Puts runs back that were taken out. @param isOver whether one has come to its end otherwise */
  async putBack(ids: ReadonlySet<string>, isOver: (run: QueuedRun) => boolean): Promise<void> {
    await this.queue.change(state => to.putBack(state, ids, isOver));
  }

  /** Moves a run so many steps back or, if negative, forward. */
  async move(id: string, by: number): Promise<void> {
    if (this.has(id)) await this.queue.move(id, by);
  }

  /** Puts runs in the place of others, see `placed`. */
  async place(ids: ReadonlySet<string>, at: ReadonlySet<string>): Promise<void> {
    await this.queue.change(state => to.placed(state, ids, at));
  }

  setPaused(paused: boolean): Promise<void> {
    return this.queue.setPaused(paused);
  }

  async noteFailure(failed: FailedRun): Promise<void> {
    await this.queue.change(state => to.withFailure(state, failed));
  }

  async forgetFailures(isForgotten: (run: FailedRun) => boolean): Promise<void> {
    if (this.failed.some(isForgotten)) await this.queue.change(state => to.withoutFailures(state, isForgotten));
  }

  /** Lets failed runs wait for their second try, which this user asks for. @throws {Error} if one of them cannot start */
  async retry(failed: readonly FailedRun[]): Promise<void> {
    if (failed.length === 0) return;
    for (const { parameters } of failed) checkOnThisComputer(parameters);
    const again = inBatches(failed.map(to.retryOf));
    await this.remember(again);
    await this.queue.change(state => {
      // Another window may have been faster.
      const still = to.idsOf((state.failed ?? []).filter(({ mayRetry }) => mayRetry));
      return to.retried(
        state,
        again.filter(({ id }) => still.has(id)),
      );
    });
  }

  /**
   * Takes out the next run that was asked for; the other runs of the file keep waiting. Undefined if there is none or the queue is paused.
   * @param mayDequeue asked at the moment at which it would be taken out
   */
  async dequeue(mayDequeue?: () => boolean): Promise<QueuedRun | undefined> {
    const run = await this.queue.dequeue(one => this.mayStart(one), mayDequeue);
    if (run) await this.asked.drop(run);
    return run;
  }

  dispose(): void {
    this.queue.dispose();
    this.changes.dispose();
  }

  private async remember(runs: readonly QueuedRun[]): Promise<void> {
    await this.asked.ask(runs).catch((error: Error) => {
      const [start, asked] =
        runs.length === 1 ? [`${runs[0]!.id} starts by itself`, 'it was'] : [`${runs.length} runs start by themselves`, 'they were'];
      const message = `${start} only while this window is open: that ${asked} asked for cannot be kept. ${error.message}`;
      this.options.background.report(new Error(message));
    });
  }

  private mayStart(run: QueuedRun): boolean {
    return this.asked.has(run) && this.options.isPossible(run);
  }

  private async look(): Promise<void> {
    await this.asked.look(this.queue.runs, this.queue.takenOut);
  }
}
