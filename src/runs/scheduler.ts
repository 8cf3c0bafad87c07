import path from 'node:path';
import pLimit from 'p-limit';
import type { UserState } from '../files/userState';
import { removeUnbegun } from '../runFolder/deleteRun';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { Emitter, type Disposable } from '../util/emitter';
import type { BackgroundWork } from './backgroundWork';
import type { Executor } from './executor';
import { noticeOf } from './failedRuns';
import { trainableParameters, type LabRun } from './labRun';
import type { Launcher } from './launcher';
import { queuedRuns, type NewRun } from './newRun';
import type { RunOutcome } from './outcome';
import type { OwnRuns, RememberedRun } from './ownRuns';
import { idsOf, type FailedRun, type QueuedRun, type TakenOutRun } from './queueState';
import type { RunIndex } from './runIndex';
import type { RunsLocation } from './runsLocation';
import { WaitingRuns, type WaitingRun } from './waitingRuns';

export type { NewRun } from './newRun';

export interface SchedulerOptions {
  readonly locations: readonly RunsLocation[];
  readonly executor: Executor;
  readonly index: RunIndex;
  readonly own: OwnRuns;
  readonly launcher: Launcher;
  readonly background: BackgroundWork;
  /** Where this user's processes remember which runs were asked for. */
  readonly state: UserState;
}

/** What else than training is done with the runs that wait, were taken out, or failed. */
export type QueueOfRuns = Pick<Scheduler, 'failed' | 'takenOut' | 'remove' | 'takeOut' | 'putBack' | 'stopAll' | 'retryFailed' | 'place'>;

interface RunsQueue {
  readonly runsFolder: string;
  readonly waiting: WaitingRuns;
}

/** Decides when runs are trained: at once while the executor has room, else in the order of the queue. */
export class Scheduler {
  private readonly queues: readonly RunsQueue[];
  private readonly inTurn = pLimit(1);
  private readonly changes = new Emitter<void>();

  /** What waits is different. */
  readonly onChanged = this.changes.event;

  constructor(private readonly options: SchedulerOptions) {
    const { locations, index, state, background } = options;
    const isPossible = (run: QueuedRun): boolean => index.isAsBegun(run);
    this.queues = locations.map(({ runsFolder, queueFile }) => ({
      runsFolder,
      waiting: new WaitingRuns(queueFile, { state, background, isPossible }),
    }));
    for (const { waiting } of this.queues) {
      waiting.onChanged(() => {
        this.changes.fire();
        background.run(this.startWaiting());
      });
    }
  }

  /** The next one first. */
  get waiting(): readonly WaitingRun[] {
    return this.queues.flatMap(({ waiting }) => waiting.runs);
  }

  /** Runs that failed, of those that were trained from here, the last one last. */
  get failed(): readonly FailedRun[] {
    return this.queues.flatMap(({ waiting }) => waiting.failed);
  }

  /** Runs that can be put back, the last ones last. */
  get takenOut(): readonly TakenOutRun[] {
    return this.queues.flatMap(({ waiting }) => waiting.takenOut);
  }

  get isPaused(): boolean {
    return this.queues.some(({ waiting }) => waiting.isPaused);
  }

  /** Reads what other processes wrote into the queues. @throws {Error} if one of them cannot be read */
  async refresh(): Promise<void> {
    await Promise.all(this.queues.map(({ waiting }) => waiting.refresh()));
  }

  /** A file watcher has seen that a file is different. */
  noticeChange(file: string): void {
    for (const { waiting } of this.queues) if (path.relative(waiting.file, file) === '') this.options.background.run(waiting.refresh());
  }

  /**
   * Trains a new run, at once or when its turn comes.
   * @returns the run's id
   */
  async train(run: NewRun): Promise<string> {
    const queue = this.queueFor(run);
    const [queued] = queuedRuns([run], new Date()) as [QueuedRun];
    if (!this.hasRoom) await queue.waiting.add([queued]);
    else {
      this.noteBeginning(queued, queue);
      this.options.launcher.start(queued, queue.runsFolder);
    }
    return queued.id;
  }

  /**
   * Puts runs at the end of the queue, in their order and with one change of its file, and begins as many as there is room for. Passed over are
   * those whose id waits already, is being trained, or is that of a run that is completed or would diverge again; one that has ended
   * otherwise is gone on with.
   * @returns the ids of those that were put there
   * @throws {Error} if they would be too many; then none is put there
   */
  async trainAll(runs: readonly NewRun[]): Promise<string[]> {
    const queued = queuedRuns(runs, new Date());
    const added: string[] = [];
    for (const queue of new Set(runs.map(run => this.queueFor(run)))) {
      const here = queued.filter((_, i) => this.queueFor(runs[i]!) === queue);
      const asked = idsOf(queue.waiting.runs.filter(({ isAsked }) => isAsked));
      const more = here.filter(({ id }) => !asked.has(id) && this.options.index.isToBeTrained(id));
      if (more.length > 0) await queue.waiting.add(more);
      for (const { id } of more) added.push(id);
    }
    await this.startWaiting();
    return added;
  }

  /** Goes on with a run that has ended, at once or when its turn comes. */
  async resume(ended: LabRun): Promise<void> {
    const { id, folder, parent, createdAt: addedAt } = ended;
    const parameters = trainableParameters(ended);
    checkOnThisComputer(parameters);
    const queue = this.queues.find(({ runsFolder }) => path.relative(runsFolder, path.dirname(folder)) === '');
    if (!queue) return;
    await queue.waiting.remove(id);
    const run: QueuedRun = { id, parameters, labels: {}, parent, threads: null, engine: null, addedAt };
    if (this.hasRoom) await this.options.launcher.resume(run, queue.runsFolder);
    else await queue.waiting.add([run]);
  }

  /**
   * Starts runs of the queues' files that this user has not asked for: with their present parameters, and each of them once.
   * @throws {Error} if one of them cannot start
   */
  async startQueued(ids: readonly string[]): Promise<void> {
    const asked = await Promise.allSettled(this.queues.flatMap(({ waiting }) => ids.map(id => waiting.ask(id))));
    for (const one of asked) if (one.status === 'rejected') throw one.reason;
  }

  /** Takes a run out of the queue for good, if it waits, and off the list of those that failed. */
  async remove(id: string): Promise<void> {
    for (const { waiting } of this.queues) await waiting.remove(id);
  }

  /** Takes waiting runs out so that they can be put back. */
  async takeOut(ids: readonly string[]): Promise<void> {
    const now = new Date().toISOString();
    for (const { waiting } of this.queues) await waiting.takeOut(new Set(ids), [], now);
  }

  /** Takes everything out that waits, and stops what this process trains after its batch. Both can be put back. */
  async stopAll(): Promise<void> {
    const { own, executor } = this.options;
    const now = new Date().toISOString();
    // In turn: what was just taken out of the queue to be begun has begun then, and nothing begins afterwards.
    await this.inTurn(async () => {
      for (const { waiting, runsFolder } of this.queues) {
        const stopped = own.all.filter(run => run.runsFolder === runsFolder).map(withoutPlace);
        await waiting.takeOut(undefined, stopped, now);
      }
    });
    const stopping = own.all.map(({ id }) => executor.cancel(id));
    this.changes.fire();
    await Promise.all(stopping);
  }

  /**
   * Puts runs back that were taken out: a run that was stopped is gone on with when its turn comes.
   * @param ids by default those that were taken out last, together
   * @returns how many
   */
  async putBack(ids?: readonly string[]): Promise<number> {
    const out = this.takenOut;
    const newest = out.reduce((latest, { takenOutAt }) => (takenOutAt > latest ? takenOutAt : latest), '');
    const chosen = new Set(ids ?? out.filter(({ takenOutAt }) => takenOutAt === newest).map(({ id }) => id));
    const { executor, index } = this.options;
    // One that is still being stopped goes on after that.
    await Promise.all(
      [...chosen].filter(id => executor.find(id)?.isStopping).map(id => executor.cancel(id).then(() => index.refreshRuns([id]))),
    );
    const before = this.waiting.length;
    for (const { waiting } of this.queues) await waiting.putBack(chosen, ({ id }) => !index.isToBeTrained(id));
    return this.waiting.length - before;
  }

  /** Moves a waiting run so many steps back (or, if negative, forward). */
  async move(id: string, by: number): Promise<void> {
    for (const { waiting } of this.queues) await waiting.move(id, by);
  }

  /**
   * Puts waiting runs together in the place of others of the same queue, see `placed`.
   * @param at none: at the end
   */
  async place(ids: readonly string[], at: readonly string[]): Promise<void> {
    for (const { waiting } of this.queues)
      if (at.length === 0 || at.some(id => waiting.has(id))) await waiting.place(new Set(ids), new Set(at));
  }

  async setPaused(paused: boolean): Promise<void> {
    await Promise.all(this.queues.map(({ waiting }) => waiting.setPaused(paused)));
  }

  /** A run of this process has failed or was interrupted. */
  async noteFailure(run: RememberedRun, outcome: RunOutcome): Promise<void> {
    const { waiting } = this.queues.find(({ runsFolder }) => runsFolder === run.runsFolder) ?? {};
    const failed = noticeOf(withoutPlace(run), outcome);
    if (failed) await waiting?.noteFailure(failed);
  }

  /**
   * Lets failed runs wait for their second try.
   * @returns how many; the others would fail again, or have been tried again
   * @throws {Error} if one of them cannot start
   */
  async retryFailed(ids: readonly string[] = this.failed.map(({ id }) => id)): Promise<number> {
    const { index } = this.options;
    const chosen = new Set(ids);
    let count = 0;
    for (const { waiting } of this.queues) {
      const again = waiting.failed.filter(run => chosen.has(run.id) && run.mayRetry && index.isToBeTrained(run.id) && index.isAsBegun(run));
      await waiting.retry(again);
      count += again.length;
    }
    return count;
  }

  /** Starts waiting runs while there is room for them. */
  startWaiting(): Promise<void> {
    const start = async (): Promise<void> => {
      for (const queue of this.queues) while (this.hasRoom) if (!(await this.startNext(queue))) break;
    };
    return this.inTurn(start).catch((error: Error) => this.options.background.report(error));
  }

  dispose(): void {
    for (const { waiting } of this.queues) waiting.dispose();
    this.changes.dispose();
  }

  private get hasRoom(): boolean {
    return this.options.executor.capacity > 0;
  }

  private queueFor({ runsFolder }: Pick<NewRun, 'runsFolder'>): RunsQueue {
    const queue = this.queues.find(one => one.runsFolder === runsFolder) ?? this.queues[0];
    if (!queue) throw new Error('There is no folder for runs: open a folder first.');
    return queue;
  }

  /** Starts the next run of a queue, if there is still room when it is taken out; returns whether it was started. */
  private async startNext(queue: RunsQueue): Promise<boolean> {
    const { waiting, runsFolder } = queue;
    const { executor, index, launcher } = this.options;
    let room: Disposable | undefined;
    try {
      const next = await waiting.dequeue(() => (room = executor.reserve()) !== undefined);
      if (!next) return false;
      this.noteBeginning(next, queue);
      if (index.find(next.id)?.config) await launcher.resume(next, runsFolder);
      else {
        // A run of that id may have failed before it had a folder, or with one that is no run yet.
        if (index.removeWithoutFolder(next.id)) await removeUnbegun(path.join(runsFolder, next.id));
        launcher.start(next, runsFolder);
      }
      return true;
    } finally {
      room?.dispose();
    }
  }

  /** What has failed of earlier runs, and will not be tried again, is of interest until the next ones begin. */
  private noteBeginning({ id }: QueuedRun, { waiting }: RunsQueue): void {
    const { executor, background } = this.options;
    const isFirst = executor.active.length === 0 && !waiting.runs.some(({ isAsked }) => isAsked);
    background.run(waiting.forgetFailures(failed => failed.id === id || (isFirst && !failed.mayRetry)));
  }
}

function withoutPlace(remembered: RememberedRun): QueuedRun {
  const { runsFolder: _, owner: __, ...run } = remembered;
  return run;
}
