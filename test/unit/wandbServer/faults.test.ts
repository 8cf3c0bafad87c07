import assert from 'node:assert/strict';
import { WandbServer } from '../../wandbServer/wandbServer';
import { artifactPlan, RawClient } from './rawClient';

const rows = (offset: number): object => ({ files: { 'wandb-history.jsonl': { offset, content: [JSON.stringify({ _step: offset })] } } });

describe('faults of the stand-in for a W&B server', () => {
  let server: WandbServer;
  let client: RawClient;
  beforeEach(async () => {
    server = await WandbServer.start();
    client = new RawClient(server);
    await client.upsert();
  });
  afterEach(() => server.close());

  const historyLength = (): number => server.state.runs['digits/digits-cnn/run-1']!.history.length;

  it('answer with a status and headers, so many times, and nothing is done', async () => {
    server.failNext('file_stream', { kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, 2);
    const answers = [await client.post(place, rows(0)), await client.post(place, rows(0)), await client.post(place, rows(0))];
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers.get('retry-after')]),
      [
        [429, '7'],
        [429, '7'],
        [200, null],
      ],
    );
    assert.equal(historyLength(), 1);
    assert.equal(server.waitingFaults, 0);
  });

  it('are GraphQL errors with status 200', async () => {
    server.failNext('UpsertBucket', { kind: 'graphqlError', message: 'try again' });
    const { status, errors } = await client.upsert({ notes: 'new' });
    assert.deepEqual([status, errors, server.state.runs['digits/digits-cnn/run-1']!.notes], [200, ['try again'], null]);
  });

  it('break the connection before anything is done', async () => {
    server.failNext('file_stream', { kind: 'reset' });
    await assert.rejects(client.stream(rows(0)));
    assert.equal(historyLength(), 0);
    assert.equal(server.requests.at(-1)!.status, 'reset');
  });

  it('break an upload in its middle', async () => {
    const upload = await client.runFile('large.bin');
    const large = Buffer.alloc(64 * 1024 * 1024);
    server.failNext('storage', { kind: 'reset' });
    await assert.rejects(client.put(upload, large));
    assert.equal(await client.put(upload, large), 200);
    assert.deepEqual(
      server.requests.filter(({ operation }) => operation === 'storage').map(({ status, subject }) => [status, subject]),
      [
        ['reset', 'run file large.bin'],
        [200, 'run file large.bin'],
      ],
    );
  });

  it('lose the answer after all was done', async () => {
    server.failNext(({ operation, body }) => operation === 'file_stream' && JSON.stringify(body).includes('_step'), { kind: 'lostAnswer' });
    await assert.rejects(client.stream(rows(0)));
    assert.equal(historyLength(), 1);
    // Who has not asked sends it twice.
    assert.equal(await client.stream(rows(0)), 400);
    assert.match(server.breaches.join(), /sent twice/);
  });

  it('leave a request without an answer', async () => {
    server.failNext(server.requests.length, { kind: 'noAnswer' });
    const asked = assert.rejects(client.stream(rows(0)));
    await server.until(({ waitingFaults }) => waitingFaults === 0);
    assert.equal(historyLength(), 0);
    await server.close();
    await asked;
    server = await WandbServer.start();
  });

  it('answer with a wrong digest', async () => {
    server.failNext('storage', { kind: 'wrongDigest' });
    assert.equal(await client.put(await client.runFile('a.txt'), Buffer.from('bytes')), 400);
    server.failNext('CommitArtifact', { kind: 'wrongDigest' });
    const plan = artifactPlan();
    const { data } = await client.logArtifact(plan);
    assert.equal(data!.commitArtifact.artifact.digest, '0'.repeat(32));
    assert.equal((await client.commit('artifact-1')).data!.commitArtifact.artifact.digest, plan.digest);
    assert.deepEqual(server.breaches, []);
  });
});

const place = '/files/digits/digits-cnn/run-1/file_stream';
