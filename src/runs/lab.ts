import type { RunLabels } from '../contract/labels';
import type { TrainerEvent } from '../contract/trainer';
import { userState } from '../files/userState';
import { deleteRun } from '../runFolder/deleteRun';
import { changeLabels } from '../runFolder/labels';
import { changeNotes } from '../runFolder/notes';
import type { BrokenRun } from '../runFolder/listRuns';
import { Emitter, type Disposable } from '../util/emitter';
import { systemClock, type Clock } from '../util/clock';
import { Unhurried } from '../util/unhurried';
import { stateFolder } from '../util/userFolders';
import { DIVERGES_AGAIN, wouldDivergeAgain } from '../wording/divergence';
import { BackgroundWork } from './backgroundWork';
import type { ActiveRun, EndedRun, Executor } from './executor';
import { LocalExecutor } from './executors/local';
import { describeWithoutFolder, type LabRun } from './labRun';
import { Launcher, type TrainingSettings } from './launcher';
import { failure } from './outcome';
import { OwnRuns, type Memory, type RememberedRun } from './ownRuns';
import { Recovery } from './recovery';
import type { TrainerEnvironment } from './process/trainerChild';
import { RunIndex } from './runIndex';
import type { RunsLocation } from './runsLocation';
import { Scheduler, type NewRun, type QueueOfRuns } from './scheduler';
import { forgetfulTrash, Trash, type TrashedRun, type TrashMemory } from './trash';
import type { WaitingRun } from './waitingRuns';

export interface LabOptions {
  readonly locations: readonly RunsLocation[];
  readonly trainerFile: string;
  readonly environment?: TrainerEnvironment;
  readonly memory: Memory;
  /** By default nothing is remembered of what was deleted when the process ends. */
  readonly trashMemory?: TrashMemory;
  /** Where this user's processes remember what was asked for. */
  readonly stateFolder?: string;
  /** Asked anew for each run. */
  readonly settings: () => LabSettings;
  /** Whether a person has a run before their eyes, which is then looked at before others; called anew each time. By default none. */
  readonly isLookedAt?: (id: string) => boolean;
  /** Whether interrupted deletions may be finished, and the trash emptied; called anew each time. By default not. */
  readonly mayDelete?: () => boolean;
  readonly clock?: Clock;
}

export interface LabSettings extends TrainingSettings {
  readonly maxConcurrentRuns: number;
}

/** Everything that this process knows of runs and does with them, for the views and commands. */
export class Lab {
  /** Where runs are kept; a new one goes to the first unless something else is said. */
  readonly runsFolders: readonly string[];
  private readonly executor: Executor;
  private readonly index: RunIndex;
  private readonly own: OwnRuns;
  private readonly launcher: Launcher;
  private readonly scheduler: Scheduler;
  private readonly recovery: Recovery;
  private readonly trash: Trash;
  private readonly background = new BackgroundWork();

  private readonly changes = new Emitter<void>();
  /** Of many changes their listeners are told together: each of them goes through all runs. */
  private readonly telling = new Unhurried(() => this.changes.fire());
  private readonly events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();
  private readonly ended = new Emitter<EndedRun>();

  /** Something about the runs or the queue is different. */
  readonly onChanged = this.changes.event;
  /** What a run that is being trained tells, here or in another process. */
  readonly onEvents = this.events.event;
  /** A run of this process has ended. */
  readonly onEnded = this.ended.event;
  /** Something in the background went wrong. */
  readonly onTrouble = this.background.onError;
  /** The newest runs, as soon as they are read for the first time, for who shows them until all are; none if all are by then. */
  readonly newest: Promise<readonly LabRun[]>;
  /** Settles when the folders of runs were read for the first time, or cannot be. */
  readonly listed: Promise<void>;
  private setListed: () => void = () => undefined;

  constructor({ locations, settings, memory, mayDelete = () => false, clock = systemClock, ...options }: LabOptions) {
    const { background } = this;
    const runsFolders = locations.map(({ runsFolder }) => runsFolder);
    this.runsFolders = runsFolders;
    const state = userState(options.stateFolder ?? stateFolder(), 'waiting');
    const maxConcurrentRuns = (): number => settings().maxConcurrentRuns;
    const executor = new LocalExecutor({ trainerFile: options.trainerFile, environment: options.environment, maxConcurrentRuns, clock });
    const index = new RunIndex({ runsFolders, executor, background, clock, mayDelete, isLookedAt: options.isLookedAt });
    this.newest = index.newest;
    this.listed = new Promise(resolve => (this.setListed = resolve));
    const own = new OwnRuns(memory, clock);
    const launcher = new Launcher({ executor, index, own, background, settings });
    const scheduler = new Scheduler({ locations, executor, index, own, launcher, background, state });
    this.trash = new Trash({ memory: options.trashMemory ?? forgetfulTrash(), runsFolders, mayDelete, background, clock });
    const onFailed = (run: RememberedRun, reason: string): void => background.run(scheduler.noteFailure(run, failure(reason)));
    this.recovery = new Recovery({ own, index, executor, launcher, runsFolders, background, onFailed });
    [this.executor, this.index, this.own, this.launcher, this.scheduler] = [executor, index, own, launcher, scheduler];

    index.onChanged(() => {
      this.recovery.resumeRuns();
      this.telling.ask();
    });
    index.onEvents(told => this.events.fire(told));
    scheduler.onChanged(() => this.telling.ask());
    launcher.onLaunched(() => this.telling.ask());
    executor.onEvent(({ id, event }) => {
      // With its config it has a folder that can be listed.
      if (event.type === 'runStarted' || event.type === 'runResumed') background.run(index.refreshRuns([id]));
      this.events.fire({ id, events: [event] });
    });
    executor.onEnded(run => background.run(this.settle(run)));
  }

  /** Reads everything anew, and resumes the runs that this process was training before it was restarted. */
  async refresh(): Promise<void> {
    try {
      await this.own.takeOver(() => this.background.run(this.refresh()));
      await Promise.all([this.index.refresh().finally(this.setListed), this.scheduler.refresh()]);
    } finally {
      this.setListed();
    }
    this.recovery.resumeRuns();
    this.trash.keepEmptying();
    await this.scheduler.startWaiting();
  }

  /** Reads runs anew, which another process has made or changed, and tells of all of them at once. */
  look(ids: readonly string[]): Promise<void> {
    return this.index.refreshRuns(ids);
  }

  /** A file watcher has seen that a file is different. */
  noticeChange(file: string): void {
    this.scheduler.noticeChange(file);
    this.index.noticeChange(file);
  }

  /** The oldest first. A run of which nothing has changed is the same object as before. */
  get runs(): readonly LabRun[] {
    return this.index.runs;
  }

  get broken(): readonly BrokenRun[] {
    return this.index.broken;
  }

  find(id: string): LabRun | undefined {
    return this.index.find(id);
  }

  get queued(): readonly WaitingRun[] {
    return this.scheduler.waiting;
  }

  /** What else is done with the runs that wait, were taken out, or failed. */
  get queue(): QueueOfRuns {
    return this.scheduler;
  }

  get isQueuePaused(): boolean {
    return this.scheduler.isPaused;
  }

  /** Runs that this process trains. */
  get active(): readonly ActiveRun[] {
    return this.executor.active;
  }

  /** A person is about to start a run: a trainer process is started, and ended when this is disposed of unless the run has taken it. */
  expectRun(): Disposable {
    return this.executor.expectRun();
  }

  /**
   * Trains a new run, at once or when its turn comes.
   * @returns the run's id
   */
  train(run: NewRun): Promise<string> {
    return this.scheduler.train(run);
  }

  /**
   * Trains many new runs in their order, as the plan of a comparison or sweep has them; it may be asked again to go on with them.
   * @returns the ids of those that were put into the queue: those that wait, are being trained or have their result are passed over
   * @throws {Error} if they are more than the queue can hold; then none is trained
   */
  trainAll(runs: readonly NewRun[]): Promise<string[]> {
    return this.scheduler.trainAll(runs);
  }

  /**
   * Starts runs of the queue's file that this user has not asked for: with their present parameters, and each of them once.
   * @throws {Error} if one of them cannot start
   */
  startQueued(ids: readonly string[]): Promise<void> {
    return this.scheduler.startQueued(ids);
  }

  /** Stops a run of this process, or takes it out of the queue. */
  async stop(id: string): Promise<void> {
    const stopped = this.executor.cancel(id);
    this.telling.ask();
    await this.scheduler.remove(id);
    await stopped;
  }

  /** Goes on with an interrupted, stopped or failed run, at once or when its turn comes. */
  async resume(id: string): Promise<void> {
    const run = this.find(id);
    if (!run?.config || this.executor.find(id) || this.queued.some(queued => queued.id === id && queued.isAsked)) return;
    if (wouldDivergeAgain(run.reason)) throw new Error(`${id}: ${DIVERGES_AGAIN}`);
    await this.scheduler.resume(run);
  }

  /** Deletes a run for good. */
  async delete(id: string): Promise<void> {
    if (this.index.removeWithoutFolder(id)) return;
    const run = this.find(id);
    if (!run) return;
    // It may be in the queue to be resumed.
    await this.scheduler.remove(id);
    await deleteRun(run.folder);
    await this.index.refreshRuns([id]);
  }

  /** Runs that this process, or its predecessor, moved to the trash, the last one first. */
  get trashed(): readonly TrashedRun[] {
    return this.trash.runs;
  }

  /**
   * Deletes a run in such a way that it can be brought back for some days.
   * @param label by which it is remembered
   * @returns how to bring it back; undefined if there is no such run
   * @throws {RunFolderError} if it is being trained, or cannot be moved
   */
  async moveToTrash(id: string, label: string): Promise<(() => Promise<void>) | undefined> {
    const run = this.find(id);
    if (!run) return undefined;
    if (this.index.removeWithoutFolder(id)) return async () => this.index.addWithoutFolder(run);
    // It may be in the queue to be resumed.
    await this.scheduler.remove(id);
    const trashed = await this.trash.add(run.folder, label);
    await this.index.refreshRuns([id]);
    return trashed && (async () => void (this.find(id) ?? (await this.restore(trashed))));
  }

  /** Brings a run back from the trash. @throws {RunFolderError} if it is not there any more, or a run of its id is */
  async restore(run: TrashedRun): Promise<void> {
    await this.trash.restore(run);
    await this.index.refreshRuns([run.id]);
  }

  /** Changes the labels of a run. */
  async changeLabels(id: string, changed: Partial<RunLabels>): Promise<void> {
    const run = this.find(id);
    if (!run?.config) return;
    if (run.readOnly !== null) throw new Error(run.readOnly);
    await changeLabels(run.folder, changed);
    await this.index.refreshRuns([id]);
  }

  /**
   * Changes the notes of a run; what another process has changed in them stays.
   * @returns what they are now
   */
  async changeNotes(id: string, change: { readonly before: string; readonly text: string }): Promise<string> {
    const run = this.find(id);
    if (!run?.config) throw new Error(`${id}: the run has no folder, so that nothing can be noted there.`);
    if (run.readOnly !== null) throw new Error(run.readOnly);
    const notes = await changeNotes(run.folder, change);
    this.telling.ask();
    return notes;
  }

  setQueuePaused(paused: boolean): Promise<void> {
    return this.scheduler.setPaused(paused);
  }

  /** Moves a waiting run so many steps back (or, if negative, forward). */
  moveInQueue(id: string, by: number): Promise<void> {
    return this.scheduler.move(id, by);
  }

  /** Ends this process's trainers at once; the next process of this window resumes their runs. */
  async dispose(): Promise<void> {
    this.own.dispose();
    this.trash.dispose();
    this.index.dispose();
    this.scheduler.dispose();
    this.launcher.dispose();
    this.telling.dispose();
    for (const emitter of [this.changes, this.events, this.ended]) emitter.dispose();
    await this.executor.dispose();
    // What is half done comes to its end: nothing that was taken out of the queue is lost.
    await this.background.dispose();
  }

  private async settle(ended: EndedRun): Promise<void> {
    const { id, folder, request, outcome, isLost } = ended;
    const remembered = this.own.find(id);
    this.own.remove(id);
    if (remembered && !isLost) this.background.run(this.scheduler.noteFailure(remembered, outcome));
    await this.index.refreshRuns([id]);
    // A run whose folder was removed during training must not reappear in the list.
    if (!this.find(id) && request && 'reason' in outcome && !isLost) {
      this.index.addWithoutFolder(describeWithoutFolder(folder, request, outcome));
    }
    this.telling.ask();
    this.ended.fire(ended);
    await this.scheduler.startWaiting();
  }
}
