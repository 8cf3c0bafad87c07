import { trainerMessage } from '../../contract/formats/commands';
import { parseValue } from '../../contract/formats/parse';
import type { EngineNotice, TrainerCommand, TrainerEvent } from '../../contract/trainer';
import { trainingArguments } from '../../contract/trainerArguments';
import type { Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { failure, type RunOutcome } from '../outcome';
import { TrainerChild, type TrainerEnd, type TrainerEnvironment } from './trainerChild';

/** A trainer process at work on one run. */
export interface TrainerProcess {
  /** Settles once, after the process is gone and all that it wrote has been read. Never rejects. */
  readonly ended: Promise<RunOutcome>;
  /** Asks the trainer to end after its batch and evaluate; if it does not, ends it. May be called again. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

export interface TrainerStart {
  /** The trainer's bundle. */
  readonly trainerFile: string;
  readonly environment?: TrainerEnvironment | undefined;
  readonly command: Exclude<TrainerCommand, { type: 'stop' }>;
  readonly onEvent: (event: TrainerEvent) => void;
  /** What the trainer says of its engines before the run begins. */
  readonly onNotice?: (notice: EngineNotice) => void;
  readonly clock?: Clock;
  /** A process that was started ahead, to be used instead of a new one. */
  readonly spare?: TrainerChild | undefined;
}

/** How long a stop may take (the batch and the evaluation) before the process is terminated by a signal. */
export const STOP_MS = 60_000;

/** Why a run failed that was stopped before its trainer had begun. */
export const STOPPED_BEFORE_START = 'Stopped before it started.';

/** Starts a process for one run. All errors, including those of starting the process, are reported by `ended`. */
export function startTrainer(start: TrainerStart): TrainerProcess {
  return new RunningTrainer(start);
}

class RunningTrainer implements TrainerProcess {
  readonly ended: Promise<RunOutcome>;
  private readonly child: TrainerChild;
  private isStopping = false;
  /** As the trainer has told it. */
  private outcome: RunOutcome | undefined;

  constructor(private readonly start: TrainerStart) {
    const { trainerFile, environment, command, clock, spare } = start;
    const listener = { onReady: () => this.child.send(command), onMessage: (message: unknown) => this.receive(message) };
    this.child = spare ?? new TrainerChild({ trainerFile, arguments: argumentsFor(command), environment, clock, ...listener });
    spare?.handTo(listener);
    this.ended = this.child.ended.then(end => outcomeOf(end, this.outcome));
  }

  stop(): void {
    if (this.isStopping) return;
    this.isStopping = true;
    // Before `ready` the trainer reads no command.
    if (!this.child.isReady) return this.child.close(STOPPED_BEFORE_START);
    this.child.send({ type: 'stop' });
    this.child.endWithin(STOP_MS, `The trainer did not stop within ${STOP_MS / 1000} s and was ended.`);
  }

  kill(): void {
    this.child.kill();
  }

  private receive(received: unknown): void {
    try {
      const message = parseValue(trainerMessage, received, 'The trainer sent what is no message');
      if (message.type === 'openingEngine' || message.type === 'unmeasuredEngines') this.start.onNotice?.(message);
      else if (message.type !== 'ready') this.observe(message);
    } catch (error) {
      this.child.abandon(messageOf(error));
    }
  }

  private observe(event: TrainerEvent): void {
    try {
      this.start.onEvent(event);
    } catch (error) {
      // An error in a listener is not an error of the trainer.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
    if (event.type === 'runEnded') this.outcome = { status: event.status };
    else if (event.type === 'runFailed')
      this.outcome = failure(event.message, { refused: event.cause === 'parameters' || event.cause === 'data' });
    else return;
    this.child.awaitExit();
  }
}

function argumentsFor(command: TrainerStart['command']): readonly string[] {
  const { engine, threads } = command.type === 'start' ? command.request : { engine: command.engine, threads: undefined };
  return trainingArguments(engine, threads);
}

/** The outcome of a run whose process is gone. */
function outcomeOf({ reason, killed, crashed, output: stderrTail }: TrainerEnd, told: RunOutcome | undefined): RunOutcome {
  if (told) return 'reason' in told ? { ...told, stderrTail } : told;
  return killed ? { status: 'interrupted', reason, stderrTail } : failure(reason, { crashed, stderrTail });
}
