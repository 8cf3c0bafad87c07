import type { TrainerEvent } from '../contract/trainer';
import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import { systemClock } from '../util/clock';
import { messageOf } from '../util/messageOf';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import type { Interruption } from './interrupt';
import { openTracker } from './openTracker';
import type { RunReporter } from './runReporter';
import { syncLines } from './syncInWords';
import type { WandbSetup } from './wandbOptions';

/** A wait that lasts longer than this is explained. */
const EXPLAIN_AFTER_MS = 500;

/** Where warnings go; the reporter's live line makes way for them. */
interface Terminal {
  readonly cli: Cli;
  readonly reporter: RunReporter;
}

/** Has a run of the command line recorded for W&B while it trains. Nothing that goes wrong with it disturbs the training. */
export class RunRecording {
  private readonly interruption: Interruption;
  /** Aborted when the network is not to be waited for any longer. */
  private readonly uploadAbort = new AbortController();
  private isEnding = false;
  private isLost = false;

  private constructor(
    private readonly folder: string,
    private readonly tracker: WandbTracker,
    private readonly terminal: Terminal,
  ) {
    tracker.onTrouble(message => this.warn(message));
    // The first Ctrl-C while it trains is about the training; after SIGTERM there is little time.
    this.interruption = terminal.cli.onInterrupt(first => {
      if (!first || this.isEnding || this.interruption.exitCode === ExitCode.terminated) this.uploadAbort.abort();
    });
  }

  static async begin(folder: string, setup: WandbSetup, terminal: Terminal): Promise<RunRecording> {
    return new RunRecording(folder, await openTracker(setup, terminal.cli), terminal);
  }

  add(event: TrainerEvent): void {
    this.isLost ||= event.type === 'runFailed' && event.cause === 'lost';
    this.tracker.record(this.folder, event);
  }

  /**
   * After the trainer has ended: completes the record and waits for what is being sent, or for Ctrl-C.
   * @param write says how far it came, in lines
   */
  async end(write: (line: string) => void): Promise<void> {
    const { tracker, folder } = this;
    const { cli } = this.terminal;
    let cancelNotice: (() => void) | undefined;
    this.isEnding = true;
    try {
      await (this.isLost ? tracker.lost(folder) : tracker.ended(folder));
      cancelNotice = systemClock.after(EXPLAIN_AFTER_MS, () => {
        cli.output.err.line('Sending the rest to Weights & Biases. Ctrl-C leaves it for digits sync.');
      });
      await tracker.settle(this.uploadAbort.signal);
      cancelNotice();
      await tracker.dispose();
    } catch (error) {
      this.warn(messageOf(error));
    } finally {
      cancelNotice?.();
      this.interruption.dispose();
    }
    const tracking = tracker.stateOf(folder);
    if (tracking) for (const line of syncLines(folder, tracking, cli.cwd)) write(line);
  }

  private warn(message: string): void {
    const { cli, reporter } = this.terminal;
    reporter.clear();
    cli.output.err.line(`warning: ${message}`);
  }
}
