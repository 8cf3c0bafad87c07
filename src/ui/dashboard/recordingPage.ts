import type { RecordedChanges, RecordedRun } from '../../contract/recorded';
import type { Clock } from '../../util/clock';
import type { Disposable } from '../../util/emitter';
import type { KnownRecording } from './knownRecordings';

export interface RecordingPageOptions {
  readonly recording: Pick<KnownRecording, 'read'>;
  readonly clock: Clock;
  /** Whether the run goes on; asked anew each time. */
  readonly isRunning: () => boolean;
  /** It is there now, or is gone. */
  readonly tellWhole: (recorded: RecordedRun | null) => void;
  /** Some of it is different. */
  readonly tell: (changes: RecordedChanges) => void;
}

/** How often a run that goes on is looked at. */
export const LOOK_MS = 1_000;

/** What a page shows of a recording, followed while the page is there: of a run that goes on once a second. */
export class RecordingPage implements Disposable {
  private shown: RecordedRun | null = null;
  private cancelTimer: (() => void) | undefined;
  private looking: Promise<void> | undefined;
  private isStale = false;
  private isDisposed = false;

  constructor(private readonly options: RecordingPageOptions) {}

  /** Reads it for the first time, of a long one its beginning. */
  async load(): Promise<RecordedRun | null> {
    const { shown, hasMore } = await this.options.recording.read();
    this.shown = shown;
    if (hasMore) void this.look();
    else this.lookLater();
    return shown;
  }

  /** Looks what is new, at once. */
  look(): Promise<void> {
    this.isStale = true;
    return (this.looking ??= this.lookAgain());
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelTimer?.();
  }

  private async lookAgain(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    try {
      while (this.isStale && !this.isDisposed) {
        const { shown, hasMore } = await this.options.recording.read();
        this.isStale = hasMore;
        this.tell(shown);
      }
    } finally {
      this.looking = undefined;
      this.lookLater();
    }
  }

  private lookLater(): void {
    if (this.isDisposed || this.cancelTimer || !this.options.isRunning()) return;
    this.cancelTimer = this.options.clock.after(LOOK_MS, () => {
      this.cancelTimer = undefined;
      void this.look();
    });
  }

  private tell(now: RecordedRun | null): void {
    const before = this.shown;
    this.shown = now;
    if (this.isDisposed || now === before) return;
    if (!now || !before) return this.options.tellWhole(now);
    const changes: RecordedChanges = {
      ...(now.facts !== before.facts && { facts: now.facts }),
      ...(now.scalars !== before.scalars && { scalars: now.scalars }),
      ...(now.console !== before.console && { console: now.console }),
    };
    if (Object.keys(changes).length > 0) this.options.tell(changes);
  }
}
