import type { Clock } from '../../util/clock';
import { VERSION } from '../../util/version';
import { exchange, ExchangeError, shorten } from '../exchange';
import type { Fetch, HttpAnswer, HttpRequest } from '../http';
import type { RequestTrouble } from '../requestError';
import { mayPass, retryAfterMs } from '../retry';
import type { WandbCredential } from './credentials';
import { WandbError } from './wandbError';

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
  error(trouble: RequestTrouble, what: string, problem: string): WandbError {
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
    try {
      return await exchange(url, request, this.options);
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      throw this.failure(error.trouble, at, error.trouble === 'refused' ? `${error.message} Is this a W&B server?` : error.message);
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

  private failure(trouble: RequestTrouble, { what, host }: RequestContext, problem: string, afterMs?: number): WandbError {
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
