import type { OfSession } from './channel';
import { answerRequest, PendingRequests, type Answer, type ReceivedAnswer, type Request } from './requests';

/** The requests of one session over a channel. */
export class AskingSide<B> {
  private readonly requests: PendingRequests<B>;

  /** @param session differs from that of every other session of the channel */
  constructor(
    private readonly session: string,
    post: (request: OfSession<Request<B>>) => void,
    log: (line: string) => void,
  ) {
    this.requests = new PendingRequests({ send: request => post({ ...request, session }), log });
  }

  /** @throws {RequestError} as PendingRequests.ask */
  ask<A>(body: B, parse: (answer: unknown) => A): Promise<A> {
    return this.requests.ask(body, parse);
  }

  /** An answer to another session is ignored. */
  answer(answer: OfSession<ReceivedAnswer>): void {
    if (answer.session === this.session) this.requests.answer(answer);
  }

  closed(reason: string): void {
    this.requests.closed(reason);
  }
}

/** How many requests are remembered: a request that arrives twice does so within a short time. */
const MOST_REMEMBERED = 1_000;

/** Answers the requests of the other side of a channel, each of them once. */
export class AnsweringSide<B> {
  private readonly answered = new Set<string>();

  constructor(
    private readonly answer: (body: B) => unknown,
    private readonly post: (answer: OfSession<Answer<unknown>>) => void,
  ) {}

  receive({ session, ...request }: OfSession<Request<B>>): void {
    const key = `${request.id} ${session}`;
    if (this.answered.has(key)) return;
    this.answered.add(key);
    const [oldest] = this.answered;
    if (this.answered.size > MOST_REMEMBERED && oldest !== undefined) this.answered.delete(oldest);
    void answerRequest(request, this.answer, answer => this.post({ ...answer, session }));
  }
}
