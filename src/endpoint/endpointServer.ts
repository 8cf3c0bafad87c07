import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { mnistTestLabels } from '../data/mnist';
import { pipeline } from 'node:stream/promises';
import { RecordingLimitError } from '../runFolder/recording/recordedFiles';
import { recordingLimits, type RecordingLimits } from '../runFolder/recording/recordingLimits';
import type { RecordingOptions } from '../runFolder/recording/recordingWriter';
import { LostRunError } from '../runFolder/ownership';
import { systemClock, type Clock } from '../util/clock';
import { messageOf } from '../util/messageOf';
import { clientOf, type Client } from './client';
import { EndpointService } from './endpointService';
import { asksForPage, pageHeaders, pageHere } from './pageHere';
import { readFileStream } from './protocol/fileStream';
import { GraphqlApi, readGraphqlRequest, type Viewer } from './protocol/graphqlApi';
import { ProtocolError, Refusal } from './protocol/protocolError';
import { CheckedBytes, Storage, type Reading } from './protocol/storage';
import { RequestBodies } from './requestBody';
import { keyOf } from './trackedRun';

/** A query with the settings of a run, or the names of its files. */
const MOST_QUERY_BYTES = 32_000_000;
/** Rows and lines of some seconds. */
const MOST_STREAM_BYTES = 100_000_000;
/**
 * A run is given up as crashed when nothing was heard of it for so long. Of scripts that log nothing 0.29.0 and 0.31.0 were heard every 30 s,
 * 0.16.2 every 30 to 38 s; of one that was killed nothing more comes, whichever client it had. A client that was refused may wait for longer
 * before it tries again (0.16.2 up to five minutes): its run reads as interrupted until then.
 */
const SILENT_MS = 120_000;
const LOOK_MS = 15_000;
/** No client sends a larger file at once: W&B's own storage takes none. */
const MOST_PASSED_OVER = 5_500_000_000;
/** Several scripts have some connections each. */
const MOST_CONNECTIONS = 500;

const besideThis = path.join(__dirname, 'data', 'mnist');

const viewer: Viewer = { entity: 'local', teams: [] };

export interface EndpointOptions {
  readonly runsFolder: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly key: string;
  /** A run begins or ends, or something is refused, in words for a person. */
  readonly tell: (line: string) => void;
  readonly limits?: RecordingLimits;
  readonly clock?: Clock;
  readonly silentMs?: number;
  /** Where MNIST lies; absent: beside this program. */
  readonly mnistFolder?: string;
}

interface Answer {
  readonly status: number;
  readonly body: object | string;
  /** Besides those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A server that speaks W&B's protocol on 127.0.0.1, and keeps what it is sent as runs. Who asks has to know its key; a page of a browser
 * has not, and is refused by its headers besides. A browser that is led here is told where its runs are, and nothing of them.
 */
export class EndpointServer {
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly storage: Storage;
  private readonly service: EndpointService;
  private readonly bodies = new RequestBodies();
  /** By what the client says of itself: the queries of those are the same. */
  private readonly apis = new Map<string, GraphqlApi>();
  private readonly expected: Buffer;
  private readonly limits: RecordingLimits;
  private callOff: (() => void) | undefined;
  private closing: Promise<void> | undefined;

  private constructor(private readonly options: EndpointOptions) {
    const { key, runsFolder, tell, limits = recordingLimits, clock = systemClock, mnistFolder = besideThis } = options;
    this.limits = limits;
    this.expected = digestOf(`Basic ${Buffer.from(`api:${key}`).toString('base64')}`);
    // Of the key, so that what was signed holds when the server is started again.
    this.storage = new Storage(() => this.url, createHash('sha256').update(`storage ${key}`).digest());
    const recording: RecordingOptions = { limits, clock, readKnownLabels: () => mnistTestLabels(mnistFolder) };
    this.service = new EndpointService(this.storage, viewer, { runsFolder, tell, recording });
    this.server.maxConnections = MOST_CONNECTIONS;
    this.server.keepAliveTimeout = 75_000;
  }

  /** @throws the system's error if the port is in use */
  static async start(options: EndpointOptions): Promise<EndpointServer> {
    const endpoint = new EndpointServer(options);
    await once(endpoint.server.listen(options.port, '127.0.0.1'), 'listening');
    endpoint.lookLater();
    return endpoint;
  }

  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends it: requests that have begun are answered first, for a moment; runs that go on are left as they are, to be gone on with later. */
  close(): Promise<void> {
    return (this.closing ??= this.closeNow());
  }

  private async closeNow(): Promise<void> {
    this.callOff?.();
    const closed = once(this.server.close(), 'close');
    this.server.closeIdleConnections();
    const clock = this.options.clock ?? systemClock;
    const callOff = clock.after(2000, () => this.server.closeAllConnections());
    await closed;
    callOff();
    for (const run of this.service.runs.all) await run.release().catch((error: unknown) => this.options.tell(messageOf(error)));
  }

  /** Gives up the runs that nothing was heard of for long: they read as interrupted. */
  async look(now = Date.now()): Promise<void> {
    const { silentMs = SILENT_MS, tell } = this.options;
    for (const run of this.service.runs.all) {
      if (!run.isOpen || now - run.heardAt < silentMs) continue;
      tell(`${keyOf(run.run)} was not heard of for long: ${run.folder}`);
      await run.release().catch((error: unknown) => tell(messageOf(error)));
    }
  }

  private lookLater(): void {
    const clock = this.options.clock ?? systemClock;
    this.callOff = clock.after(LOOK_MS, () => {
      void this.look().finally(() => {
        if (!this.closing) this.lookLater();
      });
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer;
    try {
      this.checkSender(request);
      const place = this.placeToRead(request);
      if (place) return await this.give(place, response);
      answer = await this.answerTo(request);
    } catch (error) {
      answer = this.refusalOf(error, request);
      // It broke off in the middle of a file.
      if (response.headersSent) return void response.destroy();
    }
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const isJson = typeof answer.body !== 'string';
    response.writeHead(answer.status, {
      'Content-Type': isJson ? 'application/json' : 'text/plain; charset=utf-8',
      ...answer.headers,
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...(answer.status === 503 && { 'Retry-After': '2' }),
      // What is left of its body is not read.
      ...(!request.complete && { Connection: 'close' }),
    });
    response.end(text);
  }

  /** @throws {ProtocolError} if a page of a browser asks, or was made to ask by another name of this machine */
  private checkSender({ headers }: IncomingMessage): void {
    const { host = '', origin } = headers;
    if (![`127.0.0.1:${this.port}`, `localhost:${this.port}`].includes(host.toLowerCase()))
      throw new ProtocolError(`this server is 127.0.0.1:${this.port}, not ${host.slice(0, 100)}`, 403);
    if (origin !== undefined) throw new ProtocolError('pages of browsers are not served here', 403);
  }

  private async answerTo(request: IncomingMessage): Promise<Answer> {
    const { method = '', url = '/' } = request;
    if (url.startsWith('/bucket/')) return this.stored(request, url);
    // What newer clients tell of themselves, without a key: nothing that a person would have to do something about.
    if (url.startsWith('/sdk/otel/')) return { status: 404, body: 'nothing is taken of clients but their runs' };
    if (asksForPage(request)) return { status: 200, body: pageHere, headers: pageHeaders };
    this.checkKey(request);
    const streamed = /^\/files\/([^/?]+)\/([^/?]+)\/([^/?]+)\/file_stream$/.exec(url);
    if (url !== '/graphql' && !streamed)
      throw new ProtocolError('there is nothing of that name here: this is a server of Digits Lab that runs are sent to', 404);
    if (method !== 'POST') throw new ProtocolError(`expected POST, not ${method}`, 405);
    if (request.headers['content-type']?.startsWith('application/json') !== true) throw new ProtocolError('expected application/json', 415);
    const client = clientOf(request.headers);
    if (streamed) {
      const [entity, project, name] = streamed.slice(1).map(part => decodedPart(part));
      const message = readFileStream(await this.json(request, MOST_STREAM_BYTES));
      await this.service.stream(this.service.runs.nameOf(entity, project, name), message, client);
      return { status: 200, body: { exitcode: null, limits: {} } };
    }
    const { data, errors } = await this.apiFor(client).answer(readGraphqlRequest(await this.json(request, MOST_QUERY_BYTES)));
    for (const error of errors ?? []) this.options.tell(`refused: ${error.message}`);
    return { status: 200, body: errors ? { data, errors: errors.map(({ message, path }) => ({ message, path })) } : { data } };
  }

  private apiFor(client: Client): GraphqlApi {
    const version = `${client.version} ${client.alwaysGoesOn}`;
    const there = this.apis.get(version);
    if (there) return there;
    const api = new GraphqlApi(this.service.serviceFor(client), viewer, false);
    if (this.apis.size < 20) this.apis.set(version, api);
    return api;
  }

  /** What a request wants to read: by a signed URL, or by the key as clients of long ago do. */
  private placeToRead(request: IncomingMessage): Reading['place'] | undefined {
    const { method, url = '/' } = request;
    if (method !== 'GET') return undefined;
    if (url.startsWith('/bucket/')) return this.storage.reading(url).place;
    const [, id, md5] = /^\/artifactsV2\/[^/]{1,200}\/[^/]{1,200}\/([^/]{1,200})\/([0-9a-f]{32})$/.exec(url) ?? [];
    if (id === undefined || md5 === undefined) return undefined;
    this.checkKey(request);
    const artifact = decodedPart(id);
    const name = this.service.artifacts.fileOfDigest(artifact, Buffer.from(md5, 'hex').toString('base64'));
    return { kind: 'readFile', artifact, name };
  }

  private async give(place: Reading['place'], response: ServerResponse): Promise<void> {
    await this.service.read(place, async (bytes, parts) => {
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': bytes,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      });
      await pipeline(parts, response);
    });
  }

  private async stored(request: IncomingMessage, url: string): Promise<Answer> {
    if (request.method !== 'PUT') throw new ProtocolError(`the storage takes PUT, not ${request.method}`, 405);
    const { headers } = request;
    const grant = this.storage.check(url, headers);
    const bytes = Number(headers['content-length'] ?? 0);
    if (bytes > (grant.place.kind === 'artifact' ? MOST_PASSED_OVER : this.limits.fileBytes))
      throw new ProtocolError(`${grant.subject}: it has ${bytes} bytes; expected at most ${this.limits.fileBytes}`, 413);
    const checked = new CheckedBytes(grant, headers);
    let md5 = '';
    const parts = (): AsyncIterable<Buffer> => request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    await this.service.put(grant.place, {
      bytes,
      md5: () => md5,
      // Compared before the file has its name.
      content: async function* () {
        for await (const part of parts()) {
          checked.add(part);
          yield part;
        }
        md5 = checked.end();
      },
      passOver: async () => {
        for await (const part of parts()) void part;
      },
    });
    return { status: 200, body: '' };
  }

  private checkKey({ headers }: IncomingMessage): void {
    const { authorization } = headers;
    if (authorization === undefined) throw new ProtocolError('no key was sent: set WANDB_API_KEY to the one of this server', 401);
    // Of equal lengths, so that the time it takes says nothing.
    if (!timingSafeEqual(digestOf(authorization), this.expected))
      throw new ProtocolError('this is not the key of this server: set WANDB_API_KEY to the one that it was started with', 401);
  }

  private async json(request: IncomingMessage, limit: number): Promise<unknown> {
    const bytes = await this.bodies.read(request, limit);
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      throw new ProtocolError('the body is no JSON');
    }
  }

  private refusalOf(error: unknown, { url = '', method = '' }: IncomingMessage): Answer {
    const message = messageOf(error);
    this.options.tell(`refused: ${method} ${url.split('?')[0]!.slice(0, 80)}: ${message}`);
    return { status: statusOf(error), body: { error: message, errors: [{ message }] } };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof ProtocolError) return error.status;
  if (error instanceof Refusal) return 403;
  if (error instanceof LostRunError) return 410;
  // A client that comes again later may find a disk that is no longer full.
  return error instanceof RecordingLimitError ? 413 : 500;
}

function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ProtocolError(`${part.slice(0, 100)}: it is not encoded as a part of an address is`);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
