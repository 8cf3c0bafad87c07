import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MlflowState, Refusal } from './mlflowState';

export interface MlflowServerOptions {
  /** What the header Authorization must be; by default nobody is asked. */
  readonly authorization?: string;
  /** Where artifacts are kept; by default the server serves them itself. */
  readonly artifactRoot?: string;
}

/** How a request fails. */
export interface MlflowFault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** It is done all the same, and only the answer is lost. */
  readonly isDone?: true;
}

export interface MlflowRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly status: number;
}

const API = '/api/2.0/mlflow/';
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts/';

/**
 * A stand-in for an MLflow tracking server on loopback, for tests. It is strict: what a client does against the protocol or its limits is
 * answered as MLflow does, and noted in `breaches`.
 */
export class MlflowServer {
  readonly state: MlflowState;
  readonly breaches: string[] = [];
  readonly requests: MlflowRequest[] = [];
  private readonly faults: { readonly path: RegExp; readonly fault: MlflowFault; times: number }[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  private constructor(private readonly options: MlflowServerOptions) {
    this.state = new MlflowState(options.artifactRoot ?? 'mlflow-artifacts:');
  }

  static async start(options: MlflowServerOptions = {}): Promise<MlflowServer> {
    const server = new MlflowServer(options);
    await once(server.server.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests to such a path fail so. */
  failNext(path: RegExp, fault: MlflowFault, times = 1): void {
    this.faults.push({ path, fault, times });
  }

  async close(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(request.url ?? '/', this.url);
    const answer = this.answer(request, url, Buffer.concat(chunks));
    const fault = this.faultFor(url.pathname);
    const { status, body, headers } = fault ? { headers: {}, body: '', ...fault } : { headers: {}, ...answer() };
    if (fault?.isDone) answer();
    this.requests.push({
      method: request.method ?? '',
      path: url.pathname,
      authorization: request.headers.authorization,
      status,
    });
    response.writeHead(status, headers).end(body);
  }

  private faultFor(path: string): MlflowFault | undefined {
    const found = this.faults.find(one => one.times > 0 && one.path.test(path));
    if (found) found.times--;
    return found?.fault;
  }

  private answer(request: IncomingMessage, url: URL, body: Buffer): () => { readonly status: number; readonly body: string } {
    return () => {
      try {
        const { authorization } = this.options;
        if (authorization !== undefined && request.headers.authorization !== authorization)
          return { status: 401, body: 'You are not authenticated.' };
        if (authorization === undefined && request.headers.authorization !== undefined) throw new Refusal('a login that nobody asked for');
        return { status: 200, body: JSON.stringify(this.done(request, url, body) ?? {}) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.isBreach) this.breaches.push(`${request.method} ${url.pathname}: ${error.message}`);
        const { status, code, message } = error;
        return { status, body: JSON.stringify({ error_code: code, message }) };
      }
    };
  }

  private done(request: IncomingMessage, url: URL, body: Buffer): unknown {
    const { pathname } = url;
    if (request.method === 'PUT' && pathname.startsWith(ARTIFACTS))
      return this.state.put(pathname.slice(ARTIFACTS.length).split('/').map(decodeURIComponent), body);
    if (!pathname.startsWith(API)) throw new Refusal('no such path', { status: 404, code: 'ENDPOINT_NOT_FOUND' });
    const path = pathname.slice(API.length);
    if (request.method === 'GET') {
      if (path === 'experiments/get-by-name') return this.state.experimentByName(url.searchParams.get('experiment_name') ?? '');
      throw new Refusal('no such path', { status: 404, code: 'ENDPOINT_NOT_FOUND' });
    }
    if (request.headers['content-type'] !== 'application/json') throw new Refusal('a body that is no application/json');
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    switch (path) {
      case 'experiments/create':
        return this.state.createExperiment(asked);
      case 'runs/create':
        return this.state.createRun(asked, randomBytes(16).toString('hex'));
      case 'runs/search':
        return this.state.searchRuns(asked);
      case 'runs/log-batch':
        return this.state.logBatch(asked);
      case 'runs/update':
        return this.state.updateRun(asked);
      default:
        throw new Refusal('no such path', { status: 404, code: 'ENDPOINT_NOT_FOUND' });
    }
  }
}
