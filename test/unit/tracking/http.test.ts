import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';

/** What the process that asked says: an answer's text, or why there is none. */
interface Asked {
  readonly text?: string;
  readonly error?: string;
}

/** In a process of its own, since its environment is what is looked at. */
describe('the fetch of the command line', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-http-'));
  const [keyFile, certificateFile] = [path.join(home, 'key.pem'), path.join(home, 'certificate.pem')];
  const script = path.join(home, 'askProcess.cjs');
  const servers: Server[] = [];
  /** `CONNECT host:port` and `GET url`, as they came to the proxy. */
  const proxied: string[] = [];
  let proxy: string;
  let tls: string;
  let plain: string;

  before(async function () {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const request = ['req', '-x509', ...key, '-keyout', keyFile, '-out', certificateFile, '-days', '2'];
    try {
      execFileSync('openssl', [...request, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], {
        stdio: 'pipe',
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return this.skip();
      throw error;
    }
    buildSync({
      entryPoints: ['test/unit/tracking/askProcess.ts'],
      bundle: true,
      platform: 'node',
      outfile: script,
      define: { PRODUCT_VERSION: '"0.0.0"' },
    });
    const certificate = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
    tls = `https://127.0.0.1:${await listen(createHttpsServer(certificate, (_, response) => response.end('over TLS')))}`;
    plain = `http://127.0.0.1:${await listen(createHttpServer((_, response) => response.end('in plain')))}`;
    proxy = `http://127.0.0.1:${await listen(startProxy())}`;
  });
  beforeEach(() => proxied.splice(0));
  after(() => {
    for (const server of servers) server.close().closeAllConnections();
    rmSync(home, { recursive: true });
  });

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** A proxy that passes everything on. */
  function startProxy(): Server {
    const server = createHttpServer();
    server.on('connect', (request, socket, head) => {
      proxied.push(`CONNECT ${request.url}`);
      const [host, port] = request.url!.split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      for (const one of [upstream, socket]) one.on('error', () => upstream.destroy());
    });
    return server;
  }

  async function ask(url: string, environment: Record<string, string>): Promise<Asked> {
    return (await askAll([url], environment))[0]!;
  }

  /** Of one process, in the order of the addresses. */
  async function askAll(urls: readonly string[], environment: Record<string, string>): Promise<readonly Asked[]> {
    const { PATH, SystemRoot } = process.env;
    const env = { ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }), ...environment };
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...urls], { env });
    return JSON.parse(stdout) as Asked[];
  }

  it('refuses a certificate that no authority vouches for, and says what to do', async () => {
    const { error } = await ask(tls, {});
    assert.match(error ?? '', /certificate.*NODE_EXTRA_CA_CERTS/);
  });

  it('trusts what NODE_EXTRA_CA_CERTS names', async () => {
    assert.deepEqual(await ask(tls, { NODE_EXTRA_CA_CERTS: certificateFile }), { text: 'over TLS' });
  });

  for (const [https, http] of [
    ['HTTPS_PROXY', 'HTTP_PROXY'],
    ['https_proxy', 'http_proxy'],
  ] as const) {
    it(`goes through ${https}, and speaks TLS with the server itself; through ${http} to one without TLS`, async () => {
      const environment = { NODE_EXTRA_CA_CERTS: certificateFile, [https]: proxy, [http]: proxy };
      assert.deepEqual(await askAll([tls, plain], environment), [{ text: 'over TLS' }, { text: 'in plain' }]);
      assert.deepEqual(proxied.toSorted(), [tls, plain].map(url => `CONNECT ${new URL(url).host}`).toSorted());
    });
  }

  it('goes through no proxy that is for the other protocol', async () => {
    const environment = { NODE_EXTRA_CA_CERTS: certificateFile, HTTPS_PROXY: proxy };
    assert.deepEqual(await askAll([tls, plain], environment), [{ text: 'over TLS' }, { text: 'in plain' }]);
    assert.deepEqual(proxied, [`CONNECT ${new URL(tls).host}`]);
  });

  for (const name of ['NO_PROXY', 'no_proxy']) {
    it(`goes past the proxy where ${name} says so`, async () => {
      const environment = { NODE_EXTRA_CA_CERTS: certificateFile, HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
      for (const hosts of ['example.org,127.0.0.1', '127.0.0.1'])
        assert.deepEqual(await askAll([tls, plain], { ...environment, [name]: hosts }), [{ text: 'over TLS' }, { text: 'in plain' }]);
      assert.deepEqual(proxied, []);
      await ask(plain, { ...environment, [name]: 'example.org' });
      assert.equal(proxied.length, 1);
    });
  }

  it('says that a proxy’s address is none', async () => {
    assert.match((await ask(tls, { HTTPS_PROXY: 'not an address' })).error ?? '', /cannot be reached: Invalid URL/);
  });

  it('says that a proxy does not answer', async () => {
    const gone = createHttpServer();
    const port = await listen(gone);
    await new Promise(resolve => gone.close(resolve));
    const { error } = await ask(tls, { HTTPS_PROXY: `http://127.0.0.1:${port}` });
    assert.match(error ?? '', /cannot be reached: .*ECONNREFUSED/);
  });
});
