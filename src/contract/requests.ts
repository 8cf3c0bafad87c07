/**
 * Requests over a channel that carries messages: each request has an id, and its answer or error comes back with the same id. The owner of
 * the channel (a process, a webview) sends the requests and hands over the answers that arrive.
 */
import type { Clock } from '../util/clock';
import { messageOf } from '../util/messageOf';

export interface Request<T> {
  readonly type: 'request';
  readonly id: number;
  readonly body: T;
}

export type Answer<T> =
  | { readonly type: 'answer'; readonly id: number; readonly body: T }
  | { readonly type: 'answer'; readonly id: number; readonly error: string };

/** An answer as it arrives, its body not yet parsed. If it has both a body and an error, the error counts. */
export interface ReceivedAnswer {
  readonly id: number;
  readonly body?: unknown;
  readonly error?: string;
}

/** A request that was not answered, or answered with an error. The message says why. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

export interface PendingRequestsOptions<B> {
  /** Sends a request to the other side. If it throws, the request fails with that message. */
  readonly send: (request: Request<B>) => void;
  /** Called with a line for the log about each answer that is ignored. */
  readonly log: (line: string) => void;
  /** How long an answer may take; by default as long as the channel is open. */
  readonly limit?: { readonly ms: number; readonly clock: Clock };
}

interface PendingRequest {
  readonly settle: (answer: unknown) => void;
  readonly fail: (reason: string) => void;
}

/** The limit of lines in the log: the other side may send any number of answers that were not asked for. */
const MOST_LOGGED = 100;

/** The requests of one side of a channel that are still to be answered. */
export class PendingRequests<B> {
  private readonly pending = new Map<number, PendingRequest>();
  private lastId = 0;
  private logged = 0;
  private closedFor: string | undefined;

  constructor(private readonly options: PendingRequestsOptions<B>) {}

  /**
   * Sends a request and waits for its answer.
   * @param parse gives the answer as its description has it; what it throws becomes the reason of the failure
   * @throws {RequestError} with the other side's reason, that of the channel's end, or that there was no proper answer in time
   */
  ask<A>(body: B, parse: (answer: unknown) => A): Promise<A> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new RequestError(reason));
      if (this.closedFor !== undefined) return fail(this.closedFor);
      const id = ++this.lastId;
      const { limit } = this.options;
      const cancelTimer = limit?.clock.after(limit.ms, () => this.remove(id)?.fail(`There was no answer within ${limit.ms / 1000} s.`));
      this.pending.set(id, {
        settle: answer => {
          cancelTimer?.();
          try {
            resolve(parse(answer));
          } catch (error) {
            fail(messageOf(error));
          }
        },
        fail: reason => {
          cancelTimer?.();
          fail(reason);
        },
      });
      try {
        this.options.send({ type: 'request', id, body });
      } catch (error) {
        this.remove(id)?.fail(`The request could not be sent: ${messageOf(error)}`);
      }
    });
  }

  /** Settles the request that an answer belongs to. An answer that comes twice, too late or to no request is ignored. */
  answer({ id, body, error }: ReceivedAnswer): void {
    const request = this.remove(id);
    if (!request) this.passOver(id);
    else if (error === undefined) request.settle(body);
    else request.fail(error);
  }

  /** Fails every open request, and from now on each new one, with the reason why the channel has ended. The first reason stays. */
  closed(reason: string): void {
    this.closedFor ??= reason;
    for (const id of this.pending.keys()) this.remove(id)?.fail(this.closedFor);
  }

  private remove(id: number): PendingRequest | undefined {
    const request = this.pending.get(id);
    this.pending.delete(id);
    return request;
  }

  private passOver(id: number): void {
    if (++this.logged > MOST_LOGGED) return;
    const wasAsked = Number.isSafeInteger(id) && id >= 1 && id <= this.lastId;
    const why = wasAsked ? 'is not waited for any more' : 'was never asked for';
    const more = this.logged === MOST_LOGGED ? ' Further ones are not told.' : '';
    this.options.log(`An answer (${id}) that ${why} was passed over.${more}`);
  }
}

/** Handles a request and sends the answer, or the reason why there is none. Never rejects. */
export async function answerRequest<B, A>(
  { id, body }: Request<B>,
  handle: (body: B) => A | Promise<A>,
  send: (answer: Answer<A>) => void,
): Promise<void> {
  const sendError = (error: unknown): void => send({ type: 'answer', id, error: messageOf(error) });
  try {
    const answer = await handle(body);
    try {
      send({ type: 'answer', id, body: answer });
    } catch (error) {
      // The channel could not carry the answer; it can carry the reason.
      sendError(error);
    }
  } catch (error) {
    try {
      sendError(error);
    } catch {
      // The channel is closed: the other side fails its requests by itself.
    }
  }
}
