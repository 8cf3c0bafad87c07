import path from 'node:path';
import pLimit from 'p-limit';
import type { RunLabels } from '../contract/labels';
import type { Parameters } from '../contract/parameters';
import { newRunId } from '../contract/runId';
import type { EngineChoice } from '../contract/trainer';
import type { UserState } from '../files/userState';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { Emitter, type Disposable } from '../util/emitter';
import type { BackgroundWork } from './backgroundWork';
import type { Executor } from './executor';
import { trainableParameters, type LabRun } from './labRun';
import type { Launcher } from './launcher';
import type { QueuedRun } from './queue';
import type { RunIndex } from './runIndex';
import type { RunsLocation } from './runsLocation';
import { WaitingRuns, type WaitingRun } from './waitingRuns';

/** What a new run is to be. */
export interface NewRun {
  readonly parameters: Parameters;
  readonly labels?: Partial<RunLabels>;
  /** What its notes begin with. */
  readonly notes?: string;
  readonly parent?: string;
  /** The comparison or sweep that it belongs to. */
  readonly design?: string;
  /** Gradient workers; by default as the settings say. */
  readonly threads?: number;
  readonly engine?: EngineChoice;
  /** The folder of runs that it goes to, one of those that are open; by default the first. */
  readonly runsFolder?: string;
}

export interface SchedulerOptions {
  readonly locations: readonly RunsLocation[];
  readonly executor: Executor;
  readonly index: RunIndex;
  readonly launcher: Launcher;
  readonly background: BackgroundWork;
  /** Where this user's processes remember which runs were asked for. */
  readonly state: UserState;
}

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
  async train({ parameters, labels = {}, notes, parent, design, threads, engine, runsFolder }: NewRun): Promise<string> {
    const queue = this.queues.find(one => one.runsFolder === runsFolder) ?? this.queues[0];
    if (!queue) throw new Error('There is no folder for runs: open a folder first.');
    const now = new Date();
    const rest = { parent: parent ?? null, threads: threads ?? null, engine: engine ?? null, addedAt: now.toISOString() };
    const run: QueuedRun = {
      id: newRunId(now),
      parameters,
      labels,
      ...(notes !== undefined && { notes }),
      ...(design !== undefined && { design }),
      ...rest,
    };
    if (this.hasRoom) this.options.launcher.start(run, queue.runsFolder);
    else await queue.waiting.add(run);
    return run.id;
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
    else await queue.waiting.add(run);
  }

  /**
   * Starts runs of the queues' files that this user has not asked for: with their present parameters, and each of them once.
   * @throws {Error} if one of them cannot start
   */
  async startQueued(ids: readonly string[]): Promise<void> {
    const asked = await Promise.allSettled(this.queues.flatMap(({ waiting }) => ids.map(id => waiting.ask(id))));
    for (const one of asked) if (one.status === 'rejected') throw one.reason;
  }

  /** Takes a run out of the queue, if it waits. */
  async remove(id: string): Promise<void> {
    for (const { waiting } of this.queues) await waiting.remove(id);
  }

  /** Moves a waiting run so many steps back (or, if negative, forward). */
  async move(id: string, by: number): Promise<void> {
    for (const { waiting } of this.queues) await waiting.move(id, by);
  }

  async setPaused(paused: boolean): Promise<void> {
    await Promise.all(this.queues.map(({ waiting }) => waiting.setPaused(paused)));
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

  /** Starts the next run of a queue, if there is still room when it is taken out; returns whether it was started. */
  private async startNext({ waiting, runsFolder }: RunsQueue): Promise<boolean> {
    const { executor, index, launcher } = this.options;
    let room: Disposable | undefined;
    try {
      const next = await waiting.dequeue(() => (room = executor.reserve()) !== undefined);
      if (!next) return false;
      if (index.find(next.id)?.config) await launcher.resume(next, runsFolder);
      else launcher.start(next, runsFolder);
      return true;
    } finally {
      room?.dispose();
    }
  }
}
