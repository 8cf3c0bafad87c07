import type { Estimate, Machine } from '../../experiment/estimate';
import { estimateOf } from '../../experiment/estimateInWords';
import { remainingMs } from '../../experiment/remaining';
import { queueTimes, type QueueTimes } from '../../experiment/queueTimes';
import type { Lab } from '../../runs/lab';
import type { WaitingRun } from '../../runs/waitingRuns';
import { setting } from '../settings';
import { thisMachine } from '../thisMachine';

/** So long the runs of this machine are believed to say the same of the next ones, unless one has ended. */
const BELIEVED_MS = 10_000;
/** Of more waiting runs it takes too long to estimate all of them anew all the time. */
const MANY = 200;

/** When the runs of the queue will have ended. Estimates are kept until a run has ended, which says more. */
export class QueueForecast {
  private machine: { readonly facts: Machine; readonly at: number } | undefined;
  private estimates = new WeakMap<object, Estimate | { readonly ms: undefined }>();

  constructor(private readonly lab: Pick<Lab, 'runs' | 'active' | 'find' | 'queued'>) {}

  /** A run has ended, or a setting is another. */
  forget(): void {
    this.machine = undefined;
  }

  /** Of those that this user has asked for, in their order. */
  of(asked: readonly WaitingRun[], now: number): QueueTimes {
    const { lab } = this;
    this.refresh(asked.length, now);
    const atWork = lab.active.map(({ id }) => {
      const run = lab.find(id);
      const left = run?.live && remainingMs(run.live, now);
      const config = run?.config;
      return (
        left ?? (config?.kind === 'trained' ? this.estimateOf({ ...config, engine: null, threads: config.engine.threads })?.ms : undefined)
      );
    });
    return queueTimes({ atWork, waiting: asked.map(run => this.estimateOf(run)), atOnce: setting('digitsLab.maxConcurrentRuns') });
  }

  /** How long a run takes alone; undefined if it cannot be told. */
  estimateOf(run: Pick<WaitingRun, 'parameters' | 'engine' | 'threads'>): Estimate | undefined {
    const { parameters, engine, threads } = run;
    const known = this.estimates.get(parameters);
    if (known) return known.ms === undefined ? undefined : known;
    const facts = (this.machine ??= { facts: thisMachine(this.lab.runs), at: Date.now() }).facts;
    const estimate = estimateOf(parameters, { ...facts, engine: engine ?? facts.engine, threads: threads ?? facts.threads });
    this.estimates.set(parameters, estimate ?? { ms: undefined });
    return estimate;
  }

  private refresh(waiting: number, now: number): void {
    const { machine } = this;
    // The first epoch of the first run says a lot.
    const isKnown = machine && machine.facts.speeds.length > 0 && now - machine.at < BELIEVED_MS;
    if (machine && (isKnown || waiting > MANY)) return;
    this.machine = { facts: thisMachine(this.lab.runs), at: now };
    this.estimates = new WeakMap();
  }
}
