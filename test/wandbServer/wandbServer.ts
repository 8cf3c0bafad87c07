import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Artifacts } from '../../src/endpoint/protocol/artifacts';
import { GraphqlApi, readGraphqlRequest, type GraphqlRequest } from '../../src/endpoint/protocol/graphqlApi';
import { ProtocolError, Refusal } from '../../src/endpoint/protocol/protocolError';
import { CheckedBytes, Storage, type Grant } from '../../src/endpoint/protocol/storage';
import { Emitter } from '../../src/util/emitter';
import { until } from '../until';
import { Faults, type Fault, type Match } from './faults';
import { takeFileStream } from './fileStream';
import { headersOf, type RequestRecord } from './requestLog';
import { Runs } from './runs';
import { Breach, type ServerState, type StoredFile } from './serverState';

export interface WandbServerOptions {
  /** The key that it accepts. */
  readonly key?: string;
  /** The user whose key it is. */
  readonly entity?: string;
  readonly teams?: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Work = () => Promise<Answer>;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: Logged;
  readonly work: Work;
}

type Logged = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };

/**
 * A stand-in for a W&B server on loopback, for tests. It is strict: what a client does against the protocol is answered with an error and
 * noted in `breaches`. Its storage is another origin, as it is at W&B's own.
 */
export class WandbServer {
  readonly state: ServerState = { runs: {}, artifacts: [] };
  /** What was against the protocol; a well-behaved client leaves it empty. */
  readonly breaches: string[] = [];
  readonly requests: readonly RequestRecord[];
  readonly key: string;
  private readonly log: Logged[] = [];
  private readonly faults = new Faults();
  private readonly storage = new Storage(() => originOf(this.storageServer));
  private readonly runs: Runs;
  private readonly artifacts: Artifacts<StoredFile>;
  private readonly api: GraphqlApi;
  private readonly apiServer = createServer((request, response) => void this.serve(request, response, 'api'));
  private readonly storageServer = createServer((request, response) => void this.serve(request, response, 'storage'));
  private readonly answered = new Emitter<void>();
  private isClosed = false;

  private constructor({ key = randomBytes(20).toString('hex'), entity = 'digits', teams = ['lab'] }: WandbServerOptions) {
    this.key = key;
    this.requests = this.log;
    const viewer = { entity, teams };
    const runs = (this.runs = new Runs(this.state, viewer, this.storage));
    const artifacts = (this.artifacts = strictArtifacts(this.state, runs, this.storage));
    const service = {
      project: (owner: string | null | undefined, name: string | null | undefined) => {
        const project = runs.project(owner, name);
        const artifact = (args: { readonly name: string }): object | null => artifacts.find(owner || entity, name ?? '', args.name);
        return project && { ...project, artifact };
      },
      upsertRun: runs.upsert.bind(runs),
      createRunFiles: runs.createFiles.bind(runs),
      markRunFilesUploaded: runs.markUploaded.bind(runs),
      createArtifact: artifacts.create.bind(artifacts),
      createManifest: artifacts.createManifest.bind(artifacts),
      updateManifest: artifacts.updateManifest.bind(artifacts),
      createArtifactFiles: artifacts.createFiles.bind(artifacts),
      commitArtifact: artifacts.commit.bind(artifacts),
      artifactById: artifacts.byId.bind(artifacts),
      artifactOfClient: artifacts.idOfClient.bind(artifacts),
    };
    this.api = new GraphqlApi(service, viewer, true);
  }

  static async start(options: WandbServerOptions = {}): Promise<WandbServer> {
    const server = new WandbServer(options);
    await Promise.all([server.apiServer, server.storageServer].map(listener => once(listener.listen(0, '127.0.0.1'), 'listening')));
    return server;
  }

  /** The base URL that clients are given. */
  get url(): string {
    return originOf(this.apiServer);
  }

  /** Faults that no request has met yet. */
  get waitingFaults(): number {
    return this.faults.count;
  }

  /** The next requests that match fail so. */
  failNext(match: Match, fault: Fault, times = 1): void {
    this.faults.add(match, fault, times);
  }

  /**
   * Resolves as soon as this holds after an answer, or holds already.
   * @throws {Error} when the server is closed before, or it takes too long: what was waited for, and what was asked last
   */
  until(holds: (server: WandbServer) => boolean): Promise<void> {
    return until({
      isSo: () => holds(this),
      what: String(holds),
      seen: () => this.inShort(),
      on: look => [this.answered.event(look)],
      over: () => (this.isClosed ? 'The server was closed.' : undefined),
    });
  }

  /** Breaks every connection, those of requests that were never answered too. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.answered.fire();
    await Promise.all(
      [this.apiServer, this.storageServer].map(async listener => {
        const closed = once(listener.close(), 'close');
        listener.closeAllConnections();
        await closed;
      }),
    );
  }

  private inShort(): string {
    const asked = this.log.slice(-10).map(({ operation, status }) => `${operation} ${status}`);
    const runs = Object.entries(this.state.runs).map(([name, { history, finished }]) => {
      return `${name}: ${history.length} rows${finished ? ', finished' : ''}`;
    });
    return [`${this.log.length} requests, the last: ${asked.join(', ')}`, ...runs, `${this.waitingFaults} faults wait`].join('\n  ');
  }

  private async serve(request: IncomingMessage, response: ServerResponse, door: 'api' | 'storage'): Promise<void> {
    const record = this.record(request, door);
    try {
      // What is uploaded can break off in its middle; of anything else only the body tells what it is.
      const early = door === 'storage' ? this.faults.take(record) : undefined;
      if (early?.kind === 'reset') {
        await Promise.race([once(request, 'data'), once(request, 'end')]);
        breakOff(request, record);
        return;
      }
      const bytes = await readBody(request);
      const work = door === 'storage' ? this.put(request, bytes) : this.call(request, bytes, record);
      const fault = early ?? (door === 'api' ? this.faults.take(record) : undefined);
      await this.answer(fault, { request, response, record, work });
    } catch (error) {
      // Only a client that goes away in the middle of its request is no mistake of this server.
      record.status = 'reset';
      request.socket.destroy();
      if (!request.destroyed || request.complete) this.breaches.push(`${record.operation}: the stand-in itself failed: ${String(error)}`);
    } finally {
      this.answered.fire();
    }
  }

  private record(request: IncomingMessage, door: 'api' | 'storage'): Logged {
    const path = request.url ?? '/';
    const [index, method, headers] = [this.log.length, request.method ?? '', headersOf(request)];
    const subject = door === 'storage' ? this.storage.grantFor(path)?.subject : undefined;
    const operation = door === 'storage' ? 'storage' : path;
    const record: Logged = { index, method, path, operation, subject, headers, body: undefined, status: 'open' };
    this.log.push(record);
    return record;
  }

  private async answer(fault: Fault | undefined, { request, response, record, work }: Exchange): Promise<void> {
    switch (fault?.kind) {
      case undefined:
        return send(response, record, await this.attempt(record, work));
      case 'status':
        return send(response, record, { status: fault.status, body: { error: `injected ${fault.status}` }, headers: fault.headers ?? {} });
      case 'graphqlError':
        return send(response, record, { status: 200, body: { data: null, errors: [{ message: fault.message }] } });
      case 'noAnswer':
        return;
      case 'reset':
        return breakOff(request, record);
      case 'lostAnswer':
        await this.attempt(record, work);
        return breakOff(request, record);
      case 'wrongDigest':
        return send(response, record, await this.withWrongDigest(record, work));
    }
  }

  private async withWrongDigest(record: Logged, work: Work): Promise<Answer> {
    if (record.operation === 'storage') return { status: 400, body: '<Error><Code>BadDigest</Code></Error>' };
    const answer = await this.attempt(record, work);
    const digest = /"digest":"[0-9a-f]{32}"/g;
    return { ...answer, body: JSON.parse(JSON.stringify(answer.body).replace(digest, `"digest":"${'0'.repeat(32)}"`)) };
  }

  /** What the API is asked, to be done later or not at all; notes in the record what it is. */
  private call(request: IncomingMessage, bytes: Buffer, record: Logged): Work {
    let body: unknown;
    try {
      body = record.body = JSON.parse(bytes.toString('utf8'));
    } catch {
      return refuse(new Breach(`${record.path}: the body is no JSON`));
    }
    const target = /^\/files\/([^/]+)\/([^/]+)\/([^/]+)\/file_stream$/.exec(record.path);
    if (target !== null) record.operation = 'file_stream';
    const { authorization } = request.headers;
    if (authorization === undefined) return refuse(new Breach(`${record.path}: no Authorization`, 401));
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    if (request.method !== 'POST' || !isJson) return refuse(new Breach(`${record.path}: should be a POST of application/json`));
    const isKnown = authorization === `Basic ${Buffer.from(`api:${this.key}`).toString('base64')}`;
    const unknownKey = async (): Promise<Answer> => ({ status: 401, body: { errors: [{ message: 'invalid API key' }] } });
    if (target !== null) return isKnown ? async () => this.streamFile(target.slice(1).map(decodeURIComponent), body) : unknownKey;
    if (record.path !== '/graphql') return refuse(new Breach(`${record.path}: there is no such place`, 404));
    let asked: GraphqlRequest;
    try {
      asked = readGraphqlRequest(body);
    } catch (error) {
      return refuse(error);
    }
    record.operation = asked.operation;
    record.body = asked.variables;
    return isKnown ? async () => this.query(asked) : unknownKey;
  }

  private async query(asked: GraphqlRequest): Promise<Answer> {
    const { data, errors } = await this.api.answer(asked);
    for (const { originalError } of errors ?? [])
      if (!(originalError instanceof Refusal)) this.breaches.push(`${asked.operation}: ${String(originalError)}`);
    return {
      status: 200,
      body: errors === undefined ? { data } : { data, errors: errors.map(({ message, path }) => ({ message, path })) },
    };
  }

  private streamFile([entity, project, name]: readonly string[], body: unknown): Answer {
    const run = this.runs.find(entity, project, name);
    takeFileStream(run, body, file => this.artifacts.hasFile(run, file));
    return { status: 200, body: { exitcode: run.exitCode, limits: {} } };
  }

  private put(request: IncomingMessage, bytes: Buffer): Work {
    if (request.method !== 'PUT') return refuse(new Breach(`the storage takes PUT, not ${request.method}`, 405));
    return async () => {
      const { headers } = request;
      for (const name of ['authorization', 'cookie'])
        if (headers[name] !== undefined)
          throw new Breach(`the storage was sent a header "${name}": a signed URL takes no other credential`);
      const grant = this.storage.check(request.url ?? '/', headers);
      const checked = new CheckedBytes(grant, headers);
      checked.add(bytes);
      this.keep(grant, { md5: checked.end(), size: bytes.length, bytes });
      return { status: 200, body: '' };
    };
  }

  private keep({ place }: Grant, file: StoredFile): void {
    if (place.kind === 'run') this.runs.store(place.run, place.name, file);
    else if (place.kind === 'artifact') this.artifacts.store(place.artifact, place.name, file);
    else this.artifacts.storeManifest(place.artifact, place.manifest, file.bytes);
  }

  private async attempt(record: Logged, work: Work): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProtocolError || error instanceof Refusal)) throw error;
      if (error instanceof ProtocolError) this.breaches.push(error.message);
      const status = error instanceof ProtocolError ? error.status : 403;
      return {
        status,
        body: record.operation === 'storage' ? error.message : { error: error.message, errors: [{ message: error.message }] },
      };
    }
  }
}

/** Artifacts as a server has them that knows what its oldest clients send, and nothing else. */
function strictArtifacts(state: ServerState, runs: Runs, storage: Storage): Artifacts<StoredFile> {
  return new Artifacts<StoredFile>({
    storage,
    runOf: async ({ entityName, projectName, runName }) => {
      const { entity, project, name } = runs.find(entityName, projectName, runName);
      return { entity, project, name, scope: `${entity}/${project}` };
    },
    sharesFiles: true,
    idOf: number => `artifact-${number}`,
    made: artifact => void state.artifacts.push(artifact),
    commit: () => Promise.resolve([]),
    moved: () => undefined,
    mind: what => {
      throw new Breach(what);
    },
  });
}

function refuse(error: unknown): Work {
  return () => Promise.reject(error);
}

function send(response: ServerResponse, record: Logged, { status, body, headers = {} }: Answer): void {
  record.status = status;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': typeof body === 'string' ? 'application/xml' : 'application/json', ...headers }).end(text);
}

function breakOff(request: IncomingMessage, record: Logged): void {
  record.status = 'reset';
  request.socket.resetAndDestroy();
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
