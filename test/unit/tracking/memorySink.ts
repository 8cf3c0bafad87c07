import type { TrainerEvent } from '../../../src/contract/trainer';
import type { Attempt, BegunUpload, Outcome, Sending, Sink, SinkRecord, SinkTracking } from '../../../src/tracking/sink';

/** An attempt to send a run, which ends when the test says so. */
export class MemoryAttempt implements Attempt {
  nudges = 0;
  end!: (outcome: Outcome) => void;
  readonly ended = new Promise<Outcome>(resolve => (this.end = resolve));

  constructor(readonly sending: Sending<string>) {
    sending.signal.addEventListener('abort', () => this.end({ status: 'queued', reason: 'it was broken off.' }));
  }

  nudge(): void {
    this.nudges++;
  }
}

/** A sink whose targets are words; what is written to it or asked of it stays here. */
export class MemorySink implements Sink<string> {
  readonly name = 'a sink';
  /** What the run's folder says. */
  tracking: SinkTracking<string> | undefined;
  /** What was done with records and states, in order. */
  readonly log: string[] = [];
  readonly attempts: MemoryAttempt[] = [];
  /** Settles when a record may be opened, or be finished. */
  opening: Promise<void> = Promise.resolve();
  finishing: Promise<void> = Promise.resolve();
  private records = 0;

  isSame(named: string, asked: string): boolean {
    return named === asked;
  }

  targetNow({ target }: SinkTracking<string>): string {
    return target;
  }

  readTracking(): Promise<SinkTracking<string> | undefined> {
    return Promise.resolve(this.tracking);
  }

  writeTracking(_: string, tracking: SinkTracking<string>): Promise<void> {
    this.tracking = tracking;
    this.log.push(tracking.sync.status);
    return Promise.resolve();
  }

  parseBegun(value: unknown): BegunUpload<string> {
    return value as BegunUpload<string>;
  }

  async openRecord(): Promise<SinkRecord> {
    const file = `record ${++this.records}`;
    await this.opening;
    const note = (what: string): Promise<void> => Promise.resolve(void this.log.push(`${file}: ${what}`));
    await note('open');
    return {
      file,
      append: (event: TrainerEvent) => note(event.type),
      finish: async () => {
        await this.finishing;
        await note('finish');
      },
      dispose: () => note('dispose'),
    };
  }

  whySent(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  isSending(): Promise<boolean> {
    return Promise.resolve(false);
  }

  send(sending: Sending<string>): MemoryAttempt {
    const attempt = new MemoryAttempt(sending);
    this.attempts.push(attempt);
    return attempt;
  }
}
