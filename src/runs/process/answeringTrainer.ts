import { answerMessage, trainerAnswers } from '../../contract/formats/commands';
import { parseValue } from '../../contract/formats/parse';
import { bodyOf } from '../../contract/formats/requests';
import { PendingRequests } from '../../contract/requests';
import type { TrainerAnswer, TrainerRequest } from '../../contract/trainer';
import type { Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { TrainerChild, type TrainerEnd, type TrainerEnvironment } from './trainerChild';

export interface AnsweringTrainerOptions {
  /** The trainer's bundle. */
  readonly trainerFile: string;
  readonly environment?: TrainerEnvironment | undefined;
  /** Called with a line for the log about each message that is ignored. */
  readonly log: (line: string) => void;
  readonly clock?: Clock;
}

/** A trainer process that trains nothing but answers requests, until it is closed. */
export class AnsweringTrainer {
  /** Settles once, after the process is gone and every open request has failed with the reason. Never rejects. */
  readonly ended: Promise<TrainerEnd>;
  private readonly child: TrainerChild;
  private readonly requests: PendingRequests<TrainerRequest>;
  private readonly ready: Promise<void>;

  constructor({ trainerFile, environment, log, clock }: AnsweringTrainerOptions) {
    this.requests = new PendingRequests({ send: request => this.child.send(request), log });
    let onReady: () => void = () => undefined;
    this.ready = new Promise(resolve => (onReady = resolve));
    this.child = new TrainerChild({ trainerFile, environment, clock, onReady, onMessage: message => this.receive(message) });
    this.ended = this.child.ended.then(end => {
      this.requests.closed(end.reason);
      return end;
    });
  }

  /**
   * Asks as soon as the process is ready.
   * @throws {RequestError} with the reason why there is no answer: the trainer's own, or that of the end of its process
   */
  async ask<T extends TrainerRequest['type']>(request: TrainerRequest & { readonly type: T }): Promise<TrainerAnswer<T>> {
    await Promise.race([this.ready, this.ended]);
    return this.requests.ask(
      request,
      answer => parseValue(trainerAnswers[request.type], answer, 'The answer of the trainer') as TrainerAnswer<T>,
    );
  }

  /** Has the process end, since nothing more will be asked; what is open fails. May be called again. */
  close(): Promise<TrainerEnd> {
    this.child.close('The trainer was closed.');
    return this.ended;
  }

  /** Ends the process at once; what is open fails. */
  kill(): void {
    this.child.kill();
  }

  private receive(received: unknown): void {
    try {
      const message = parseValue(answerMessage, received, 'The trainer sent what is no answer');
      if (message.type === 'answer') this.requests.answer({ ...message, body: bodyOf(received) });
      else if (message.type === 'runFailed') this.child.abandon(message.message);
    } catch (error) {
      // It may have been an answer; its request would otherwise wait for ever.
      this.child.abandon(messageOf(error));
    }
  }
}
