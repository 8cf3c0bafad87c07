import { trainerMessage } from '../../contract/formats/commands';
import { parseValue } from '../../contract/formats/parse';
import { PROTOCOL_VERSION, type TrainerMessage } from '../../contract/trainer';
import { startBundle, type ChildProcess } from '../../processes/launch';
import { systemClock, type Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { TextTail } from './textTail';

/** What a trainer has in its environment besides what it inherits; asked anew for each process. */
export type TrainerEnvironment = () => NodeJS.ProcessEnv;

export interface TrainerChildOptions {
  /** The trainer's bundle. */
  readonly trainerFile: string;
  readonly arguments?: readonly string[];
  readonly environment?: TrainerEnvironment | undefined;
  /** The process is there and speaks this version of the protocol. */
  readonly onReady: () => void;
  /** Called with each message after that, not yet looked at, until the process is given up or closed. */
  readonly onMessage: (message: unknown) => void;
  readonly clock?: Clock | undefined;
}

/** How a trainer process ended. */
export interface TrainerEnd {
  /** The reason why it was abandoned, or how it ended by itself. For a person. */
  readonly reason: string;
  /** A signal from elsewhere ended it: a shutdown, a system without memory, or this program. */
  readonly killed: boolean;
  /** A fault of the processor or an abort ended it: native code is to blame. */
  readonly crashed: boolean;
  /** The end of its standard output and error. */
  readonly output: string;
}

/** How long a trainer may take to send `ready`. */
export const READY_MS = 20_000;
/** How long it may take to exit after its work is done. */
export const LEAVE_MS = 10_000;
/** How long it may take after SIGTERM before it is killed. */
export const TERMINATE_MS = 5_000;

/** Signals by which a process is ended from outside. */
const interruptions: readonly string[] = ['SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGINT'];
/** Signs of a crash of native code: a signal, and on Windows an exit code (access violation, illegal instruction, stack overrun). */
const faults: readonly string[] = ['SIGSEGV', 'SIGABRT', 'SIGILL', 'SIGBUS', 'SIGFPE', 'SIGTRAP'];
const windowsFaults: readonly number[] = [0xc0000005, 0xc000001d, 0xc0000409];

/** The life of a trainer process from its start to its end, whatever it is used for. */
export class TrainerChild {
  /** Settles once, after the process is gone and everything that it sent has been read. Never rejects. */
  readonly ended: Promise<TrainerEnd>;
  private readonly process: ChildProcess;
  private readonly clock: Clock;
  private readonly output = new TextTail();
  private phase: 'starting' | 'ready' | 'leaving' | 'gone' = 'starting';
  private reason: string | undefined;
  private cancelTimer: () => void;
  private listener: Pick<TrainerChildOptions, 'onReady' | 'onMessage'>;

  constructor(options: TrainerChildOptions) {
    this.listener = options;
    this.clock = options.clock ?? systemClock;
    this.process = startBundle(options.trainerFile, { args: options.arguments, environment: options.environment?.() });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
    this.process.on('disconnect', () => this.awaitExit());
    this.process.on('message', message => this.receive(message));
    this.cancelTimer = this.clock.after(READY_MS, () => this.abandon(`The trainer did not answer within ${READY_MS / 1000} s.`));
    this.ended = new Promise(resolve => {
      this.process.on('error', error => {
        // If there is a process, the error is a signal that could not be sent; if there is none, `close` never comes.
        if (this.process.pid !== undefined) return;
        this.reason ??= `The trainer could not be started: ${error.message}.`;
        resolve(this.end(null, null));
      });
      this.process.on('close', (code, signal) => resolve(this.end(code, signal)));
    });
  }

  /** Has another one told from now on: of a process that was started before it was known what for. */
  handTo(listener: Pick<TrainerChildOptions, 'onReady' | 'onMessage'>): void {
    this.listener = listener;
    if (this.isReady) listener.onReady();
  }

  send(message: object): void {
    // The process may have exited already; `close` reports that.
    this.process.send(message, () => undefined);
  }

  get isReady(): boolean {
    return this.phase === 'ready';
  }

  /** Ends the process after this time unless it has ended by itself; its messages are still received. */
  endWithin(ms: number, otherwise: string): void {
    this.cancelTimer();
    this.cancelTimer = this.clock.after(ms, () => {
      this.reason ??= otherwise;
      this.terminate();
    });
  }

  /** Asks the process to end; it is terminated if it does not. */
  close(reason: string): void {
    if (this.phase === 'starting') return this.abandon(reason);
    if (this.phase !== 'ready') return;
    this.reason ??= reason;
    this.send({ type: 'stop' });
    this.awaitExit();
  }

  /** No more messages are expected; the process is terminated if it does not exit in time. */
  awaitExit(): void {
    if (this.phase === 'leaving' || this.phase === 'gone') return;
    this.phase = 'leaving';
    this.cancelTimer();
    this.cancelTimer = this.clock.after(LEAVE_MS, () => this.terminate());
  }

  /** Ends a process that cannot be used. The first reason counts. */
  abandon(reason: string): void {
    if (this.phase === 'gone') return;
    this.phase = 'leaving';
    this.reason ??= reason;
    this.terminate();
  }

  /** Ends it at once. */
  kill(): void {
    this.cancelTimer();
    this.process.kill('SIGKILL');
  }

  private receive(message: unknown): void {
    if (this.phase === 'ready') return this.listener.onMessage(message);
    if (this.phase !== 'starting') return;
    try {
      this.greet(parseValue(trainerMessage, message, 'The trainer sent what is no message'));
    } catch (error) {
      this.abandon(messageOf(error));
    }
  }

  private greet(message: TrainerMessage): void {
    if (message.type !== 'ready') return this.abandon(`The trainer began with "${message.type}" instead of "ready".`);
    if (message.protocolVersion !== PROTOCOL_VERSION) {
      const versions = `it speaks version ${message.protocolVersion}, this side version ${PROTOCOL_VERSION}`;
      return this.abandon(`The trainer does not go with this version of Digits Lab (${versions}). Install Digits Lab again.`);
    }
    this.cancelTimer();
    this.phase = 'ready';
    this.listener.onReady();
  }

  private terminate(): void {
    this.cancelTimer();
    this.process.kill('SIGTERM');
    this.cancelTimer = this.clock.after(TERMINATE_MS, () => this.process.kill('SIGKILL'));
  }

  private end(code: number | null, signal: NodeJS.Signals | null): TrainerEnd {
    this.cancelTimer();
    this.phase = 'gone';
    const output = this.output.toString();
    if (this.reason !== undefined) return { reason: this.reason, killed: false, crashed: false, output };
    const reason = `The trainer ended unexpectedly with ${signal === null ? `exit code ${code}` : `signal ${signal}`}.`;
    const killed = signal !== null && interruptions.includes(signal);
    const crashed = signal === null ? windowsFaults.includes(code ?? 0) : faults.includes(signal);
    return { reason, killed, crashed, output };
  }
}
