import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { askViewer } from '../../../../src/tracking/wandb/api';
import { Requests } from '../../../../src/tracking/wandb/requests';
import type { WandbError } from '../../../../src/tracking/wandb/wandbError';
import { WandbServer } from '../../../wandbServer/wandbServer';
import { FakeClock } from '../../util/fakeClock';

const key = 'marker0token1'.repeat(4);
const basic = Buffer.from(`api:${key}`).toString('base64');

function* spaces(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536, ' ');
}

describe('a request to a W&B server', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach(server => server.close().closeAllConnections()));

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function requestsTo(baseUrl: string): Requests {
    const credential = { key, baseUrl, source: 'WANDB_TOKEN in .env' };
    return new Requests({ fetch, clock: new FakeClock(), credential, signal: new AbortController().signal });
  }

  /** The error that asking there comes to, without the key in any form. */
  async function troubleAt(baseUrl: string): Promise<WandbError> {
    const error = await askViewer(requestsTo(baseUrl)).then(
      () => assert.fail('it answered'),
      (thrown: WandbError) => thrown,
    );
    assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(key));
    assert.ok(!`${error.stack}`.includes(basic));
    return error;
  }

  it('tells whose key it is', async () => {
    const server = await WandbServer.start({ key, entity: 'ada' });
    assert.equal(await askViewer(requestsTo(server.url)), 'ada');
    assert.deepEqual(server.breaches, []);
    await server.close();
  });

  it('never follows to another place, which would get the key', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers);
      response.end('{"data":{"viewer":{"entity":"eve"}}}');
    });
    for (const status of [301, 302, 307, 308]) {
      const here = await serve((_, response) => response.writeHead(status, { Location: `${elsewhere}/graphql?secret` }).end());
      const { trouble, message } = await troubleAt(here);
      assert.equal(trouble, 'refused');
      assert.ok(message.includes(`sends its visitors on to ${elsewhere}. Set the base URL`), message);
    }
    assert.deepEqual(seen, []);
  });

  it('says what the server said, without the key', async () => {
    const here = await serve((request, response) =>
      response.writeHead(403).end(JSON.stringify({ errors: [{ message: `no ${key} for ${request.headers.authorization}` }] })),
    );
    const { trouble, message } = await troubleAt(here);
    assert.equal(trouble, 'refused');
    assert.match(message, /^127\.0\.0\.1:\d+ answered 403: no … for Basic …\. \(Viewer\)$/);
  });

  it('does not give the storage a credential, but all headers that the URL was signed with', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const storage = await serve((request, response) => {
      seen.push(request.headers);
      request.resume().on('end', () => response.end());
    });
    const headers = ['Content-Type:text/plain', 'x-ticket: a:b'];
    await requestsTo('http://localhost').put({ url: `${storage}/b?signature=s3cret`, headers }, new Uint8Array(100_000), 'a file');
    assert.equal(seen.length, 1);
    assert.deepEqual([seen[0]!['content-type'], seen[0]!['x-ticket'], seen[0]!['content-length']], ['text/plain', 'a:b', '100000']);
    assert.equal(seen[0]!.authorization, undefined);
  });

  it('says nothing of a signed URL but its host', async () => {
    const storage = await serve((request, response) => request.resume().on('end', () => response.writeHead(501).end('no')));
    await assert.rejects(
      requestsTo('http://localhost').put({ url: `${storage}/b?signature=s3cret`, headers: [] }, new Uint8Array(1), 'a file'),
      ({ message }: Error) => message.includes('answered 501: no. (a file)') && !message.includes('s3cret'),
    );
  });

  it('takes a storage’s word on a signed URL for something that may pass, since the next one is signed anew', async () => {
    for (const status of [400, 401, 403, 503]) {
      const storage = await serve((request, response) => request.resume().on('end', () => response.writeHead(status).end('no')));
      await assert.rejects(requestsTo('http://localhost').put({ url: storage, headers: [] }, new Uint8Array(1), 'a file'), {
        trouble: 'busy',
      });
    }
  });

  it('knows a server that is none', async () => {
    assert.match(
      (await troubleAt(await serve((_, response) => response.end('<html>Log in to the Wi-Fi</html>')))).message,
      /that is no JSON/,
    );
    const other = await troubleAt(await serve((_, response) => response.end('{"data":{"viewer":{"entity":7}}}')));
    assert.match(other.message, /answered otherwise than expected: viewer\.entity: found .*; expected a?\s?text\. Is this a W&B server\?/);
    const nowhere = await troubleAt(await serve((_, response) => response.writeHead(404).end()));
    assert.match(nowhere.message, / answered 404: nothing more was said\. Is this a W&B server\? \(Viewer\)$/);
    assert.equal((await troubleAt(await serve((_, response) => response.end('{"data":{"viewer":null}}')))).trouble, 'key');
  });

  for (const [what, encode] of [
    ['goes on and on', () => new PassThrough()],
    ['unpacks to more and more', () => createGzip()],
  ] as const) {
    it(`does not wait for the end of an answer that ${what}`, async () => {
      let broken: Promise<unknown> | undefined;
      const here = await serve((_, response) => {
        const encoded = encode();
        response.writeHead(200, encoded instanceof PassThrough ? {} : { 'Content-Encoding': 'gzip' });
        broken = once(response, 'close');
        // Fails when the connection breaks, which is what ends it.
        pipeline(Readable.from(spaces()), encoded, response, () => undefined);
      });
      const { trouble, message } = await troubleAt(here);
      assert.equal(trouble, 'refused');
      assert.match(message, /^127\.0\.0\.1:\d+ answers with more than 16\.0 MB\. Is this a W&B server\? \(Viewer\)$/);
      await broken;
    }).timeout(60_000);
  }

  it('says why there is no answer', async () => {
    const gone = await serve(() => undefined);
    await new Promise(resolve => servers.pop()!.close(resolve));
    const { trouble, message } = await troubleAt(gone);
    assert.equal(trouble, 'unreachable');
    assert.match(message, /^127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED.*\. \(Viewer\)$/);
  });
});
