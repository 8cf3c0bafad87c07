import type { TrainerEvent } from '../contract/trainer';
import { LostRunError } from '../runFolder/ownership';
import type { RunWriter } from '../runFolder/runWriter';
import { failureOf } from './failure';
import type { ResourceSample } from './resources';
import type { UnstampedEvent } from './unstampedEvent';

/** Reports the events of a run: to the process that started this one and, once there is one, in the run's folder. */
export class Reporter {
  /** The run's folder, as soon as this process owns it. */
  writer: RunWriter | undefined;
  private hasBegun = false;

  constructor(private readonly emit: (event: TrainerEvent) => void) {}

  /** @throws {RunFolderError} if the event cannot be written, and then it is not told either */
  readonly report = (unstamped: UnstampedEvent): void => {
    const event = stamp(unstamped);
    this.emit(this.writer?.append(event) ?? event);
    this.hasBegun ||= event.type === 'runStarted' || event.type === 'runResumed';
  };

  /**
   * Reports what the process uses. Never throws, and says nothing before the run has begun: an engine that takes long to start must not bring a
   * line of this attempt before the one that begins it.
   */
  readonly sample = (sample: ResourceSample): void => {
    if (!this.hasBegun) return;
    try {
      this.report({ type: 'resourcesSampled', ...sample });
    } catch {
      // The disk is full or the run is lost. The events of the run itself fail too, and that failure is handled.
    }
  };

  warn(message: string | undefined): void {
    if (message !== undefined) this.report({ type: 'logged', level: 'warning', message });
  }

  /** Does the work and closes the run's folder, after an error with the reason why the run failed. Never rejects. */
  async during(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      await this.writer?.close();
    } catch (error) {
      await this.fail(error);
    }
  }

  private async fail(error: unknown): Promise<void> {
    try {
      this.report(failureOf(error));
      await this.writer?.close();
    } catch (second) {
      // If the event cannot or may not be written, at least the process that started this one is told.
      const attempt = this.writer?.attempt;
      const failure = stamp(failureOf(second instanceof LostRunError ? second : error));
      this.emit(attempt === undefined ? failure : { ...failure, attempt });
      await this.writer?.abandon().catch(() => undefined);
    }
  }
}

function stamp(event: UnstampedEvent): TrainerEvent {
  return { ...event, time: new Date().toISOString() };
}
