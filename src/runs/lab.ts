import path from 'node:path';
import type { RunLabels } from '../contract/labels';
import type { Parameters } from '../contract/parameters';
import { newRunId } from '../contract/runId';
import type { EngineChoice, RunRequest, TrainerEvent } from '../contract/trainer';
import { userState } from '../files/userState';
import { deleteRun, removeUnbegun } from '../runFolder/deleteRun';
import { changeLabels } from '../runFolder/labels';
import type { BrokenRun } from '../runFolder/listRuns';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import type { RunOverview } from '../runFolder/readRun';
import { Emitter, type Disposable } from '../util/emitter';
import { systemClock, type Clock } from '../util/clock';
import { stateFolder } from '../util/userFolders';
import { describeBegun, describeListed, describeUnborn, trainableParameters, type LabRun } from './labRun';
import { Ledger } from './ledger';
import { OtherRuns } from './otherRuns';
import { OwnRuns, type Memory, type RememberedRun } from './ownRuns';
import type { QueuedRun } from './queue';
import { Supervisor, type ActiveRun, type RunOutcome } from './supervisor';
import { WaitingRuns, type WaitingRun } from './waitingRuns';

/** Where runs are kept, and the file of those that wait. */
export interface Place {
  readonly runsFolder: string;
  readonly queueFile: string;
}

export interface LabOptions {
  readonly places: readonly Place[];
  readonly trainerFile: string;
  readonly memory: Memory;
  /** Where this user's processes remember what was asked for. */
  readonly stateFolder?: string;
  /** Asked anew for each run. */
  readonly settings: () => LabSettings;
  /** Whether what is half deleted in the places may be deleted to its end; asked anew each time. By default not. */
  readonly mayDelete?: () => boolean;
  readonly clock?: Clock;
}

export interface LabSettings {
  readonly maxConcurrentRuns: number;
  /** Gradient workers of a run; undefined: one a core. */
  readonly threads?: number;
  /** By default `auto`. */
  readonly engine?: EngineChoice;
}

/** What a new run is to be. */
export interface NewRun {
  readonly parameters: Parameters;
  readonly labels?: Partial<RunLabels>;
  readonly parent?: string;
  /** Gradient workers; by default as the settings say. */
  readonly threads?: number;
  readonly engine?: EngineChoice;
  /** Where it goes, by the place's folder of runs; the first by default. */
  readonly runsFolder?: string;
}

/** How often it is looked which run folders came and went. */
export const LOOK_MS = 2_000;

/** Everything that this process knows of runs and does with them: the one whom the views and commands talk to. */
export class Lab {
  private readonly places: readonly (Place & { readonly ledger: Ledger; readonly waiting: WaitingRuns })[];
  private readonly supervisor: Supervisor;
  private readonly clock: Clock;
  private readonly others: OtherRuns;
  /** Runs that were refused or broke before they had a folder. */
  private readonly unborn = new Map<string, LabRun>();
  private readonly own: OwnRuns;
  /** Each run as it was described last, with what was known of it then: as long as that is the same, so is the description. */
  private readonly described = new Map<string, { readonly facts: readonly unknown[]; readonly run: LabRun }>();
  /** What goes on in the background. */
  private readonly working = new Set<Promise<unknown>>();
  /** Runs that are just begun again. */
  private readonly beginning = new Set<string>();
  /** Of runs that are about to begin. */
  private readonly rooms = new Set<Disposable>();
  private starting: Promise<void> = Promise.resolve();
  private cancelLooking: (() => void) | undefined;
  private isDisposed = false;

  private readonly changes = new Emitter<void>();
  private readonly events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();
  private readonly ended = new Emitter<RunOutcome>();
  private readonly troubles = new Emitter<Error>();

  /** Something about the runs or the queue is different. */
  readonly onChanged = this.changes.event;
  /** What a run that is being trained says, here or in another process. */
  readonly onEvents = this.events.event;
  /** A run of this process has ended. */
  readonly onEnded = this.ended.event;
  /** Something in the background went wrong. */
  readonly onTrouble = this.troubles.event;

  constructor(private readonly options: LabOptions) {
    this.clock = options.clock ?? systemClock;
    this.own = new OwnRuns(options.memory, this.clock);
    this.supervisor = new Supervisor(options);
    this.others = new OtherRuns(this.clock, {
      onEvents: (id, events) => {
        this.events.fire({ id, events });
        this.changes.fire();
      },
      // Whether they are still alive.
      afterReading: async ids => {
        for (const { ledger } of this.places) await ledger.refreshRuns(ids);
        this.followOthers();
      },
      inBackground: work => this.inBackground(work),
    });
    const waitingOptions = {
      state: userState(options.stateFolder ?? stateFolder(), 'waiting'),
      isPossible: (run: QueuedRun) => this.isAsBegun(run),
      inBackground: (work: Promise<unknown>) => this.inBackground(work),
      onTrouble: (error: Error) => this.troubles.fire(error),
    };
    this.places = options.places.map(place => ({
      ...place,
      ledger: new Ledger(place.runsFolder, options.mayDelete),
      waiting: new WaitingRuns(place.queueFile, waitingOptions),
    }));
    for (const { ledger, waiting } of this.places) {
      ledger.onChanged(({ removed }) => {
        for (const id of removed) {
          this.others.forget(id);
          this.described.delete(id);
        }
        this.followOthers();
        this.resumeOwn();
        this.changes.fire();
      });
      waiting.onChanged(() => {
        this.changes.fire();
        this.inBackground(this.startWaiting());
      });
    }
    this.supervisor.onEvent(({ id, event }) => {
      // With its config it has a folder that can be listed.
      if (event.type === 'runStarted' || event.type === 'runResumed') this.inBackground(this.refreshRun(id));
      this.events.fire({ id, events: [event] });
    });
    this.supervisor.onEnded(outcome => this.inBackground(this.settle(outcome)));
  }

  /** Reads everything anew; goes on with what this process was training before it was started again. */
  async refresh(): Promise<void> {
    await this.own.takeOver(() => this.inBackground(this.refresh()));
    await Promise.all(this.places.flatMap(({ ledger, waiting }) => [ledger.refresh(), waiting.refresh()]));
    this.lookForFolders();
    this.followOthers();
    this.resumeOwn();
    await this.startWaiting();
  }

  /** Something in a folder is different; a file watcher's word. */
  noticeChange(file: string): void {
    for (const { runsFolder, queueFile, ledger, waiting } of this.places) {
      if (path.relative(queueFile, file) === '') this.inBackground(waiting.refresh());
      const [id, ...inside] = path.relative(runsFolder, file).split(path.sep);
      if (id === undefined || id === '..' || path.isAbsolute(id)) continue;
      // What is written all the time tells nothing that a list shows.
      if (id === '') this.inBackground(ledger.refresh());
      else if (inside.length === 0 || ['config.json', 'summary.json', 'labels.json', 'owner.json'].includes(inside.join('/')))
        this.inBackground(ledger.refreshRuns([id]));
    }
  }

  /** The oldest first. A run of which nothing has changed is the same object as before. */
  get runs(): readonly LabRun[] {
    const listed = this.places.flatMap(({ ledger }) => ledger.runs.map(overview => this.describe(overview)));
    const known = new Set(listed.map(({ id }) => id));
    const begun = this.supervisor.active.filter(({ id }) => !known.has(id)).flatMap(active => describeBegun(active));
    return [...listed, ...begun, ...this.unborn.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get broken(): readonly BrokenRun[] {
    return this.places.flatMap(({ ledger }) => ledger.broken);
  }

  find(id: string): LabRun | undefined {
    const overview = this.places.map(({ ledger }) => ledger.find(id)).find(found => found !== undefined);
    if (overview) return this.describe(overview);
    const active = this.supervisor.find(id);
    return active ? describeBegun(active)[0] : this.unborn.get(id);
  }

  get queued(): readonly WaitingRun[] {
    return this.places.flatMap(({ waiting }) => waiting.runs);
  }

  get isQueuePaused(): boolean {
    return this.places.some(({ waiting }) => waiting.isPaused);
  }

  /** Runs that a trainer of this process works on. */
  get active(): readonly ActiveRun[] {
    return this.supervisor.active;
  }

  /**
   * Trains a new run, at once or when its turn comes.
   * @returns the run's id
   */
  async train({ parameters, labels = {}, parent, threads, engine, runsFolder }: NewRun): Promise<string> {
    const place = this.places.find(one => one.runsFolder === runsFolder) ?? this.places[0];
    if (!place) throw new Error('There is no folder for runs: open a folder first.');
    const now = new Date();
    const rest = { parent: parent ?? null, threads: threads ?? null, engine: engine ?? null, addedAt: now.toISOString() };
    const run: QueuedRun = { id: newRunId(now), parameters, labels, ...rest };
    if (this.hasRoom) this.start(run, place.runsFolder);
    else await place.waiting.add(run);
    return run.id;
  }

  /**
   * Lets runs start that wait because only a folder's file asks for them: as they are now, and each of them once.
   * @throws {Error} if one of them cannot start
   */
  async startQueued(ids: readonly string[]): Promise<void> {
    const asked = await Promise.allSettled(this.places.flatMap(({ waiting }) => ids.map(id => waiting.ask(id))));
    for (const one of asked) if (one.status === 'rejected') throw one.reason;
  }

  /** Stops a run of this process, or takes it out of the queue. */
  async stop(id: string): Promise<void> {
    const stopped = this.supervisor.stop(id);
    this.changes.fire();
    for (const { waiting } of this.places) await waiting.remove(id);
    await stopped;
  }

  /** Goes on with an interrupted, stopped or failed run, at once or when its turn comes. */
  async resume(id: string): Promise<void> {
    const run = this.find(id);
    if (!run?.config || this.supervisor.find(id) || this.queued.some(queued => queued.id === id && queued.isAsked)) return;
    const parameters = trainableParameters(run);
    checkOnThisComputer(parameters);
    const { parent, createdAt: addedAt } = run;
    const resumed: QueuedRun = { id, parameters, labels: {}, parent, threads: null, engine: null, addedAt };
    const place = this.places.find(({ ledger }) => ledger.find(id));
    if (!place) return;
    await place.waiting.remove(id);
    if (!this.hasRoom) return place.waiting.add(resumed);
    const room = this.takeRoom();
    await this.goOn(resumed, place.runsFolder).finally(() => room.dispose());
  }

  /** Deletes a run for good. */
  async delete(id: string): Promise<void> {
    if (this.unborn.delete(id)) return this.changes.fire();
    const run = this.find(id);
    if (!run) return;
    // It may wait to be gone on with.
    for (const { waiting } of this.places) await waiting.remove(id);
    await deleteRun(run.folder);
    await this.refreshRun(id);
  }

  /** Changes what a person may change about a run. */
  async changeLabels(id: string, changed: Partial<RunLabels>): Promise<void> {
    const run = this.find(id);
    if (!run?.config) return;
    if (run.readOnly !== null) throw new Error(run.readOnly);
    await changeLabels(run.folder, changed);
    await this.refreshRun(id);
  }

  async setQueuePaused(paused: boolean): Promise<void> {
    await Promise.all(this.places.map(({ waiting }) => waiting.setPaused(paused)));
  }

  /** Moves a waiting run so many places back (or, if negative, forward). */
  async moveInQueue(id: string, by: number): Promise<void> {
    for (const { waiting } of this.places) await waiting.move(id, by);
  }

  /** Ends this process's trainers at once; whoever is next goes on with their runs. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.cancelLooking?.();
    this.others.dispose();
    this.own.dispose();
    for (const { ledger, waiting } of this.places) {
      ledger.dispose();
      waiting.dispose();
    }
    for (const emitter of [this.changes, this.events, this.ended, this.troubles]) emitter.dispose();
    await this.supervisor.dispose();
    // What is half done comes to its end: nothing that was taken out of the queue is lost.
    await Promise.allSettled(this.working);
  }

  /** Whether the folder of a run that is to be gone on with is still that of the run that was begun: others may have changed it. */
  private isAsBegun({ id, parameters }: QueuedRun): boolean {
    const config = this.find(id)?.config;
    return !config || Object.entries(parameters).every(([name, value]) => config.parameters[name as keyof Parameters] === value);
  }

  /** Starts waiting runs while there is room for them. */
  private startWaiting(): Promise<void> {
    const work = async (): Promise<void> => {
      for (const place of this.places) {
        while (this.hasRoom) {
          if (!(await this.startNext(place))) break;
        }
      }
    };
    this.starting = this.starting.then(work).catch(error => this.troubles.fire(error as Error));
    return this.starting;
  }

  /** Starts the run of a queue whose turn it is, if there is still room when it is taken out; whether it was. */
  private async startNext({ waiting, runsFolder }: Place & { readonly waiting: WaitingRuns }): Promise<boolean> {
    let room: Disposable | undefined;
    try {
      const next = await waiting.takeNext(() => (room = this.hasRoom ? this.takeRoom() : undefined) !== undefined);
      if (!next) return false;
      if (this.find(next.id)?.config) await this.goOn(next, runsFolder);
      else this.start(next, runsFolder);
      return true;
    } finally {
      room?.dispose();
    }
  }

  private get hasRoom(): boolean {
    return !this.isDisposed && this.supervisor.active.length + this.rooms.size < this.options.settings().maxConcurrentRuns;
  }

  /** Room for a run until its trainer has it. */
  private takeRoom(): Disposable {
    const room = { dispose: () => this.rooms.delete(room) };
    this.rooms.add(room);
    return room;
  }

  private start(run: QueuedRun, runsFolder: string): void {
    this.own.keep(run, runsFolder);
    // Whoever is next starts it.
    if (this.isDisposed) return;
    const usual = this.options.settings();
    const threads = run.threads ?? usual.threads;
    const engine = run.engine ?? usual.engine;
    const request: RunRequest = {
      id: run.id,
      parameters: run.parameters,
      folder: path.join(runsFolder, run.id),
      labels: run.labels,
      ...(run.parent !== null && { parent: run.parent }),
      ...(threads !== undefined && { threads }),
      ...(engine !== undefined && { engine }),
    };
    this.supervisor.start(request);
    this.changes.fire();
  }

  private async goOn(run: QueuedRun, runsFolder: string): Promise<void> {
    this.own.keep(run, runsFolder);
    this.others.forget(run.id);
    await this.supervisor.resume(run.id, path.join(runsFolder, run.id));
    this.changes.fire();
  }

  private async settle(outcome: RunOutcome): Promise<void> {
    const { id, folder, request } = outcome;
    this.own.forget(id);
    await this.refreshRun(id);
    // One whose folder was removed while it was trained is not to come back as a row.
    if (!this.find(id) && request && outcome.outcome.status === 'failed' && !outcome.isLost) {
      this.unborn.set(id, describeUnborn(folder, request, outcome.outcome));
    }
    this.changes.fire();
    this.ended.fire(outcome);
    await this.startWaiting();
  }

  /** Runs that this process was training before it was started again and that nobody works on any more. */
  private resumeOwn(): void {
    for (const run of this.own.all) {
      if (this.supervisor.find(run.id)) continue;
      // One of a folder that is not open now waits until it is.
      const place = this.places.find(({ runsFolder }) => runsFolder === run.runsFolder);
      if (!place) continue;
      const overview = place.ledger.find(run.id);
      if (!overview) this.inBackground(this.beginAgain(run));
      else if (!this.isAsBegun(run)) {
        this.own.forget(run.id);
        this.troubles.fire(
          new Error(`${overview.folder}: its config.json is not the one that the run was begun with: it is not gone on with.`),
        );
      } else if (overview.status === 'interrupted') this.inBackground(this.goOn(run, place.runsFolder));
      // One that is still running may be this process's old trainer, about to end.
      else if (overview.status !== 'running') this.own.forget(run.id);
    }
  }

  /** Begins a run whose trainer was ended before it had written what the run is to be. */
  private async beginAgain(run: RememberedRun): Promise<void> {
    if (this.beginning.has(run.id)) return;
    this.beginning.add(run.id);
    await removeUnbegun(path.join(run.runsFolder, run.id)).finally(() => this.beginning.delete(run.id));
    if (!this.find(run.id)) this.start(run, run.runsFolder);
  }

  /** Again and again; a watcher's word makes it quicker, but cannot be relied on. */
  private lookForFolders(): void {
    this.cancelLooking?.();
    if (this.isDisposed) return;
    this.cancelLooking = this.clock.after(LOOK_MS, () => {
      const looking = Promise.all(this.places.map(({ ledger }) => ledger.noticeFolders()));
      this.inBackground(looking.finally(() => this.lookForFolders()));
    });
  }

  /** Reads along with the runs that other processes train, and looks whether they are still alive. */
  private followOthers(): void {
    const running = this.places.flatMap(({ ledger }) => ledger.runs.filter(({ status }) => status === 'running'));
    this.others.follow(running.filter(({ id }) => !this.supervisor.find(id)));
  }

  private describe(overview: RunOverview): LabRun {
    const { id, status } = overview;
    const active = this.supervisor.find(id);
    const followed = status === 'running' ? this.others.find(id) : undefined;
    const facts = [overview, active?.run, active?.isStopping, followed];
    const before = this.described.get(id);
    if (before && facts.every((fact, i) => fact === before.facts[i])) return before.run;
    const run = describeListed(overview, active, followed);
    this.described.set(id, { facts, run });
    return run;
  }

  private async refreshRun(id: string): Promise<void> {
    await Promise.all(this.places.map(({ ledger }) => ledger.refreshRuns([id])));
  }

  private inBackground(work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => this.troubles.fire(error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.working.delete(settled));
    this.working.add(settled);
  }
}
