import { isEngineName, type EngineName } from '../../contract/engines';
import { initialRun, type Run } from '../../contract/runState';
import { readRun } from '../../runFolder/readRun';
import { standingOf } from '../../runFolder/standing';
import { Emitter, type Disposable } from '../../util/emitter';
import type { Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import type { ActiveRun, Cancellation, EndedRun, Executor, RunEvent, RunJob } from '../executor';
import { failure, type RunOutcome } from '../outcome';
import { LocalRun, type LocalRunStart } from './localRun';
import type { TrainerEnvironment } from '../process/trainerChild';
import { SpareTrainer } from '../process/spareTrainer';
import { STOPPED_BEFORE_START } from '../process/trainerProcess';

export interface LocalExecutorOptions {
  /** The trainer's bundle. */
  readonly trainerFile: string;
  readonly environment?: TrainerEnvironment | undefined;
  /** Asked anew each time. */
  readonly maxConcurrentRuns: () => number;
  readonly clock?: Clock;
}

type ResumeJob = RunJob & { readonly type: 'resume' };

/** A run whose folder is read before it goes on. */
interface Preparation {
  isCancelled: boolean;
  done: Promise<void>;
}

/** Trains runs on this computer, each in a process of its own. */
export class LocalExecutor implements Executor {
  private readonly runs = new Map<string, LocalRun>();
  /** Runs to be resumed whose folders are being read. */
  private readonly preparing = new Map<string, Preparation>();
  private readonly reservations = new Set<Disposable>();
  private readonly eventEmitter = new Emitter<RunEvent>();
  private readonly endedEmitter = new Emitter<EndedRun>();
  /** Started while a run is likely to come. */
  private readonly spare: SpareTrainer;
  private readonly expectations = new Set<Disposable>();
  private isDisposed = false;

  readonly onEvent = this.eventEmitter.event;
  readonly onEnded = this.endedEmitter.event;

  constructor(private readonly options: LocalExecutorOptions) {
    this.spare = new SpareTrainer(options);
  }

  get active(): readonly ActiveRun[] {
    return [...this.runs.values()];
  }

  get capacity(): number {
    const used = this.runs.size + this.preparing.size + this.reservations.size;
    return this.isDisposed ? 0 : Math.max(0, this.options.maxConcurrentRuns() - used);
  }

  find(id: string): ActiveRun | undefined {
    return this.runs.get(id);
  }

  expectRun(): Disposable {
    const expectation = {
      dispose: () => {
        if (this.expectations.delete(expectation) && this.expectations.size === 0) this.spare.release();
      },
    };
    this.expectations.add(expectation);
    // A run that will wait for its turn needs none.
    if (this.capacity > 0) this.spare.start();
    return expectation;
  }

  reserve(): Disposable | undefined {
    if (this.capacity === 0) return undefined;
    const reservation = { dispose: () => this.reservations.delete(reservation) };
    this.reservations.add(reservation);
    return reservation;
  }

  // A new run is active when this returns; only what has to be read is waited for.
  async submit(job: RunJob): Promise<void> {
    const id = job.type === 'start' ? job.request.id : job.id;
    if (this.isDisposed || this.runs.has(id) || this.preparing.has(id)) return;
    if (job.type === 'resume') return this.prepare(job);
    const { request } = job;
    this.begin({ id, folder: request.folder, request, before: initialRun, attempt: 1, command: job });
  }

  async cancel(id: string, when: Cancellation = 'afterBatch'): Promise<void> {
    const preparation = this.preparing.get(id);
    if (preparation) preparation.isCancelled = true;
    const run = this.runs.get(id);
    if (when === 'atOnce') run?.kill();
    else run?.stop();
    await (preparation?.done ?? run?.ended);
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.eventEmitter.dispose();
    this.endedEmitter.dispose();
    const runs = [...this.runs.values()];
    for (const run of runs) run.kill();
    await Promise.all([this.spare.dispose(), ...runs.map(({ ended }) => ended)]);
  }

  private prepare(job: ResumeJob): Promise<void> {
    const preparation: Preparation = { isCancelled: false, done: Promise.resolve() };
    this.preparing.set(job.id, preparation);
    return (preparation.done = this.resume(job, preparation));
  }

  private async resume({ id, folder }: ResumeJob, preparation: Preparation): Promise<void> {
    let failed: RunOutcome | undefined;
    try {
      const before = await readRun(folder);
      // If the folder is gone, the trainer reports it.
      const { last: attempt } = await standingOf(folder).catch(() => ({ last: 0 }));
      if (this.isDisposed) return;
      if (preparation.isCancelled) failed = failure(STOPPED_BEFORE_START);
      else this.begin({ id, folder, request: undefined, before, attempt, command: { type: 'resume', folder, ...fixedEngine(before) } });
    } catch (error) {
      failed = failure(messageOf(error));
    } finally {
      this.preparing.delete(id);
    }
    if (failed) this.endedEmitter.fire({ id, folder, request: undefined, outcome: failed, isLost: false });
  }

  private begin(start: Omit<LocalRunStart, 'trainerFile' | 'environment' | 'clock' | 'onEvent' | 'spare'>): void {
    const { trainerFile, environment, clock } = this.options;
    const { id } = start;
    const onEvent: LocalRunStart['onEvent'] = event => this.eventEmitter.fire({ id, event });
    const spare = this.spare.take();
    const run = new LocalRun({ ...start, trainerFile, environment, ...(clock && { clock }), onEvent, spare });
    this.runs.set(id, run);
    void run.ended.then(ended => {
      this.runs.delete(id);
      this.endedEmitter.fire(ended);
    });
  }
}

/** A run of a design goes on with the engine that its plan has fixed, and with no other. */
function fixedEngine({ config }: Run): { readonly engine?: EngineName } {
  return config && config.design !== null && isEngineName(config.engine.name) ? { engine: config.engine.name } : {};
}
