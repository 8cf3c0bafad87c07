import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { recordingLimits } from '../../../src/runFolder/recording/recordingLimits';
import { RawArtifact } from '../wandbServer/rawArtifact';
import { RawClient } from '../wandbServer/rawClient';
import { endpoints, KEY, type TestEndpoint } from './testEndpoint';

interface Response {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

/** A request with headers that `fetch` would not send. @param written what comes of the body, be it less than its headers say */
function ask(endpoint: TestEndpoint, options: RequestOptions, written: string | Uint8Array = ''): Promise<Response> {
  const { port } = new URL(endpoint.url);
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: '127.0.0.1', port, ...options }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode!, text, headers: response.headers });
        asking.destroy();
      });
    });
    asking.on('error', reject);
    if (written.length > 0) asking.write(written);
    const headers = options.headers as Record<string, unknown> | undefined;
    if (headers?.['Content-Length'] === undefined || Number(headers['Content-Length']) === written.length) asking.end();
  });
}

const authorization = `Basic ${Buffer.from(`api:${KEY}`).toString('base64')}`;
const json = { 'Content-Type': 'application/json', Authorization: authorization };
const post = (headers: object, target = '/graphql'): RequestOptions => ({ method: 'POST', path: target, headers: { ...json, ...headers } });

describe('the endpoint as hostile ground', () => {
  const made = endpoints();

  it('takes nothing without its key, and says so in words', async () => {
    const endpoint = await made.start();
    for (const [Authorization, said] of [
      [undefined, /no key was sent/],
      ['Basic !', /not the key/],
      [`Basic ${Buffer.from(`api:${'0'.repeat(40)}`).toString('base64')}`, /not the key/],
      [`Bearer ${KEY}`, /not the key/],
    ] as const) {
      const headers = { 'Content-Type': 'application/json', ...(Authorization !== undefined && { Authorization }) };
      const { status, text } = await ask(endpoint, { method: 'POST', path: '/graphql', headers }, '{"query":"{viewer{id}}"}');
      assert.equal(status, 401);
      assert.match(text, said);
    }
    assert.equal((await new RawClient(endpoint, '1'.repeat(40), 'local').upsert()).status, 401);
    assert.equal(existsSync(endpoint.runsFolder), false);
  });

  it("has one page for every link of W&B's, which says where runs are and nothing of any, to who has no key", async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert({ name: 'run-1', displayName: 'secret' });
    const pages: string[] = [];
    for (const path of ['/local/digits-cnn', '/local/digits-cnn/runs/run-1', '/local/%3Cscript%3E/runs/x?a=<b>', '/local']) {
      const { status, text, headers } = await ask(endpoint, { method: 'GET', path });
      assert.deepEqual([status, headers['cache-control'], headers['content-type']], [200, 'no-store', 'text/html; charset=utf-8']);
      assert.match(headers['content-security-policy'] as string, /^default-src 'none'; /);
      pages.push(text);
    }
    assert.equal(new Set(pages).size, 1);
    assert.match(pages[0]!, /This is Digits Lab on this machine[^]*<b>Runs<\/b>[^]*digits list/);
    assert.doesNotMatch(pages[0]!, /run-1|digits-cnn|secret|script>/);
    const path = '/local/digits-cnn';
    assert.equal((await ask(endpoint, { method: 'GET', path, headers: { Origin: 'https://evil.example' } })).status, 403);
    assert.equal((await ask(endpoint, { method: 'GET', path, headers: { Host: 'evil.example' } })).status, 403);
    assert.equal((await ask(endpoint, { method: 'POST', path })).status, 401);
    assert.equal((await ask(endpoint, { method: 'GET', path: '/files/local/digits-cnn/run-1' })).status, 401);
  });

  it('says nothing to a person of what clients tell of themselves without a key', async () => {
    const endpoint = await made.start();
    assert.equal((await ask(endpoint, { method: 'POST', path: '/sdk/otel/v1/metrics' })).status, 404);
    assert.deepEqual(endpoint.told, []);
  });

  it('takes nothing from a page of a browser, whose name for this machine may be any', async () => {
    const endpoint = await made.start();
    const { port } = new URL(endpoint.url);
    const body = '{"query":"{viewer{entity}}"}';
    for (const [headers, said] of [
      [{ Host: `evil.example:${port}` }, /not evil\.example/],
      [{ Host: 'localhost:1' }, /not localhost:1/],
      [{ Origin: 'https://evil.example' }, /browsers/],
      [{ Origin: endpoint.url }, /browsers/],
    ] as const) {
      const { status, text, headers: answered } = await ask(endpoint, post(headers), body);
      assert.equal(status, 403);
      assert.match(text, said);
      assert.deepEqual(
        Object.keys(answered).filter(name => name.startsWith('access-control')),
        [],
      );
    }
    const preflight = await ask(endpoint, { method: 'OPTIONS', path: '/graphql', headers: { Origin: 'https://evil.example' } });
    assert.equal(preflight.status, 403);
    const { status, text } = await ask(endpoint, post({ Host: `localhost:${port}` }), body);
    assert.deepEqual([status, JSON.parse(text)], [200, { data: { viewer: { entity: 'local' } } }]);
  });

  it('says of other places that there is nothing', async () => {
    const endpoint = await made.start();
    for (const target of ['/', '/graphql/', '/files/a/b/c/other', '/files/../../etc/passwd', '/bucket', '/%00'])
      assert.equal((await ask(endpoint, post({}, target), '{}')).status, 404, target);
    assert.equal((await ask(endpoint, { method: 'GET', path: '/graphql', headers: json })).status, 405);
    assert.equal((await ask(endpoint, post({ 'Content-Type': 'text/plain' }), '{}')).status, 415);
    assert.equal((await ask(endpoint, post({}, '/files/%E0%A4%A/b/c/file_stream'), '{}')).status, 400);
  });

  it('refuses bodies that are too large, packed ones too, before they are in memory', async () => {
    const endpoint = await made.start();
    const large = await ask(endpoint, post({ 'Content-Length': '4000000000' }), '{');
    assert.deepEqual([large.status, /more than 32000000 bytes/.test(large.text)], [413, true]);
    const bomb = gzipSync(Buffer.alloc(40_000_000, ' '));
    const packed = await ask(endpoint, post({ 'Content-Encoding': 'gzip' }), bomb);
    assert.deepEqual([packed.status, /more than 32000000 bytes/.test(packed.text)], [413, true]);
    assert.equal((await ask(endpoint, post({ 'Content-Encoding': 'gzip' }), 'no gzip')).status, 400);
    assert.equal((await ask(endpoint, post({ 'Content-Encoding': 'br' }), 'x')).status, 415);
    assert.equal((await ask(endpoint, post({}), '{"query":')).status, 400);
    assert.equal((await ask(endpoint, post({}), `{"query":${'['.repeat(100_000)}`)).status, 400);
  });

  it('refuses queries that would take long: deep ones, of many names, of fragments in fragments', async () => {
    const endpoint = await made.start();
    const artifact = (depth: number, inside: string): string =>
      `{project(name:"p"){artifact(name:"a")${'{artifactSequence{latestArtifact'.repeat(depth)}{${inside}}${'}}'.repeat(depth)}}}`;
    const spread = Array.from({ length: 30 }, (_, i) => `fragment f${i} on User { ...f${i + 1} a${i}: id ...f${i + 1} }`).join(' ');
    const bombs = [
      artifact(20, 'id'),
      `{${Array.from({ length: 2000 }, (_, i) => `a${i}:viewer{id}`).join(' ')}}`,
      `{viewer{${'id '.repeat(20_000)}}}`,
      `{viewer{...f0}} ${spread} fragment f30 on User { id }`,
      '{viewer{...f}} fragment f on User { ...f }',
      `{viewer${'{teams'.repeat(50_000)}`,
      '{'.repeat(200_000),
      'mutation M($i: UpsertBucketInput!) { upsertBucket(input: $i) { inserted } }',
    ];
    for (const query of bombs) {
      const begun = performance.now();
      const { status, text } = await ask(endpoint, post({}), JSON.stringify({ query }));
      assert.equal(status, 400, `${query.slice(0, 80)}: ${text}`);
      assert.ok(text.length < 2000);
      assert.ok(performance.now() - begun < 20_000);
    }
  });

  it('writes nothing outside of the folder of a run, whatever a file, an artifact or a run is called', async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert();
    const names = [
      '../x',
      '/etc/x',
      'a/../../x',
      'C:/x',
      'C:x',
      'a\\..\\x',
      'a\0b',
      'a\nb',
      'con',
      'a/NUL.txt',
      'x.',
      'a//b',
      '',
      'a'.repeat(999),
      'a/'.repeat(30) + 'b',
    ];
    for (const name of names) {
      const query = `mutation F($files: [String!]!) { createRunFiles(input: { projectName: "digits-cnn", runName: "run-1", files: $files }) { runID } }`;
      const { errors } = await client.graphql(query, { files: [name] });
      assert.match(errors.join(), /is not taken/, JSON.stringify(name));
    }
    for (const name of ['..', 'a/b', 'a\\b', 'con', '.', 'a\u0001'])
      assert.ok((await client.createArtifact({ name, type: 't', digest: '0'.repeat(32), clientID: 'c' })).errors.length > 0, name);
    for (const name of ['..', '../x', 'a/b', 'a\\b', '', 'x'.repeat(65), '%2e%2e'])
      if (name !== '%2e%2e') assert.ok((await client.upsert({ name })).errors.length > 0, name);
    for (const target of ['/files/../x/y/file_stream', '/files/%2e%2e%2f/p/r/file_stream', '/files/e/p/a%2fb/file_stream'])
      assert.ok((await ask(endpoint, post({}, target), '{}')).status >= 400, target);
    assert.deepEqual(readdirSync(path.dirname(endpoint.runsFolder)).toSorted(), ['runs']);
    assert.equal((await listRuns(endpoint.runsFolder)).runs.length, 1);
  });

  it('follows no link in a run folder', async function () {
    if (process.platform === 'win32') this.skip();
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert();
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    const outside = path.join(path.dirname(endpoint.runsFolder), 'outside');
    mkdirSync(outside);
    symlinkSync(outside, path.join(run!.folder, 'files'));
    assert.equal(await client.put(await client.runFile('a.txt'), Buffer.from('x')), 500);
    assert.deepEqual(readdirSync(outside), []);
  });

  it('refuses files that are too large in words, at once where their size is said', async () => {
    const endpoint = await made.start({ limits: { ...recordingLimits, fileBytes: 1000, files: 2 } });
    const { client } = endpoint;
    await client.upsert();
    const { uploadUrl, uploadHeaders } = await client.runFile('a.bin');
    const [ticket, value] = uploadHeaders[0]!.split(/:(.*)/s) as [string, string];
    const put = (length: string, url = uploadUrl!): Promise<Response> =>
      ask(endpoint, { method: 'PUT', path: url.slice(endpoint.url.length), headers: { [ticket]: value, 'Content-Length': length } }, 'x');
    const { status, text } = await put('4294967296');
    assert.deepEqual([status, /4294967296 bytes; expected at most 1000/.test(text)], [413, true]);
    assert.equal((await put('1', `${uploadUrl!}x`)).status, 403);
    assert.equal(await client.put(await client.runFile('a.bin'), Buffer.alloc(1000)), 200);
    assert.equal(await client.put(await client.runFile('b.bin'), Buffer.alloc(1)), 200);
    assert.equal(await client.put(await client.runFile('c.bin'), Buffer.alloc(1)), 413);
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    assert.deepEqual(readdirSync(path.join(run!.folder, 'files')).toSorted(), ['a.bin', 'b.bin']);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert();
    const { uploadUrl, uploadHeaders } = await endpoint.client.runFile('a.bin');
    const [ticket, value] = uploadHeaders[0]!.split(/:(.*)/s) as [string, string];
    const { port } = new URL(endpoint.url);
    const headers = { [ticket]: value, 'Content-Length': '100000' };
    await new Promise<void>(resolve => {
      const asking = httpRequest({ host: '127.0.0.1', port, method: 'PUT', path: uploadUrl!.slice(endpoint.url.length), headers });
      asking.on('error', () => resolve()).on('close', () => resolve());
      asking.write('x'.repeat(1000), () => asking.destroy());
    });
    await endpoint.server.close();
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    const left = readdirSync(run!.folder, { recursive: true, encoding: 'utf8' }).filter(name => name.includes('a.bin'));
    assert.deepEqual(left, []);
  });

  it('refuses rows that are none, and none of them are written', async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert();
    const history = (offset: unknown, ...content: unknown[]): object => ({ files: { 'wandb-history.jsonl': { offset, content } } });
    for (const body of [
      [],
      { files: [] },
      history(-1, '{}'),
      history(0.5, '{}'),
      history(1e12, '{}'),
      history(0, '{}', '[]'),
      history(0, '{}', '{nan}'),
      history(0, '{}', 7),
      history(0, '{}', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`),
    ])
      assert.ok((await client.stream(body)) >= 400, JSON.stringify(body).slice(0, 100));
    assert.equal(await client.stream(history(0, '{"__proto__":{"a":1},"loss":1}')), 200);
    assert.equal(({} as { a?: number }).a, undefined);
  });

  it('writes texts no longer than can be read again', async () => {
    const endpoint = await made.start();
    const long = 'x'.repeat(1_100_000);
    const { client } = endpoint;
    const config = JSON.stringify({ _wandb: { value: { m: [{ 1: long }, { 1: 'loss', 4: long }] } } });
    const input = { displayName: long, notes: long, tags: [long], groupName: long, jobType: long, host: long, jobProgram: long, config };
    assert.deepEqual((await client.upsert(input)).errors, []);
    assert.deepEqual((await client.upsert({ ...input, id: 'UnVuOnYxOnJ1bi0xOmRpZ2l0cy1jbm46bG9jYWw=' })).errors, []);
    const more = { artifactTypeName: long, description: long };
    assert.deepEqual((await RawArtifact.log(client, { files: { a: Buffer.from('a') }, more })).errors, []);
    const named = async (...aliases: string[]): Promise<string> => {
      const all = aliases.map(alias => ({ artifactCollectionName: 'b', alias }));
      return (await client.createArtifact({ name: 'b', type: 't', digest: '0'.repeat(32), clientID: 'b' }, { aliases: all })).errors.join();
    };
    assert.match(await named(long), /more than 1000 characters/);
    assert.match(await named(...Array.from({ length: 100_000 }, (_, i) => `${i}`)), /100000 aliases/);
    assert.equal(await client.stream({ complete: true, exitcode: 0 }), 200);
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    const recording = await readRecording(run!.folder);
    assert.equal(recording!.artifacts.length, 1);
    assert.equal(recording!.labels!.notes.length, 100_000);
    assert.equal(run!.labels.name.length, 1000);
  });

  it('goes on with a run whose settings are too large, and says so', async () => {
    const endpoint = await made.start({ limits: { ...recordingLimits, recordingBytes: 20_000 } });
    const { client } = endpoint;
    const large = JSON.stringify({ all: { value: 'x'.repeat(20_000) } });
    const row = (offset: number, summary: string) => ({
      files: {
        'wandb-history.jsonl': { offset, content: [`{"_step":${offset}}`] },
        'wandb-summary.json': { offset: 0, content: [summary] },
      },
    });
    const id = 'UnVuOnYxOnJ1bi0xOmRpZ2l0cy1jbm46bG9jYWw=';
    assert.deepEqual((await client.upsert({ config: large })).errors, []);
    assert.equal(await client.stream(row(0, '{"loss":1}')), 200);
    assert.deepEqual((await client.upsert({ id, config: '{"lr":{"value":1}}' })).errors, []);
    assert.deepEqual((await client.upsert({ id, config: large })).errors, []);
    assert.equal(await client.stream(row(1, JSON.stringify({ loss: 'x'.repeat(20_000) }))), 200);
    assert.equal(await client.stream({ complete: true, exitcode: 0 }), 200);
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    const { config, summary, missing, state } = (await readRecording(run!.folder))!;
    assert.deepEqual(
      { config, summary, state, missing: missing.length },
      { config: { lr: 1 }, summary: { loss: 1 }, state: 'finished', missing: 1 },
    );
  });
});
