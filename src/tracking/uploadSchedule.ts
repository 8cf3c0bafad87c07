import type { LimitFunction } from 'p-limit';
import type { Clock } from '../util/clock';
import { INTERRUPTED, type Attempt, type Outcome, type Sending, type Sink } from './sink';
import type { TrackingState } from './trackingState';
import { whenFree } from './whenFree';

export interface UploadScheduleOptions<Target> {
  readonly sink: Sink<Target>;
  readonly clock: Clock;
  /** How many runs that are not being trained are sent at the same time. */
  readonly limit: LimitFunction;
  readonly state: TrackingState<Target>;
  /** It is time for another attempt, after one that may go well later. */
  readonly onAgain: () => void;
}

/** Schedules the upload of a run: one attempt at a time, and a later one if the last may then succeed. */
export class UploadSchedule<Target> {
  private attempt: Attempt | undefined;
  /** Settles when the attempt, or the wait for its turn, has ended; undefined: there is none. */
  private sending: Promise<void> | undefined;
  private aborter = new AbortController();
  private callOffNext: () => void = () => undefined;
  private isDisposed = false;

  constructor(
    private readonly runFolder: string,
    private readonly options: UploadScheduleOptions<Target>,
  ) {}

  get isSending(): boolean {
    return this.sending !== undefined;
  }

  /** Settles when nothing is being sent; what is to be tried again later is not waited for. */
  async settled(): Promise<void> {
    await this.sending;
  }

  /** The record that is being sent has become longer. */
  nudge(): void {
    this.attempt?.nudge();
  }

  /**
   * Begins an attempt, unless one is under way.
   * @param growing the record of a run that trains, which waits for no other run; by default one is made when it is this run's turn
   */
  start(growing?: string): void {
    const { sink, clock, limit, state, onAgain } = this.options;
    const { tracking } = state;
    this.callOffNext();
    if (this.sending || !tracking || this.isDisposed) return;
    const { signal } = (this.aborter = new AbortController());
    const { target } = tracking;
    const sending: Sending<Target> = {
      runFolder: this.runFolder,
      target,
      record: async () => {
        // The folder must name the target before anything is sent there.
        await state.written();
        return growing ?? (await this.makeRecord(target));
      },
      clock,
      signal,
      onState: next => state.show(next),
    };
    const send = (): Promise<Outcome> => (this.attempt = sink.send(sending)).ended;
    const interrupted = (): Outcome => ({ status: 'queued', reason: INTERRUPTED });
    const ended = growing === undefined ? whenFree(limit, send, signal).catch(interrupted) : send();
    this.sending = ended.then(({ againAfterMs, ...next }) => {
      this.attempt = undefined;
      this.sending = undefined;
      state.show(next);
      if (next.status !== 'queued') state.endWaiting();
      if (againAfterMs !== undefined) this.callOffNext = clock.after(againAfterMs, onAgain);
    });
  }

  /** Breaks off what is being sent; it stays queued. */
  async stop(): Promise<void> {
    this.aborter.abort();
    await this.sending;
    this.callOffNext();
  }

  /** The same for good. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    await this.stop();
  }

  /** Anew, so that it has the labels and notes of today, and its end even if its trainer was killed. */
  private async makeRecord(target: Target): Promise<string> {
    const record = await this.options.sink.openRecord(this.runFolder, target);
    await record.finish();
    return record.file;
  }
}
