import type { GenericSchema, InferOutput } from 'valibot';
import { errorAnswer } from '../../contract/formats/mlflowAnswers';
import { FormatError, parseValue } from '../../contract/formats/parse';
import type { Clock } from '../../util/clock';
import { VERSION } from '../../util/version';
import { exchange, ExchangeError, shorten } from '../exchange';
import type { Fetch, HttpAnswer, HttpRequest } from '../http';
import type { RequestTrouble } from '../requestError';
import { mayPass, retryAfterMs, withRetries } from '../retry';
import { MlflowError } from './mlflowError';
import { authorization, secretsOf, type MlflowServer } from './server';

export interface MlflowRequestOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly server: MlflowServer;
  /** Breaks every request off. */
  readonly signal: AbortSignal;
  /** What went wrong, and that it is tried again. */
  readonly onRetry?: (problem: string) => void;
}

/** How long a server is waited for that is only told that no more comes. */
const LAST_WORD_MS = 5_000;

/** The paths of MLflow's REST API. */
const API = '/api/2.0/mlflow/';

/** Requests to a tracking server, repeated while what is wrong may pass. The login goes to that server alone, and into no message. */
export class MlflowRequests {
  constructor(private readonly options: MlflowRequestOptions) {}

  get uri(): string {
    return this.options.server.uri;
  }

  /** The name of the server, for a person. */
  get host(): string {
    return new URL(this.uri).host;
  }

  /**
   * Asks for something. @param path behind `mlflow/`, such as `runs/create`
   * @throws {MlflowError}; the reason of the signal
   */
  async get<S extends GenericSchema>(path: string, query: Readonly<Record<string, string>>, schema: S): Promise<InferOutput<S>> {
    const url = `${this.uri}${API}${path}?${new URLSearchParams(query).toString()}`;
    return this.parsed(schema, await this.repeated(url, { method: 'GET', ...this.common() }, path), path);
  }

  /** Has something done that may be done twice, where an answer was lost. @throws {MlflowError}; the reason of the signal */
  async post<S extends GenericSchema>(path: string, body: unknown, schema: S): Promise<InferOutput<S>> {
    return this.parsed(schema, await this.repeated(`${this.uri}${API}${path}`, this.posted(body), path), path);
  }

  /** The same where nothing of the answer is read. @throws {MlflowError}; the reason of the signal */
  async tell(path: string, body: unknown): Promise<void> {
    await this.repeated(`${this.uri}${API}${path}`, this.posted(body), path);
  }

  /** The same a single time, though all else was broken off. @throws {MlflowError} */
  async atOnce(path: string, body: unknown): Promise<void> {
    await this.send(`${this.uri}${API}${path}`, this.posted(body), path, AbortSignal.timeout(LAST_WORD_MS));
  }

  /** The same a single time. @throws {MlflowError}; the reason of the signal */
  async once<S extends GenericSchema>(path: string, body: unknown, schema: S): Promise<InferOutput<S>> {
    return this.parsed(schema, await this.send(`${this.uri}${API}${path}`, this.posted(body), path), path);
  }

  /** Repeats some work as single requests are. @param work told how often it has failed. @throws {MlflowError}; the reason of the signal */
  repeat<T>(work: (failures: number) => Promise<T>): Promise<T> {
    const { clock, signal, onRetry } = this.options;
    return withRetries(work, { clock, signal, onRetry: error => onRetry?.(error.message) });
  }

  /** Puts a file where the server keeps artifacts. @param path absolute at the server. @throws {MlflowError} */
  async put(path: string, content: Uint8Array<ArrayBuffer>, what: string): Promise<void> {
    const { headers, redirect } = this.common();
    const request = {
      method: 'PUT',
      headers: { ...headers, 'Content-Type': 'application/octet-stream' },
      body: content,
      redirect,
    } as const;
    await this.repeated(`${this.uri}${path}`, request, what);
  }

  /** An error of this server, for what was asked of it. */
  error(trouble: RequestTrouble, what: string, problem: string): MlflowError {
    return this.failure(trouble, what, problem);
  }

  private common(): Pick<HttpRequest, 'headers' | 'redirect'> {
    const value = authorization(this.options.server.login);
    // The server that a redirect leads to would get the login.
    return {
      headers: { 'User-Agent': `digits-lab/${VERSION}`, ...(value !== undefined && { Authorization: value }) },
      redirect: 'manual',
    };
  }

  private posted(body: unknown): Omit<HttpRequest, 'signal'> {
    const { headers, redirect } = this.common();
    return { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body), redirect };
  }

  private repeated(url: string, request: Omit<HttpRequest, 'signal'>, what: string): Promise<string> {
    return this.repeat(() => this.send(url, request, what));
  }

  /** The text of an answer that says that all is well. @throws {MlflowError} */
  private async send(
    url: string,
    request: Omit<HttpRequest, 'signal'>,
    what: string,
    signal: AbortSignal = this.options.signal,
  ): Promise<string> {
    try {
      const { answer, text } = await exchange(url, request, { ...this.options, signal });
      if (answer.status < 200 || answer.status > 299) throw this.refusal(answer, text, what);
      return text;
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const hint = error.trouble === 'refused' ? ' Is this an MLflow server?' : '';
      throw this.failure(error.trouble, what, `${error.message}${hint}`);
    }
  }

  private parsed<S extends GenericSchema>(schema: S, text: string, what: string): InferOutput<S> {
    try {
      return parseValue(schema, jsonIn(text), 'answer');
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw this.failure('refused', what, `answered otherwise than expected: ${error.detail} Is this an MLflow server?`);
    }
  }

  private refusal({ status, headers }: HttpAnswer, text: string, what: string): MlflowError {
    if (status < 200 || (status > 299 && status < 400)) {
      const to = headers.get('location') ?? '';
      const where = URL.canParse(to) ? ` to ${new URL(to).origin}` : '';
      return this.failure('refused', what, `sends its visitors on${where}. Give the address of the MLflow server itself.`);
    }
    const { code, message } = saidIn(text);
    const words = shorten(message ?? text);
    if (status === 401 || status === 403) {
      const { login } = this.options.server;
      const advice = login
        ? 'Is it the right one, and may it write there?'
        : 'Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.';
      const refused = login ? `refused the ${login.kind === 'token' ? 'token' : 'user or password'}` : 'wants to know who asks';
      return this.failure('key', what, `${refused} (${status}: ${words}) ${advice}`);
    }
    const hint = status === 404 && code === undefined ? ' Is this an MLflow server?' : '';
    return this.failure(mayPass(status) ? 'busy' : 'refused', what, `answered ${status}: ${words}${hint}`, {
      code,
      retryAfterMs: retryAfterMs(headers.get('retry-after')),
    });
  }

  private failure(
    trouble: RequestTrouble,
    what: string,
    problem: string,
    more: ConstructorParameters<typeof MlflowError>[2] = {},
  ): MlflowError {
    const text = secretsOf(this.options.server.login).reduce(
      (said, secret) => said.replaceAll(secret, '…'),
      `${this.host} ${problem} (${what})`,
    );
    return new MlflowError(trouble, text, more);
  }
}

/** What MLflow calls the error, and its words for it. */
function saidIn(text: string): { readonly code: string | undefined; readonly message: string | undefined } {
  try {
    const { error_code: code, message } = parseValue(errorAnswer, jsonIn(text), 'answer');
    return { code: code ?? undefined, message: message ?? undefined };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { code: undefined, message: undefined };
  }
}

/** Undefined for what is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
