import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import type { SyncStatus, Tracking, WandbTarget } from '../../../src/contract/tracking';
import { UserState } from '../../../src/files/userState';
import { BegunUploads } from '../../../src/tracking/begunUploads';
import { SinkRun } from '../../../src/tracking/sinkRun';
import type { SenderOptions } from '../../../src/tracking/wandb/sender';
import { readTracking, TRACKING_FILE, writeTracking } from '../../../src/tracking/wandb/trackingFile';
import { WandbSink } from '../../../src/tracking/wandb/wandbSink';
import { eachTurn, until } from '../../until';
import { writeRun } from '../runFolder/writtenRun';
import { FakeClock } from '../util/fakeClock';
import { targetAt } from './recordedRun';

/** What is known of a run, whatever its file says at the moment at which it is read. */
describe('what is known of a run at W&B', () => {
  const target = targetAt('http://localhost:1');
  let home: string;
  let folder: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'digits-tracked-'));
    folder = writeRun(home, { id: '20261124-153012-abcd' });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const as = (status: SyncStatus): Tracking => ({ mode: 'online', target, sync: { status, changedAt: '2026-11-24T15:30:12.000Z' } });
  const track = (options: {
    readonly read?: WandbSink['readTracking'];
    readonly credential?: SenderOptions['credential'];
    readonly onChanged?: () => void;
  }): SinkRun<WandbTarget> => {
    const { read, credential = () => Promise.resolve(undefined), onChanged = () => undefined } = options;
    const sink = new WandbSink({ credential, fetch: () => Promise.reject(new Error('nothing is sent')) });
    if (read) sink.readTracking = read;
    return new SinkRun(folder, {
      sink,
      clock: new FakeClock(),
      limit: pLimit(1),
      begun: new BegunUploads(new UserState(path.join(home, 'state')), sink),
      onChanged,
      onTrouble: () => undefined,
    });
  };
  const statusOf = (run: SinkRun<WandbTarget>): SyncStatus | undefined => run.tracking?.sync.status;
  /** The run goes on with tracking off: the one change that comes without an upload. */
  const leaveBehind = (run: SinkRun<WandbTarget>): Promise<void> => {
    run.begin('off', target);
    return run.settled();
  };

  it('is not taken back by a reading that began before it was known', async () => {
    const answers: ((found: Tracking) => void)[] = [];
    const run = track({ read: () => new Promise(resolve => answers.push(resolve)) });
    const asked = (count: number): Promise<void> =>
      until({ isSo: () => answers.length === count, what: `${count} readings`, seen: () => answers.length, on: eachTurn });
    const first = run.read();
    await asked(1);
    answers[0]!(as('synced'));
    await first;
    const second = run.read();
    await asked(2);
    await leaveBehind(run);
    answers[1]!(as('synced'));
    await second;
    assert.equal(statusOf(run), 'notSynced');
    assert.equal((await readTracking(folder))?.sync.status, 'notSynced');
  });

  it('is not taken back by a reading while it is still being written', async () => {
    await writeTracking(folder, as('synced'));
    const readings: Promise<void>[] = [];
    const run = track({
      // At once, as the file stands there.
      read: runFolder => Promise.resolve(JSON.parse(readFileSync(path.join(runFolder, TRACKING_FILE), 'utf8')) as Tracking),
      onChanged: () => {
        if (statusOf(run) === 'notSynced') readings.push(run.read());
      },
    });
    await run.read();
    await leaveBehind(run);
    await Promise.all(readings);
    assert.equal(readings.length, 1);
    assert.equal(statusOf(run), 'notSynced');
    assert.equal((await readTracking(folder))?.sync.status, 'notSynced');
  });

  it('is what the last of several readings found', async () => {
    const found = [as('queued'), as('failed')];
    const order: string[] = [];
    const run = track({
      read: async () => {
        const next = found.shift();
        order.push(`begins ${next?.sync.status}`);
        // The first takes longer.
        for (let i = 0; i < 100 * found.length; i++) await Promise.resolve();
        order.push(`ends ${next?.sync.status}`);
        return next;
      },
    });
    await Promise.all([run.read(), run.read()]);
    assert.equal(statusOf(run), 'failed');
    assert.deepEqual(order, ['begins queued', 'ends queued', 'begins failed', 'ends failed']);
  });

  it('is told to the caller who asks to send it when training goes on meanwhile, and not only when that has ended', async () => {
    const asked = withResolvers<() => void>();
    const noKey = withResolvers<undefined>();
    const run = track({
      read: () => new Promise(resolve => asked.resolve(() => resolve(undefined))),
      credential: () => noKey.promise,
    });
    const synced = run.sync(target);
    const answer = await asked.promise;
    run.begin('online', target);
    answer();
    // Its upload lasts as long as the training.
    assert.equal((await synced).status, 'queued');
    noKey.resolve(undefined);
    await run.dispose();
  });
});

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>(settle => (resolve = settle));
  return { promise, resolve };
}
