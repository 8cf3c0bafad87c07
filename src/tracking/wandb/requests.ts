import type { Clock } from '../../util/clock';
import { bytes } from '../../util/format';
import { VERSION } from '../../util/version';
import { LongAnswerError, readText, type Fetch, type HttpAnswer, type HttpRequest } from '../http';
import type { WandbCredential } from './credentials';
import { mayPass, retryAfterMs } from './retry';
import { WandbError, type WandbTrouble } from './wandbError';

/** How long an answer may take; a file adds the time that it needs at 50 kB/s. */
const LIMIT_MS = 60_000;
const BYTES_PER_MS = 50;
/** No expected answer is nearly as long. */
const LONGEST_ANSWER = 16_000_000;

export interface WandbRequestOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly credential: WandbCredential;
  /** Breaks every request off. */
  readonly signal: AbortSignal;
}

export interface Asked {
  /** For a person. */
  readonly what: string;
  /** Statuses that are final of other requests but may pass of this one. */
  readonly passing?: readonly number[];
}

/** A place that a file may be put to. */
export interface SignedUrl {
  readonly url: string;
  /** `name:value`, as the server gave them. */
  readonly headers: readonly string[];
}

interface RequestContext extends Asked {
  readonly host: string;
}

/** Requests to a W&B server and to the storage that it names. The key goes to the server alone, and into no message. */
export class Requests {
  private readonly basic: string;

  constructor(private readonly options: WandbRequestOptions) {
    this.basic = Buffer.from(`api:${options.credential.key}`).toString('base64');
  }

  /** An error of this server, for what was asked of it. */
  error(trouble: WandbTrouble, what: string, problem: string): WandbError {
    return this.failure(trouble, { what, host: this.host }, problem);
  }

  keyError(what: string): WandbError {
    const { source } = this.options.credential;
    return this.error('key', what, `refused the key (from ${source}). Sign in again, or set WANDB_TOKEN to a key that is valid.`);
  }

  private get baseUrl(): string {
    return this.options.credential.baseUrl;
  }

  private get host(): string {
    return new URL(this.baseUrl).host;
  }

  /**
   * Asks the server; the answer's JSON.
   * @throws {WandbError}
   */
  async post(path: string, body: unknown, { what, passing = [] }: Asked): Promise<unknown> {
    const at = { what, host: this.host };
    const request = {
      method: 'POST',
      headers: { Authorization: `Basic ${this.basic}`, 'Content-Type': 'application/json', 'User-Agent': `digits-lab/${VERSION}` },
      body: JSON.stringify(body),
      // The server that a redirect leads to would get the key.
      redirect: 'manual',
    } as const;
    const { answer, text } = await this.send(`${this.baseUrl}${path}`, request, at);
    if (answer.status < 200 || answer.status > 299) throw this.refusal(answer, text, { ...at, passing });
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw this.failure('busy', at, `answered with something that is no JSON: ${shorten(text)} Is this a W&B server?`);
    }
  }

  /**
   * Puts a file where a signed URL says. That is another server, which wants the headers it was signed with and no other credential.
   * @throws {WandbError}
   */
  async put({ url, headers }: SignedUrl, content: Uint8Array<ArrayBuffer>, what: string): Promise<void> {
    // The rest of a signed URL is a credential too.
    const at = { what, host: new URL(url).host };
    const pairs = headers.map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()] as const);
    const request = { method: 'PUT', headers: Object.fromEntries(pairs), body: content, redirect: 'follow' } as const;
    const { answer, text } = await this.send(url, request, at);
    if (answer.status >= 200 && answer.status <= 299) return;
    // Bytes were changed on their way, or the URL has expired: with a new one it may go well.
    if ([400, 401, 403].includes(answer.status)) throw this.failure('busy', at, `answered ${answer.status}: ${shorten(text)}`);
    throw this.refusal(answer, text, at);
  }

  private async send(url: string, request: Omit<HttpRequest, 'signal'>, at: RequestContext): Promise<{ answer: HttpAnswer; text: string }> {
    const { fetch, clock, signal: outer } = this.options;
    outer.throwIfAborted();
    const controller = new AbortController();
    const limit = LIMIT_MS + request.body.length / BYTES_PER_MS;
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
      if (error instanceof LongAnswerError)
        throw this.failure('refused', at, `answers with more than ${bytes(LONGEST_ANSWER)}. Is this a W&B server?`);
      throw this.failure(
        'unreachable',
        at,
        isLate ? `has not answered for ${Math.round(limit / 1000)} s.` : `cannot be reached: ${causeOf(error)}`,
      );
    } finally {
      callOff();
      outer.removeEventListener('abort', abort);
    }
  }

  private refusal(answer: HttpAnswer, text: string, at: RequestContext): WandbError {
    const { status } = answer;
    if (status < 200 || (status > 299 && status < 400)) {
      const to = answer.headers.get('location') ?? '';
      const where = URL.canParse(to) ? ` to ${new URL(to).origin}` : '';
      return this.failure('refused', at, `sends its visitors on${where}. Set the base URL to the address of the W&B server itself.`);
    }
    if (status === 401) return this.keyError(at.what);
    const problem = `answered ${status}: ${shorten(problemIn(text))}${status === 404 && at.host === this.host ? ' Is this a W&B server?' : ''}`;
    return this.failure(
      mayPass(status) || at.passing?.includes(status) ? 'busy' : 'refused',
      at,
      problem,
      retryAfterMs(answer.headers.get('retry-after')),
    );
  }

  private failure(trouble: WandbTrouble, { what, host }: RequestContext, problem: string, afterMs?: number): WandbError {
    return new WandbError(trouble, this.masked(`${host} ${problem} (${what})`), afterMs);
  }

  private masked(text: string): string {
    return text.replaceAll(this.options.credential.key, '…').replaceAll(this.basic, '…');
  }
}

/** What an answer says is wrong: W&B's list of errors, or all of it. */
function problemIn(text: string): string {
  try {
    const { error, errors } = JSON.parse(text) as { error?: unknown; errors?: readonly { message?: unknown }[] };
    const found = Array.isArray(errors) ? errors[0]?.message : error;
    return typeof found === 'string' ? found : text;
  } catch {
    return text;
  }
}

function shorten(text: string): string {
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
