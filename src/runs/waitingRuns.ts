import type { UserState } from '../files/userState';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { Emitter } from '../util/emitter';
import { AskedRuns } from './askedRuns';
import type { BackgroundWork } from './backgroundWork';
import { Queue, type QueuedRun } from './queue';

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
    this.queue.onChanged(() => options.background.run(this.look()));
  }

  /** The next one first. */
  get runs(): readonly WaitingRun[] {
    return this.queue.runs.map(run => ({ ...run, isAsked: this.mayStart(run), queueFile: this.file }));
  }

  get isPaused(): boolean {
    return this.queue.isPaused;
  }

  /** Reads what another process wrote. @throws {Error} if the file cannot be read or is no queue */
  async refresh(): Promise<void> {
    await this.queue.refresh();
    await this.asked.look(this.queue.runs);
  }

  /** Adds a run that this user asks for. */
  async add(run: QueuedRun): Promise<void> {
    await this.remember(run);
    await this.queue.add(run);
  }

  /** Allows a run that only the file contains to start: with its present parameters, and once. @throws {Error} if it cannot start */
  async ask(id: string): Promise<void> {
    const run = this.queue.runs.find(one => one.id === id);
    if (!run) return;
    if (!this.options.isPossible(run))
      throw new Error(`${this.file}: ${id} is a run already, with other parameters than the queue names. Remove it from the queue.`);
    checkOnThisComputer(run.parameters);
    await this.remember(run);
    this.changes.fire();
  }

  async remove(id: string): Promise<void> {
    if (!this.queue.runs.some(run => run.id === id)) return;
    await this.queue.remove([id]);
    await this.asked.drop(id);
  }

  /** Moves a run so many steps back or, if negative, forward. */
  async move(id: string, by: number): Promise<void> {
    if (this.queue.runs.some(run => run.id === id)) await this.queue.move(id, by);
  }

  setPaused(paused: boolean): Promise<void> {
    return this.queue.setPaused(paused);
  }

  /**
   * Takes out the next run that was asked for; the other runs of the file keep waiting. Undefined if there is none or the queue is paused.
   * @param mayDequeue asked at the moment at which it would be taken out
   */
  async dequeue(mayDequeue?: () => boolean): Promise<QueuedRun | undefined> {
    const run = await this.queue.dequeue(one => this.mayStart(one), mayDequeue);
    if (run) await this.asked.drop(run.id);
    return run;
  }

  dispose(): void {
    this.queue.dispose();
    this.changes.dispose();
  }

  private async remember(run: QueuedRun): Promise<void> {
    await this.asked.ask(run).catch((error: Error) => {
      const message = `${run.id} starts by itself only while this window is open: that it was asked for cannot be kept. ${error.message}`;
      this.options.background.report(new Error(message));
    });
  }

  private mayStart(run: QueuedRun): boolean {
    return this.asked.has(run) && this.options.isPossible(run);
  }

  private async look(): Promise<void> {
    await this.asked.look(this.queue.runs);
    this.changes.fire();
  }
}
