import type { OfSession } from './channel';
import { answerRequest, PendingRequests, type Answer, type ReceivedAnswer, type Request } from './requests';

/** What one session asks over a channel. */
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

  /** One that another session asked for is passed over. */
  answer(answer: OfSession<ReceivedAnswer>): void {
    if (answer.session === this.session) this.requests.answer(answer);
  }

  closed(reason: string): void {
    this.requests.closed(reason);
  }
}

/** A request that comes twice comes soon after the first; so many are remembered. */
const MOST_REMEMBERED = 1_000;

/** Answers what the other side asks over a channel, each request once. */
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
