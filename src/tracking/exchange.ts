import type { Clock } from '../util/clock';
import { bytes } from '../util/format';
import { LongAnswerError, readText, type Fetch, type HttpAnswer, type HttpRequest } from './http';

/** How long an answer may take; a file adds the time that it needs at 50 kB/s. */
const LIMIT_MS = 60_000;
const BYTES_PER_MS = 50;
/** No expected answer is nearly as long. */
const LONGEST_ANSWER = 16_000_000;

/** Why there is no answer that can be used; the message goes on behind the server's name: `cannot be reached: …`. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';

  constructor(
    readonly trouble: 'unreachable' | 'refused',
    message: string,
  ) {
    super(message);
  }
}

export interface Exchanging {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Breaks the request off. */
  readonly signal: AbortSignal;
}

/**
 * One request and its whole answer, within a time limit.
 * @throws {ExchangeError} if none comes, or one that is too long; the reason of the signal
 */
export async function exchange(
  url: string,
  request: Omit<HttpRequest, 'signal'>,
  { fetch, clock, signal: outer }: Exchanging,
): Promise<{ readonly answer: HttpAnswer; readonly text: string }> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const limit = LIMIT_MS + (request.body?.length ?? 0) / BYTES_PER_MS;
  let isLate = false;
  const callOff = clock.after(limit, () => {
    isLate = true;
    controller.abort();
  });
  const abort = (): void => controller.abort();
  outer.addEventListener('abort', abort, { once: true });
  try {
    const answer = await fetch(url, { ...request, signal: controller.signal });
    return { answer, text: await readText(answer, LONGEST_ANSWER) };
  } catch (error) {
    outer.throwIfAborted();
    if (error instanceof LongAnswerError) throw new ExchangeError('refused', `answers with more than ${bytes(LONGEST_ANSWER)}.`);
    throw new ExchangeError(
      'unreachable',
      isLate ? `has not answered for ${Math.round(limit / 1000)} s.` : `cannot be reached: ${causeOf(error)}`,
    );
  } finally {
    callOff();
    outer.removeEventListener('abort', abort);
  }
}

/** What an answer says, in a line that ends as a sentence does. */
export function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'nothing more was said.';
  const short = line.length > 200 ? `${line.slice(0, 200)}…` : line;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}

/** fetch says only that it failed; why is in its cause. */
function causeOf(error: unknown): string {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 5; one = one.cause) chain.push(one);
  const { message, code } = (chain.at(-1) ?? new Error(String(error))) as NodeJS.ErrnoException;
  const cause = message || code || 'the connection broke';
  if (/certificate|CERT/i.test(`${cause} ${code ?? ''}`))
    return `${cause}. If your network has certificates of its own, name their file in NODE_EXTRA_CA_CERTS.`;
  return `${cause}.`;
}
