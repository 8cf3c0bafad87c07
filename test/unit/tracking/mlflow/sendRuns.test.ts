import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { replay } from '../../../../src/contract/runState';
import { summarize } from '../../../../src/contract/summary';
import { exportedRun, type ExportedRun } from '../../../../src/report/exported/exportedRun';
import { mlflowRun, type MlflowRun } from '../../../../src/tracking/mlflow/loggedRun';
import type { MlflowError } from '../../../../src/tracking/mlflow/mlflowError';
import type { MlflowRequestOptions } from '../../../../src/tracking/mlflow/requests';
import { runFromFolder } from '../../../../src/tracking/mlflow/runFromFolder';
import { sendRuns, type RunsToSend } from '../../../../src/tracking/mlflow/sendRuns';
import type { MlflowLogin } from '../../../../src/tracking/mlflow/server';
import type { Clock } from '../../../../src/util/clock';
import { MlflowServer, type MlflowServerOptions } from '../../../mlflowServer/mlflowServer';
import type { KnownRun } from '../../../mlflowServer/mlflowState';
import { eventsOfRun } from '../../cli/events';
import { BEGAN, row, writeRecorded } from '../../runFolder/recording/writeRecorded';

const SECRET = 'marker1secret';

/** Waits for nothing, but not for an answer: what is due at once comes later than what has been asked. */
class QuickClock implements Clock {
  readonly waits: number[] = [];

  after(ms: number, callback: () => void): () => void {
    // Of the limits of requests, which are a minute and more, none is reached.
    if (ms >= 60_000) return () => undefined;
    this.waits.push(ms);
    const soon = setImmediate(callback);
    return () => clearImmediate(soon);
  }
}

function runNamed(name: string, change: (run: ExportedRun) => ExportedRun = run => run): MlflowRun {
  const run = replay(eventsOfRun());
  const { config } = run;
  const labels = { name, tags: ['a', 'b'], pinned: false, archived: false };
  const exported = exportedRun({
    id: config!.id,
    status: 'completed',
    config: config!,
    labels,
    notes: 'Why',
    summary: summarize(run),
    run,
  });
  const content = Uint8Array.from({ length: 1000 }, (_, i) => i);
  return mlflowRun(change(exported), [
    { path: 'model/model.onnx', read: () => Promise.resolve(content) },
    { path: 'notes & more.md', read: () => Promise.resolve(new Uint8Array()) },
  ]);
}

describe('runs that are sent to an MLflow server', () => {
  const servers: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  async function start(options?: MlflowServerOptions): Promise<MlflowServer> {
    const server = await MlflowServer.start(options);
    servers.push(server);
    return server;
  }

  interface Sending {
    readonly uri: string;
    readonly clock: QuickClock;
    readonly retries: string[];
    readonly send: (runs?: Partial<RunsToSend>, login?: MlflowLogin) => ReturnType<typeof sendRuns>;
    readonly stop: () => void;
  }
  function to(uri: string): Sending {
    const clock = new QuickClock();
    const retries: string[] = [];
    const stopped = new AbortController();
    const options = { fetch, clock, signal: stopped.signal, onRetry: (problem: string) => void retries.push(problem) };
    return {
      uri,
      clock,
      retries,
      stop: () => stopped.abort(),
      send: (runs, login) => {
        const request: MlflowRequestOptions = { ...options, server: { uri, login } };
        return sendRuns(request, { experiment: 'digits', hasFiles: true, runs: [() => Promise.resolve(runNamed('one'))], ...runs });
      },
    };
  }
  async function refusalOf(sending: Promise<unknown>): Promise<MlflowError> {
    const error = await sending.then(
      () => assert.fail('it was sent'),
      (thrown: MlflowError) => thrown,
    );
    assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(SECRET));
    assert.ok(!`${error.stack}`.includes(Buffer.from(`ada:${SECRET}`).toString('base64')));
    return error;
  }
  const one = (server: MlflowServer): KnownRun => {
    assert.equal(server.state.runs.length, 1);
    return server.state.runs[0]!;
  };

  it('arrive with parameters, metrics by step, tags, files and their end', async () => {
    const server = await start();
    const sent = await to(server.url).send();
    const run = one(server);
    assert.deepEqual(server.breaches, []);
    assert.deepEqual([run.name, run.status, run.startTime, run.endTime], ['one', 'FINISHED', 1_767_323_045_000, 1_767_323_045_000]);
    assert.deepEqual([run.params.get('dropout'), run.params.get('optimizer'), run.params.size], ['0.5', 'adam', 18]);
    const { tags } = run;
    assert.deepEqual(
      ['digits.id', 'digits.status', 'digits.tags', 'mlflow.note.content', 'mlflow.runName'].map(key => tags.get(key)),
      ['20260102-030405-abcd', 'completed', 'a, b', 'Why', 'one'],
    );
    const series = (key: string): number[][] => run.metrics.filter(metric => metric.key === key).map(({ step, value }) => [step, value]);
    assert.deepEqual(series('val_accuracy'), [
      [1, 0.9822],
      [2, 0.9822],
    ]);
    assert.deepEqual(series('test_accuracy'), [[2, 0.9912]]);
    assert.deepEqual([...run.artifacts.keys()], ['model/model.onnx', 'notes & more.md']);
    assert.deepEqual(run.artifacts.get('model/model.onnx'), Buffer.from(Uint8Array.from({ length: 1000 }, (_, i) => i)));
    assert.deepEqual(sent, {
      experimentId: '1',
      runs: [{ id: '20260102-030405-abcd', runId: run.id, url: `${server.url}/#/experiments/1/runs/${run.id}` }],
      remarks: [],
    });
  });

  it('arrive with all settings and series of what another tool recorded, and it is said what MLflow does not take', async () => {
    const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-mlflow-'));
    const files = Array.from({ length: 1002 }, (_, i) => ({ path: `f${i}`, bytes: 0 }));
    const config = { optimizer: { lr: 0.001 }, träin: true, long: 'x'.repeat(600), layers: [1, 2] };
    const folder = writeRecorded(runs, {
      id: '20260101-000003-aaaa',
      labels: { tags: ['a', 'b'] },
      recording: { config, files, metrics: [{ name: 'val', step: 'epoch' }], summary: { loss: 0.1, text: 'fine', test_accuracy: 0.9 } },
      rows: [row(0, { loss: 0.5, epoch: 3 }), row(1, { loss: 0.25, val: 0.5 }), { _step: 2, _timestamp: 1e300, late: 1 }],
    });
    try {
      const server = await start();
      const { remarks } = await to(server.url).send({ runs: [() => runFromFolder(folder, true)] });
      assert.deepEqual(server.breaches, []);
      const run = one(server);
      const params = { 'optimizer.lr': '0.001', tr_in: 'true', long: `${'x'.repeat(499)}…`, layers: '[1,2]' };
      assert.deepEqual(Object.fromEntries(run.params), params);
      assert.deepEqual(
        run.metrics.map(({ key, step, value, timestamp }) => [key, step, value, timestamp - BEGAN]),
        [
          ['loss', 0, 0.5, 0],
          ['loss', 1, 0.25, 100],
          ['epoch', 0, 3, 0],
          ['val', 3, 0.5, 100],
          // No time at all is that of the beginning.
          ['late', 2, 1, 0],
          ['summary/loss', 2, 0.1, 100_000],
          ['test_accuracy', 2, 0.9, 100_000],
        ],
      );
      const tags = ['tags', 'state', 'group', 'job_type', 'summary.text'].map(name => run.tags.get(`digits.${name}`));
      assert.deepEqual(tags, ['a, b', 'finished', 'sweep 3', 'train', 'fine']);
      assert.deepEqual([run.startTime, run.endTime], [BEGAN, BEGAN + 100_000]);
      assert.deepEqual(remarks, [
        '20260101-000003-aaaa: Settings with other names, since MLflow takes few characters: träin as tr_in.',
        '20260101-000003-aaaa: Settings that were cut after 500 characters, which is what MLflow takes: long.',
        '20260101-000003-aaaa: 6 files of it left out: of a recording the first 1,000 are sent.',
      ]);
    } finally {
      rmSync(runs, { recursive: true });
    }
  });

  it('keep a NaN, what is infinite, and series of a thousand points and more under any name', async () => {
    const server = await start();
    const points = Array.from({ length: 2500 }, (_, step) => ({
      step,
      value: step === 1 ? NaN : step === 2 ? -Infinity : step,
      timeMs: step,
    }));
    const change = (run: ExportedRun): ExportedRun => ({ ...run, series: [{ name: 'top@1: größe', points }] });
    await to(server.url).send({ runs: [() => Promise.resolve(runNamed('one', change))] });
    assert.deepEqual(server.breaches, []);
    assert.deepEqual(
      one(server).metrics,
      points.map(({ step, value, timeMs }) => ({ key: 'top_1_ gr__e', step, value, timestamp: timeMs })),
    );
  });

  it('are nested in one that is whole when they are', async () => {
    const server = await start();
    const parent = { ...runNamed('all'), files: [] };
    const runs = ['a', 'b'].map(name => () => Promise.resolve(runNamed(name)));
    const sent = await to(server.url).send({ parent, runs });
    assert.deepEqual(server.breaches, []);
    const [outer, ...inner] = server.state.runs;
    assert.deepEqual(
      inner.map(({ name, tags }) => [name, tags.get('mlflow.parentRunId')]),
      [
        ['a', outer!.id],
        ['b', outer!.id],
      ],
    );
    assert.deepEqual([outer!.tags.has('mlflow.parentRunId'), outer!.status], [false, 'FINISHED']);
    assert.equal(sent.parent?.runId, outer!.id);
  });

  for (const [kind, login, authorization] of [
    ['a token', { kind: 'token', token: SECRET }, `Bearer ${SECRET}`],
    [
      'a user with a password',
      { kind: 'password', user: 'ada', password: SECRET },
      `Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}`,
    ],
  ] as const) {
    it(`are accepted with ${kind}, and refused without or with a wrong one, in words that do not repeat it`, async () => {
      const server = await start({ authorization });
      await to(server.url).send({}, login);
      assert.ok(server.requests.every(request => request.authorization === authorization));
      const without = await refusalOf(to(server.url).send());
      assert.equal(without.trouble, 'key');
      assert.match(without.message, /wants to know who asks.*Set MLFLOW_TRACKING_TOKEN/);
      const other = await start({ authorization: 'Bearer another' });
      other.failNext(/get-by-name/, { status: 401, body: `The password ${SECRET} of ${authorization} is wrong` });
      const wrong = to(other.url);
      const refused = await refusalOf(wrong.send({}, login));
      assert.match(refused.message, /refused the (token|user or password) \(401: The password … of/);
      assert.deepEqual([wrong.retries, other.state.runs], [[], []], 'it is not tried again');
    });
  }

  it('wait as long as the server asks where it is busy, and are sent then', async () => {
    const server = await start();
    server.failNext(/get-by-name/, { status: 503 });
    server.failNext(/log-batch/, { status: 429, headers: { 'retry-after': '7' } });
    server.failNext(/mlflow-artifacts/, { status: 502 });
    server.failNext(/runs\/update/, { status: 500 });
    const sending = to(server.url);
    await sending.send();
    assert.deepEqual([one(server).status, server.breaches], ['FINISHED', []]);
    assert.equal(sending.retries.length, 4);
    assert.ok(sending.clock.waits.includes(7000), String(sending.clock.waits));
  });

  it('are there once where the answer to their creation was lost', async () => {
    const server = await start();
    server.failNext(/runs\/create/, { status: 503, isDone: true });
    server.failNext(/experiments\/create/, { status: 503, isDone: true });
    await to(server.url).send();
    assert.deepEqual([one(server).status, server.breaches], ['FINISHED', []]);
  });

  it('are given up in words after some attempts, and the part that is there is killed', async () => {
    const server = await start();
    server.failNext(/log-batch/, { status: 503, body: 'Try later' }, 100);
    const sending = to(server.url);
    const error = await refusalOf(sending.send());
    assert.match(error.message, /^127\.0\.0\.1:\d+ answered 503: Try later\. \(runs\/log-batch\)$/);
    assert.equal(sending.retries.length, 6);
    assert.equal(one(server).status, 'KILLED');
  });

  it('say that there is no server', async () => {
    const server = await MlflowServer.start();
    const { url } = server;
    await server.close();
    const error = await refusalOf(to(url).send());
    assert.equal(error.trouble, 'unreachable');
    assert.match(error.message, /^127\.0\.0\.1:\d+ cannot be reached: /);
  });

  it('say that it is another server', async () => {
    const server = await start();
    server.failNext(/get-by-name/, { status: 404, body: '<html>Not here</html>' });
    assert.match((await refusalOf(to(server.url).send())).message, /answered 404: <html>Not here<\/html>\. Is this an MLflow server\?/);
    server.failNext(/get-by-name/, { status: 200, body: '<html>Hello</html>' });
    assert.match((await refusalOf(to(server.url).send())).message, /answered otherwise than expected/);
  });

  it('follow no redirect, which would carry the login elsewhere', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers);
      response.end('{}');
    });
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
    servers.push({ close: () => elsewhere.close().closeAllConnections() });
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    for (const status of [301, 302, 307, 308]) {
      const server = await start({ authorization: `Bearer ${SECRET}` });
      server.failNext(/get-by-name/, { status, headers: { location } });
      const error = await refusalOf(to(server.url).send({}, { kind: 'token', token: SECRET }));
      assert.match(error.message, /sends its visitors on to http:\/\/127\.0\.0\.1/);
    }
    assert.deepEqual(seen, []);
  });

  it('are not begun where the server does not serve files itself, unless without them', async () => {
    for (const artifactRoot of ['s3://bucket', 'file:///srv/mlartifacts', 'mlflow-artifacts://elsewhere:5000', '/srv/mlartifacts']) {
      const server = await start({ artifactRoot });
      assert.match((await refusalOf(to(server.url).send())).message, /--serve-artifacts.*--no-artifacts/);
      assert.deepEqual(server.state.runs, []);
      await to(server.url).send({ hasFiles: false, runs: [() => Promise.resolve({ ...runNamed('one'), files: [] })] });
      assert.deepEqual([one(server).status, server.breaches], ['FINISHED', []]);
    }
  });

  it('are not sent to an experiment that was deleted', async () => {
    const server = await start();
    server.state.createExperiment({ name: 'digits' });
    server.state.experiments.get('digits')!.isDeleted = true;
    assert.match((await refusalOf(to(server.url).send())).message, /has an experiment "digits" that was deleted/);
  });

  it('stop when they are told to, and what is half there is killed', async () => {
    const server = await start();
    const sending = to(server.url);
    const run = runNamed('one');
    const read = async (): Promise<Uint8Array<ArrayBuffer>> => {
      sending.stop();
      return new Uint8Array(3);
    };
    const stopped = sending.send({ runs: [() => Promise.resolve({ ...run, files: [{ path: 'a', read }] })] });
    await assert.rejects(stopped, { name: 'AbortError' });
    assert.deepEqual([one(server).status, one(server).artifacts.size], ['KILLED', 0]);
  });
});
