import assert from 'node:assert/strict';
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import pLimit from 'p-limit';
import { runPaths } from '../../../../src/runFolder/paths';
import { readRun } from '../../../../src/runFolder/readRun';
import type { Fetch } from '../../../../src/tracking/http';
import { OfflineRun } from '../../../../src/tracking/wandb/offlineRun';
import { Requests } from '../../../../src/tracking/wandb/requests';
import { Upload } from '../../../../src/tracking/wandb/upload';
import type { WandbError } from '../../../../src/tracking/wandb/wandbError';
import type { Fault } from '../../../wandbServer/faults';
import type { RequestRecord } from '../../../wandbServer/requestLog';
import type { RunState, ServerState } from '../../../wandbServer/serverState';
import { WandbServer } from '../../../wandbServer/wandbServer';
import { IdleClock } from '../idleClock';
import { recordedRun, RUN_ID, targetAt } from '../recordedRun';

interface Sending {
  readonly clock?: IdleClock;
  readonly aborter?: AbortController;
  /** What stands between the client and the network. */
  readonly between?: (real: Fetch) => Fetch;
}

describe('the upload of a run', () => {
  const recorded = recordedRun();
  let runFolder: string;
  let record: string;
  let undisturbed: { readonly state: ServerState; readonly requests: readonly RequestRecord[] };
  before(async () => {
    runFolder = recorded.copy();
    // It is sent some hundred times: an artifact of two files and others of one are enough, and one file of several network packets.
    const { probabilities, predictions, tfjsModel, tfjsWeights } = runPaths(runFolder);
    for (const file of [probabilities, tfjsModel, tfjsWeights]) rmSync(file);
    truncateSync(predictions, 150_000);
    const made = await OfflineRun.open(runFolder, targetAt('http://localhost'));
    await made.finish();
    record = made.file;
    const server = await startServer();
    await send(server);
    assert.deepEqual(server.breaches, []);
    undisturbed = { state: structuredClone(server.state), requests: [...server.requests] };
    await closeServers();
  });

  const servers: WandbServer[] = [];
  afterEach(closeServers);
  async function closeServers(): Promise<void> {
    await Promise.all(servers.splice(0).map(server => server.close()));
  }
  async function startServer(): Promise<WandbServer> {
    const server = await WandbServer.start();
    servers.push(server);
    return server;
  }

  async function send(server: WandbServer, sending: Sending = {}): Promise<void> {
    const { clock = new IdleClock(), aborter = new AbortController(), between = real => real } = sending;
    const credential = { key: server.key, baseUrl: server.url, source: 'the test' };
    const { signal } = aborter;
    const requests = new Requests({ fetch: between(clock.fetch), clock, credential, signal });
    const nothing = (): void => undefined;
    await new Upload({ runFolder, record, requests, clock, signal, onPath: nothing, onRetry: nothing, onRecovered: nothing }).run();
  }

  function assertUndisturbed(server: WandbServer, what: string): void {
    assert.deepEqual(server.breaches, [], what);
    assert.deepEqual(structuredClone(server.state), undisturbed.state, what);
  }

  describe('undisturbed', () => {
    const runAt = (state: ServerState): RunState => state.runs[`digits/digits/${RUN_ID}`]!;

    it('brings the figures of the run, row by row', async () => {
      const { epochs, evaluated } = await readRun(runFolder);
      const rows = runAt(undisturbed.state).history as Record<string, unknown>[];
      assert.equal(rows.length, 3);
      for (const [i, { epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond }] of epochs.entries()) {
        const { _timestamp, _runtime, ...row } = rows[i]!;
        assert.deepEqual(row, { epoch, loss, accuracy, val_loss: valLoss, val_accuracy: valAccuracy, imagesPerSecond, _step: i });
      }
      assert.equal(rows[2]!['test_loss'], evaluated!.loss);
      assert.equal(rows[2]!['_step'], 2);
    });

    it('brings what a person said of it, and where it belongs', () => {
      const { displayName, tags, group, jobType, notes, exitCode, finished } = runAt(undisturbed.state);
      assert.deepEqual([displayName, tags, group, jobType], ['A small one', ['small', 'quick'], 'tests', 'train']);
      assert.deepEqual([notes, exitCode, finished], ['Few images are enough.\n', 0, true]);
    });

    it('brings config, samples, log and summary', () => {
      const { config, events, console, summary } = runAt(undisturbed.state);
      const { batch_size, _wandb } = config as Record<string, { value: unknown }>;
      assert.deepEqual(batch_size, { value: 64 });
      const { m } = _wandb!.value as { m: Record<string, unknown>[] };
      assert.deepEqual(m.slice(0, 2), [
        { 1: 'epoch', 6: [3], 7: [] },
        { 1: 'loss', 5: 1, 6: [1, 3], 7: [] },
      ]);
      // One of the two, or both where the machine took its time between them.
      const memory = (events as Record<string, unknown>[]).map(row => row['system.proc.memory.rssMB']);
      assert.deepEqual([...new Set(memory)], [3e8 / 2 ** 20]);
      assert.match(console[0]!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6} training run /);
      assert.equal((summary as Record<string, unknown>)['kept_epoch'], 2);
    });

    it('brings the files as they are', () => {
      const predictions = undisturbed.state.artifacts.find(({ name }) => name === 'predictions')!;
      assert.deepEqual([predictions.type, predictions.state, predictions.aliases], ['predictions', 'COMMITTED', ['latest']]);
      assert.deepEqual(Buffer.from(predictions.files['predictions.npy']!.bytes), readFileSync(runPaths(runFolder).predictions));
      const model = undisturbed.state.artifacts.find(({ type }) => type === 'model')!;
      assert.deepEqual(Buffer.from(model.files['model.onnx']!.bytes), readFileSync(runPaths(runFolder).onnxModel));
      assert.ok(runAt(undisturbed.state).files['wandb-metadata.json']);
    });

    it('says nothing of this machine’s folders', () => {
      const asked = JSON.stringify(undisturbed.requests.map(({ body }) => body));
      const files = undisturbed.state.artifacts.flatMap(({ files: kept }) => Object.values(kept)).map(({ bytes }) => Buffer.from(bytes));
      assert.ok(!asked.includes(path.dirname(runFolder)));
      assert.ok(!files.some(bytes => bytes.includes(path.dirname(runFolder))));
    });
  });

  /** Uploads that are under way at a time: each waits for its server and for files more than it works. */
  const uploads = pLimit(4);

  /** Has something go wrong once with each of some requests, at a server of its own; all comes to the same end. */
  async function withEach(
    requests: readonly RequestRecord[],
    disturb: (server: WandbServer, request: RequestRecord) => Promise<void>,
  ): Promise<void> {
    assert.ok(requests.length > 8);
    await uploads.map(requests, async request => {
      const server = await startServer();
      const { index, operation, subject = '' } = request;
      await disturb(server, request);
      assert.equal(server.waitingFaults, 0);
      assertUndisturbed(server, `request ${index}, ${operation} ${subject}`);
      servers.splice(servers.indexOf(server), 1);
      await server.close();
    });
  }

  describe('comes to the same end, whichever request fails, with', () => {
    const faults: Readonly<Record<string, readonly Fault[]>> = {
      '500, and 503 when it is asked again': [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 503 },
      ],
      'a broken connection': [{ kind: 'reset' }],
      'an answer that is lost': [{ kind: 'lostAnswer' }],
    };
    for (const [name, inTurn] of Object.entries(faults)) {
      it(name, () =>
        withEach(undisturbed.requests, async (server, { index }) => {
          for (const [i, fault] of inTurn.entries()) server.failNext(index + i, fault);
          await send(server);
        }),
      );
    }

    it('429 and Retry-After', () =>
      withEach(undisturbed.requests, async (server, { index }) => {
        server.failNext(index, { kind: 'status', status: 429, headers: { 'Retry-After': '7' } });
        const clock = new IdleClock();
        await send(server, { clock });
        assert.deepEqual(clock.passed, [7_000]);
      }));

    it('no answer at all', () =>
      withEach(undisturbed.requests, async (server, { index }) => {
        server.failNext(index, { kind: 'noAnswer' });
        const clock = new IdleClock();
        const sent = send(server, { clock });
        await server.until(() => server.waitingFaults === 0);
        clock.passOn();
        await sent;
        assert.ok(clock.passed[0]! >= 60_000, String(clock.passed));
      }));

    it('a digest that is not the one that was sent', () =>
      withEach(
        undisturbed.requests.filter(({ operation }) => ['storage', 'CommitArtifact'].includes(operation)),
        async (server, { index }) => {
          server.failNext(index, { kind: 'wrongDigest' });
          await send(server);
        },
      ));

    it('401, once there is a key that is accepted', () =>
      withEach(
        undisturbed.requests.filter(({ operation }) => operation !== 'storage'),
        async (server, { index }) => {
          server.failNext(index, { kind: 'status', status: 401 });
          await assert.rejects(send(server), (error: WandbError) => {
            assert.equal(error.trouble, 'key');
            assert.match(error.message, /^127\.0\.0\.1:\d+ refused the key \(from the test\)\. Sign in again, or set WANDB_TOKEN/);
            return true;
          });
          await send(server);
        },
      ));

    it('an error of GraphQL, asked again by a person', () =>
      withEach(
        undisturbed.requests.filter(({ operation }) => !['storage', 'file_stream'].includes(operation)),
        async (server, { index, operation }) => {
          server.failNext(index, { kind: 'graphqlError', message: 'the moon is full' });
          await assert.rejects(send(server), new RegExp(`said: the moon is full.*\\(${operation}\\)`));
          await send(server);
        },
      ));
  });

  describe('comes to the same end if the sender goes away', () => {
    /** Breaks off with the request of that number, and as good as kills the sender. */
    function killAt(index: number, aborter: AbortController, isSent: boolean): (real: Fetch) => Fetch {
      let count = -1;
      return real => async (url, request) => {
        count++;
        if (count === index && isSent) await real(url, request);
        if (count === index) aborter.abort(new Error('killed'));
        request.signal.throwIfAborted();
        return real(url, request);
      };
    }

    for (const [when, isSent] of [
      ['before a request', false],
      ['before it hears the answer', true],
    ] as const) {
      it(when, () =>
        withEach(undisturbed.requests, async (server, { index }) => {
          const aborter = new AbortController();
          await assert.rejects(send(server, { aborter, between: killAt(index, aborter, isSent) }), /killed/);
          assert.equal(server.requests.length, index + (isSent ? 1 : 0));
          await send(server);
        }),
      );
    }
  });

  it('sends nothing a second time but what it must ask for', async () => {
    const server = await startServer();
    await send(server);
    const before = server.requests.length;
    await send(server);
    assertUndisturbed(server, 'sent again');
    const again = server.requests.slice(before);
    assert.deepEqual(
      again
        .filter(({ operation }) => operation === 'file_stream')
        .flatMap(({ body }) => Object.keys((body as { files?: object }).files ?? {})),
      ['wandb-summary.json'],
    );
    assert.ok(again.every(({ operation }) => !['CreateArtifactFiles', 'CommitArtifact'].includes(operation)));
  });

  it('gives up after seven attempts, two minutes in all, and says what it heard', async () => {
    const server = await startServer();
    server.failNext('file_stream', { kind: 'status', status: 503 }, 7);
    const clock = new IdleClock();
    await assert.rejects(send(server, { clock }), (error: WandbError) => {
      assert.equal(error.trouble, 'busy');
      assert.match(error.message, /answered 503: injected 503\. \(file_stream\)/);
      return true;
    });
    assert.deepEqual(
      clock.passed.map(ms => 2 ** Math.ceil(Math.log2(ms / 1000))),
      [2, 4, 8, 16, 32, 64],
    );
    assert.ok(Math.max(...clock.passed) <= 60_000);
  });

  it('leaves a server alone that wants it for long', async () => {
    const server = await startServer();
    server.failNext('UpsertBucket', { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } });
    await assert.rejects(send(server), { trouble: 'busy', retryAfterMs: 3_600_000 });
    assert.equal(server.requests.length, 1);
  });
});
