import { trainerMessage } from '../contract/formats/commands';
import { parseValue } from '../contract/formats/parse';
import { PROTOCOL_VERSION, type TrainerCommand, type TrainerEvent, type TrainerMessage } from '../contract/trainer';
import { startBundle, type ChildProcess } from '../processes/launch';
import { systemClock, type Clock } from '../util/clock';
import { TextTail } from './textTail';

/** A trainer process at work on one run. */
export interface TrainerProcess {
  /** Settles once, after the process is gone and all it said has been read. Never rejects. */
  readonly ended: Promise<TrainerOutcome>;
  /** Asks the trainer to end after its batch and evaluate; if it does not, ends it. May be called again. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
}

export type TrainerOutcome =
  | { readonly status: 'completed' | 'stopped' }
  | {
      readonly status: 'failed';
      /** For a person. */
      readonly reason: string;
      /** Refused before anything started, because of what was asked for. */
      readonly refused: boolean;
      /** Somebody else ended the process with a signal: a shutdown, or a system without memory. The run is interrupted. */
      readonly killed: boolean;
      /** A fault of the processor or an abort ended the process: native code is to blame. */
      readonly crashed: boolean;
      /** The last of what it wrote to its standard output and error. */
      readonly stderrTail: string;
    };

export interface TrainerStart {
  /** The trainer's bundle. */
  readonly trainerFile: string;
  /** What it is to do. */
  readonly command: Exclude<TrainerCommand, { type: 'stop' }>;
  readonly onEvent: (event: TrainerEvent) => void;
  readonly clock?: Clock;
}

/** How long the trainer may take to say that it is there. */
export const READY_MS = 20_000;
/** How long a stop may take (the batch, the evaluation) before the process is asked by signal. */
export const STOP_MS = 60_000;
/** How long it may take to go after its last event. */
export const LEAVE_MS = 10_000;
/** How long it may take after the signal before it is killed. */
export const TERMINATE_MS = 5_000;

/** How a crash of native code shows: by signal, and on Windows by exit code (access violation, illegal instruction, stack overrun). */
const faults: readonly string[] = ['SIGSEGV', 'SIGABRT', 'SIGILL', 'SIGBUS', 'SIGFPE', 'SIGTRAP'];
const windowsFaults: readonly number[] = [0xc0000005, 0xc000001d, 0xc0000409];

/** Starts a process for one run. Everything that goes wrong, from the start of the process on, is told by `ended`. */
export function startTrainer(start: TrainerStart): TrainerProcess {
  return new RunningTrainer(start);
}

class RunningTrainer implements TrainerProcess {
  readonly ended: Promise<TrainerOutcome>;
  private readonly child: ChildProcess;
  private readonly clock: Clock;
  private readonly said = new TextTail();
  private phase: 'starting' | 'running' | 'stopping' | 'over' = 'starting';
  private outcome: TrainerOutcome | undefined;
  private cancelTimer: () => void;

  constructor(private readonly start: TrainerStart) {
    this.clock = start.clock ?? systemClock;
    this.child = startBundle(start.trainerFile);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.said.push(text));
    this.child.on('disconnect', () => this.letGo());
    this.child.on('message', message => this.receive(message));
    this.cancelTimer = this.clock.after(READY_MS, () => this.abandon(`The trainer did not answer within ${READY_MS / 1000} s.`));
    this.ended = new Promise(resolve => {
      this.child.on('error', error => {
        // With a process, what is meant is a signal that could not be sent; without one there is nothing to close.
        if (this.child.pid !== undefined) return;
        this.fail(`The trainer could not be started: ${error.message}.`);
        resolve(this.finish(null, null));
      });
      this.child.on('close', (code, signal) => resolve(this.finish(code, signal)));
    });
  }

  stop(): void {
    if (this.phase === 'stopping' || this.phase === 'over') return;
    // Before `ready` nobody would read the command.
    if (this.phase === 'starting') return this.abandon('Stopped before it started.');
    this.phase = 'stopping';
    this.send({ type: 'stop' });
    this.cancelTimer = this.clock.after(STOP_MS, () => {
      this.fail(`The trainer did not stop within ${STOP_MS / 1000} s and was ended.`);
      this.terminate();
    });
  }

  kill(): void {
    this.cancelTimer();
    this.child.kill('SIGKILL');
  }

  private receive(received: unknown): void {
    if (this.phase === 'over') return;
    let message: TrainerMessage;
    try {
      message = parseValue(trainerMessage, received, 'The trainer said what is no message');
    } catch (error) {
      return this.abandon((error as Error).message);
    }
    if (this.phase === 'starting') this.greet(message);
    else if (message.type !== 'ready') this.observe(message);
  }

  private greet(message: TrainerMessage): void {
    if (message.type !== 'ready') return this.abandon(`The trainer began with "${message.type}" instead of "ready".`);
    if (message.protocolVersion !== PROTOCOL_VERSION) {
      const versions = `it speaks version ${message.protocolVersion}, this side version ${PROTOCOL_VERSION}`;
      return this.abandon(`The trainer does not go with this version of Digits Lab (${versions}). Install Digits Lab again.`);
    }
    this.cancelTimer();
    this.phase = 'running';
    this.send(this.start.command);
  }

  private observe(event: TrainerEvent): void {
    try {
      this.start.onEvent(event);
    } catch (error) {
      // Whoever watches must not break what is watched.
      process.emitWarning(error instanceof Error ? error : String(error));
    }
    if (event.type === 'runEnded') this.outcome = { status: event.status };
    else if (event.type === 'runFailed') this.fail(event.message, event.cause === 'parameters' || event.cause === 'data');
    else return;
    this.letGo();
  }

  /** There is nothing more to say; the process has some time to go by itself. */
  private letGo(): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.cancelTimer();
    this.cancelTimer = this.clock.after(LEAVE_MS, () => this.terminate());
  }

  /** The first reason is the one that counts. */
  private fail(reason: string, refused = false): void {
    this.outcome ??= { status: 'failed', reason, refused, killed: false, crashed: false, stderrTail: '' };
  }

  /** Gives up on a trainer that cannot be worked with. */
  private abandon(reason: string): void {
    this.phase = 'over';
    this.fail(reason);
    this.terminate();
  }

  private terminate(): void {
    this.cancelTimer();
    this.child.kill('SIGTERM');
    this.cancelTimer = this.clock.after(TERMINATE_MS, () => this.child.kill('SIGKILL'));
  }

  private send(command: TrainerCommand): void {
    // It may be gone already; `close` tells.
    this.child.send(command, () => undefined);
  }

  private finish(code: number | null, signal: NodeJS.Signals | null): TrainerOutcome {
    this.cancelTimer();
    const reason = `The trainer ended unexpectedly with ${signal === null ? `exit code ${code}` : `signal ${signal}`}.`;
    const killed = signal !== null && ['SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGINT'].includes(signal);
    const crashed = signal === null ? windowsFaults.includes(code ?? 0) : faults.includes(signal);
    const outcome: TrainerOutcome = this.outcome ?? { status: 'failed', reason, refused: false, killed, crashed, stderrTail: '' };
    return outcome.status === 'failed' ? { ...outcome, stderrTail: this.said.toString() } : outcome;
  }
}
