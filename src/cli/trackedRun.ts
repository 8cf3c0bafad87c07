import type { TrainerEvent } from '../contract/trainer';
import { createFileInSync } from '../files/writeFiles';
import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import { systemClock } from '../util/clock';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import type { Interruption } from './interrupt';
import { openTracker } from './openTracker';
import type { RunReporter } from './runReporter';
import { syncLines } from './syncInWords';
import type { WandbSetup } from './wandbOptions';

/** Who waits longer than that wants to know for what. */
const PATIENCE_MS = 500;

/** Where a run is told about. */
interface Terminal {
  readonly cli: Cli;
  /** Its live line makes way for what else is said. */
  readonly reporter: RunReporter;
}

/** Has a run of the command line recorded for W&B while it trains. Nothing of it ever disturbs the training. */
export class TrackedRun {
  private readonly interruption: Interruption;
  /** Aborted: nobody is to wait for the network any longer. */
  private readonly hurry = new AbortController();
  private isEnding = false;
  private isLost = false;

  private constructor(
    private readonly folder: string,
    private readonly tracker: WandbTracker,
    private readonly notes: string,
    private readonly terminal: Terminal,
  ) {
    tracker.onTrouble(message => this.warn(message));
    // The first Ctrl-C while it trains is about the training; who ends the process by SIGTERM gives it little time.
    this.interruption = terminal.cli.onInterrupt(first => {
      if (!first || this.isEnding || this.interruption.exitCode === ExitCode.terminated) this.hurry.abort();
    });
  }

  static async begin(folder: string, setup: WandbSetup, terminal: Terminal): Promise<TrackedRun> {
    return new TrackedRun(folder, await openTracker(setup, terminal.cli), setup.notes, terminal);
  }

  take(event: TrainerEvent): void {
    if (event.type === 'runStarted') this.keepNotes();
    this.isLost ||= event.type === 'runFailed' && event.cause === 'lost';
    this.tracker.record(this.folder, event);
  }

  /**
   * After the trainer has ended: completes the record and waits for what is being sent, until somebody interrupts.
   * @param write says how far it came, in lines
   */
  async end(write: (line: string) => void): Promise<void> {
    const { tracker, folder } = this;
    const { cli } = this.terminal;
    let callOff: (() => void) | undefined;
    this.isEnding = true;
    try {
      await (this.isLost ? tracker.lost(folder) : tracker.ended(folder));
      callOff = systemClock.after(PATIENCE_MS, () => {
        cli.output.err.line('Sending the rest to Weights & Biases. Ctrl-C leaves it for digits sync.');
      });
      await tracker.settle(this.hurry.signal);
      callOff();
      await tracker.dispose();
    } catch (error) {
      this.warn((error as Error).message);
    } finally {
      callOff?.();
      this.interruption.dispose();
    }
    const tracking = tracker.stateOf(folder);
    if (tracking) for (const line of syncLines(folder, tracking, cli.cwd)) write(line);
  }

  /** WANDB_NOTES, as a person could have written them into the folder. */
  private keepNotes(): void {
    if (this.notes === '') return;
    try {
      createFileInSync(this.folder, 'notes.md', `${this.notes}\n`);
    } catch (error) {
      this.warn(`WANDB_NOTES cannot be kept: ${(error as Error).message}.`);
    }
  }

  private warn(message: string): void {
    const { cli, reporter } = this.terminal;
    reporter.clear();
    cli.output.err.line(`warning: ${message}`);
  }
}
