import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { holdFileLock } from '../../../src/runFolder/fileLock';
import { takeOwnership } from '../../../src/runFolder/ownership';
import { runPaths } from '../../../src/runFolder/paths';
import { sendingLock } from '../../../src/tracking/wandb/sender';
import { readTracking } from '../../../src/tracking/wandb/trackingFile';
import type { WandbTracker } from '../../../src/tracking/wandb/wandbTracker';
import { until } from '../../until';
import type { RunState } from '../../wandbServer/serverState';
import type { WandbServer } from '../../wandbServer/wandbServer';
import { FakeClock } from '../util/fakeClock';
import { IdleClock } from './idleClock';
import { recordedRun, RUN_ID, targetAt } from './recordedRun';
import { comparable, Rerun, trackers } from './trackers';

const TOKEN = 'marker0token1'.repeat(4);

describe('the tracker', () => {
  const recorded = recordedRun();
  const { startServer, track } = trackers();

  let whole: Promise<object> | undefined;
  /** What it all comes to, sent at once long after the run. */
  const stateOfWhole = (): Promise<object> => (whole ??= sendWhole());
  async function sendWhole(): Promise<object> {
    const server = await startServer();
    const { tracker } = track(server, 'offline');
    assert.equal((await tracker.sync(recorded.copy())).status, 'synced');
    return comparable(server);
  }
  const runAt = (server: WandbServer): RunState => server.state.runs[`digits/digits/${RUN_ID}`]!;
  const untilSynced = (tracker: WandbTracker, folder: string): Promise<void> =>
    until({
      isSo: () => tracker.stateOf(folder)?.sync.status === 'synced',
      seen: () => tracker.stateOf(folder),
      on: look => [tracker.onChanged(look)],
      over: () => (tracker.stateOf(folder)?.sync.status === 'failed' ? 'It failed.' : undefined),
    });
  const recordsIn = (tracker: WandbTracker, folder: string) => (event: TrainerEvent) => tracker.record(folder, event);
  const wandbFiles = (folder: string): string[] => readdirSync(path.join(folder, 'wandb'), { recursive: true, encoding: 'utf8' });
  const hasMark = (folder: string): boolean => wandbFiles(folder).some(name => name.endsWith(`run-${RUN_ID}.wandb.synced`));

  it('leaves a server alone for a day that wants it for a third of a year, and then asks again', async () => {
    const server = await startServer();
    server.failNext('UpsertBucket', { kind: 'status', status: 429, headers: { 'Retry-After': '9999999' } });
    const clock = new IdleClock();
    const { tracker } = track(server, 'online', { clock, fetch: clock.fetch });
    const folder = recorded.copy();
    await tracker.sync(folder);
    await server.until(() => runAt(server)?.exitCode === 0);
    await tracker.settle();
    assert.equal(tracker.stateOf(folder)?.sync.status, 'synced');
    // Other timers are those of requests, which were called off.
    assert.deepEqual(clock.passed, [24 * 60 * 60_000]);
  });

  it('keeps out of a run that is not to be tracked', async () => {
    const server = await startServer();
    const { tracker } = track(server, 'off');
    const run = new Rerun(recorded.copy());
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    assert.equal(tracker.stateOf(run.folder), undefined);
    assert.ok(!existsSync(path.join(run.folder, 'wandb')));
  });

  it('writes a record offline, sends nothing, and sends it when it is asked to', async () => {
    const server = await startServer();
    const { tracker } = track(server, 'offline');
    const run = new Rerun(recorded.copy());
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    await tracker.settle();
    assert.equal(tracker.stateOf(run.folder)?.sync.status, 'notSynced');
    assert.deepEqual(server.requests, []);
    assert.equal((await tracker.sync(run.folder)).status, 'synced');
    assert.deepEqual(comparable(server), await stateOfWhole());
  });

  it('sends a run as what it was recorded, to the server that is set now; elsewhere if it was refused there', async () => {
    const server = await startServer();
    const recordedFor = { ...targetAt('http://localhost:1'), project: 'first', group: 'a group', jobType: 'sweep' };
    const folder = recorded.copy();
    const run = new Rerun(folder);
    const { tracker: before } = track(server, 'offline', { settings: () => ({ mode: 'offline', target: recordedFor }) });
    run.until('runEnded', recordsIn(before, folder));
    await before.ended(folder);
    const { tracker } = track(server, 'offline', {
      settings: () => ({ mode: 'offline', target: { ...targetAt(server.url), project: 'second' } }),
    });
    server.failNext('UpsertBucket', { kind: 'graphqlError', message: 'permission denied' });
    assert.equal((await tracker.sync(folder)).status, 'failed');
    const asked = (): unknown[] =>
      server.requests.flatMap(({ operation, body }) => (operation === 'UpsertBucket' ? [(body as { project: unknown }).project] : []));
    assert.deepEqual(asked(), ['first']);
    assert.equal((await tracker.sync(folder)).status, 'synced');
    assert.equal(asked()[1], 'second');
    const { group, jobType } = server.state.runs[`digits/second/${RUN_ID}`]!;
    assert.deepEqual([group, jobType], ['a group', 'sweep']);
  });

  it('sends a run while it trains, and comes to the same end as if it were sent afterwards', async () => {
    const server = await startServer();
    const { tracker, troubles } = track(server, 'online');
    const states: string[] = [];
    const run = new Rerun(recorded.copy());
    tracker.onChanged(folder => states.push(tracker.stateOf(folder)!.sync.status));
    for (const epoch of [1, 2]) {
      run.until('epochEnded', recordsIn(tracker, run.folder));
      await server.until(() => runAt(server)?.history.length === epoch);
      assert.ok(!runAt(server).finished);
    }
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    await tracker.settle();
    assert.deepEqual(states, ['queued', 'syncing', 'synced']);
    assert.deepEqual([server.breaches, troubles], [[], []]);
    assert.deepEqual(comparable(server), await stateOfWhole());
    const kept = await readTracking(run.folder);
    assert.deepEqual(kept, tracker.stateOf(run.folder));
    assert.deepEqual([kept?.mode, kept?.sync.url], ['online', `${server.url}/digits/digits/runs/${RUN_ID}`]);
    assert.ok(hasMark(run.folder));
  });

  it('catches up with a run that trains when the server answers at last', async () => {
    const server = await startServer();
    server.failNext('UpsertBucket', { kind: 'status', status: 503 }, 9);
    const { tracker, troubles } = track(server, 'online');
    const run = new Rerun(recorded.copy());
    const states: string[] = [];
    tracker.onChanged(folder => states.push(tracker.stateOf(folder)!.sync.status));
    run.until('epochEnded', recordsIn(tracker, run.folder));
    await server.until(() => server.waitingFaults === 0);
    run.until('epochEnded', recordsIn(tracker, run.folder));
    await server.until(() => runAt(server)?.history.length === 2);
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    await tracker.settle();
    assert.deepEqual([...new Set(states)], ['queued', 'syncing', 'synced']);
    assert.ok(troubles.length > 0 && troubles.every(line => line.includes('answered 503')));
    assert.deepEqual(comparable(server), await stateOfWhole());
  });

  it('says every half minute that a run is still there', async () => {
    const server = await startServer();
    const clock = new IdleClock();
    const { tracker } = track(server, 'online', { clock, fetch: clock.fetch });
    const run = new Rerun(recorded.copy());
    run.until('epochEnded', recordsIn(tracker, run.folder));
    const beats = (): number => server.requests.filter(({ body }) => JSON.stringify(body) === '{}').length;
    await server.until(() => beats() === 3);
    await tracker.dispose();
    assert.deepEqual([...new Set(clock.passed)], [15_000]);
    assert.ok(clock.passed.length >= 2 * beats());
    assert.deepEqual(server.breaches, []);
  });

  it('never makes a run wait for the network', async () => {
    const server = await startServer();
    server.failNext('UpsertBucket', { kind: 'noAnswer' });
    const { tracker } = track(server, 'online');
    const run = new Rerun(recorded.copy());
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    await server.until(() => server.waitingFaults === 0);
    assert.equal(tracker.stateOf(run.folder)?.sync.status, 'queued');
    const noLonger = new AbortController();
    const settled = tracker.settle(noLonger.signal);
    noLonger.abort();
    await settled;
    await tracker.dispose();
    assert.equal((await readTracking(run.folder))?.sync.status, 'queued');
  });

  it('waits for a key, and goes on when there is one', async () => {
    const server = await startServer();
    let key: string | undefined;
    const credential = (baseUrl: string): Promise<{ key: string; baseUrl: string; source: string } | undefined> =>
      Promise.resolve(key === undefined ? undefined : { key, baseUrl, source: 'SecretStorage' });
    const { tracker, troubles } = track(server, 'online', { credential });
    const folder = recorded.copy();
    const { status, reason } = await tracker.sync(folder);
    const { host } = new URL(server.url);
    assert.deepEqual([status, reason], ['queued', `no key for ${host}: sign in, or put WANDB_TOKEN into the environment or into .env.`]);
    assert.deepEqual(troubles, [`${RUN_ID} at W&B: ${reason}`]);
    key = server.key;
    tracker.resume();
    await tracker.settle();
    assert.equal(tracker.stateOf(folder)?.sync.status, 'synced');
    assert.deepEqual(
      server.requests.filter(({ status: code }) => code === 401),
      [],
    );
  });

  it('says that a key is refused, and where it is from', async () => {
    const server = await startServer();
    let key = TOKEN;
    const credential = (baseUrl: string): Promise<{ key: string; baseUrl: string; source: string }> =>
      Promise.resolve({ key, baseUrl, source: 'WANDB_TOKEN in .env' });
    const { tracker } = track(server, 'online', { credential });
    const folder = recorded.copy();
    const { status, reason } = await tracker.sync(folder);
    assert.equal(status, 'failed');
    assert.match(reason ?? '', /^127\.0\.0\.1:\d+ refused the key \(from WANDB_TOKEN in \.env\)\. Sign in again/);
    key = server.key;
    assert.equal((await tracker.sync(folder)).status, 'synced');
    assert.deepEqual(comparable(server), await stateOfWhole());
  });

  it('sends a key to no server but its own', async () => {
    const server = await startServer();
    const credential = { key: TOKEN, baseUrl: 'https://api.wandb.ai', source: 'the environment' };
    const { tracker } = track(server, 'online', { credential: () => Promise.resolve(credential) });
    const { status, reason } = await tracker.sync(recorded.copy());
    assert.deepEqual([status, reason], ['failed', `The key from the environment is for https://api.wandb.ai, not for ${server.url}.`]);
    assert.deepEqual(server.requests, []);
  });

  it('tries again by itself what a server could not take', async () => {
    const server = await startServer();
    server.failNext('CommitArtifact', { kind: 'status', status: 503 }, 9);
    const { tracker, troubles } = track(server, 'online');
    const folder = recorded.copy();
    const { status, reason } = await tracker.sync(folder);
    assert.equal(status, 'queued');
    assert.match(reason ?? '', /answered 503: injected 503\. \(CommitArtifact\)/);
    await untilSynced(tracker, folder);
    assert.equal(new Set(troubles).size, troubles.length);
    assert.deepEqual(server.breaches, []);
    assert.deepEqual(comparable(server), await stateOfWhole());
  });

  it('does not send what the official client has sent, nor anything twice', async () => {
    const server = await startServer();
    const { tracker } = track(server, 'offline');
    const run = new Rerun(recorded.copy());
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    const record = wandbFiles(run.folder).find(name => name.endsWith('.wandb'))!;
    writeFileSync(path.join(run.folder, 'wandb', `${record}.synced`), '');
    const { status, reason } = await tracker.sync(run.folder);
    assert.deepEqual([status, reason], ['synced', 'the official wandb sync has sent it.']);
    assert.deepEqual(server.requests, []);

    const own = recorded.copy();
    await tracker.sync(own);
    const count = server.requests.length;
    assert.equal((await tracker.sync(own)).status, 'synced');
    assert.equal(server.requests.length, count);
  });

  it('sends a run once, though two ask for it', async () => {
    const server = await startServer();
    // No time passes for the first, so that it does not try again by itself.
    const { tracker: one } = track(server, 'online', { clock: new FakeClock(), fetch });
    const { tracker: other } = track(server, 'online');
    const folder = recorded.copy();
    const release = (await holdFileLock(sendingLock(folder)))!;
    const { status, reason } = await one.sync(folder);
    assert.deepEqual([status, reason], ['queued', 'another window or process is sending it.']);
    assert.deepEqual(server.requests, []);
    await release();
    const [first, second] = await Promise.all([other.sync(folder), other.sync(folder)]);
    assert.deepEqual([first.status, second], ['synced', first]);
    assert.deepEqual(server.breaches, []);
    assert.deepEqual(comparable(server), await stateOfWhole());
  });

  it('sends two runs at a time, and those that wait give up their turn when it ends', async () => {
    const server = await startServer();
    server.failNext('UpsertBucket', { kind: 'noAnswer' }, 2);
    const { tracker } = track(server, 'online');
    const folders = [1, 2, 3].map(() => recorded.copy());
    const synced = folders.map(folder => tracker.sync(folder));
    await server.until(() => server.waitingFaults === 0);
    assert.equal(server.requests.length, 2);
    await tracker.dispose();
    assert.deepEqual(
      (await Promise.all(synced)).map(({ reason }) => reason),
      ['it was interrupted.', 'it was interrupted.', 'it was interrupted.'],
    );
    assert.equal(server.requests.length, 2);
  });

  it('goes on with a run that was sent and then resumed', async () => {
    const server = await startServer();
    const { tracker } = track(server, 'online');
    const run = new Rerun(recorded.copy());
    const record = recordsIn(tracker, run.folder);
    run.until('epochEnded', record);
    await tracker.ended(run.folder);
    await tracker.settle();
    assert.deepEqual([tracker.stateOf(run.folder)?.sync.status, runAt(server).exitCode], ['synced', 1]);
    run.say({ type: 'runResumed', time: new Date().toISOString(), epoch: 1 }, record);
    run.until('runEnded', record);
    await tracker.ended(run.folder);
    await tracker.settle();
    assert.deepEqual([tracker.stateOf(run.folder)?.sync.status, runAt(server).exitCode], ['synced', 0]);
    assert.deepEqual(server.breaches, []);
    const steps = (runAt(server).history as Record<string, unknown>[]).map(row => [row['_step'], row['epoch']]);
    assert.deepEqual(steps, [
      [0, 1],
      [1, 2],
      [2, undefined],
    ]);
  });

  it('shows after a crash that an upload was broken off, and what other processes write', async () => {
    const server = await startServer();
    const { tracker: before } = track(server, 'online');
    const folder = recorded.copy();
    await before.sync(folder);
    const tracking = (await readTracking(folder))!;
    const file = path.join(folder, 'wandb', 'tracking.json');
    writeFileSync(file, JSON.stringify({ ...tracking, sync: { ...tracking.sync, status: 'syncing' } }));
    const { tracker } = track(server, 'online');
    assert.equal(tracker.stateOf(folder), undefined);
    await tracker.read([folder, path.join(folder, 'none')]);
    assert.deepEqual([tracker.stateOf(folder)?.sync.status, tracker.stateOf(folder)?.sync.reason], ['queued', 'it was interrupted.']);
    writeFileSync(file, JSON.stringify(tracking));
    await tracker.read([folder]);
    assert.deepEqual(tracker.stateOf(folder), tracking);
  });

  it('leaves alone what another process trains', async () => {
    const server = await startServer();
    const folder = recorded.copy();
    const { tracker: there } = track(server, 'online', { credential: () => Promise.resolve(undefined) });
    await there.sync(folder);
    await there.dispose();
    const { tracker } = track(server, 'online');
    await tracker.read([folder]);
    const ownership = await takeOwnership(folder);
    tracker.resume();
    await tracker.settle();
    const { status, reason } = await tracker.sync(folder);
    assert.deepEqual([status, reason], ['queued', 'another window or process is training it: sync it when it has ended.']);
    assert.deepEqual(server.requests, []);
    await ownership.release();
    tracker.resume();
    await tracker.settle();
    assert.equal(tracker.stateOf(folder)?.sync.status, 'synced');
  });

  it('says once that a record cannot be written, and leaves the run alone', async () => {
    const server = await startServer();
    const { tracker, troubles } = track(server, 'online');
    const run = new Rerun(recorded.copy());
    writeFileSync(path.join(run.folder, 'wandb'), 'a file where a folder should be');
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    await tracker.settle();
    const { status, reason } = tracker.stateOf(run.folder)!.sync;
    assert.equal(status, 'failed');
    assert.match(reason ?? '', /its record cannot be written: .*wandb: this is a file; expected a folder/);
    assert.equal(troubles.filter(line => line.includes('cannot be written')).length, 1);
    assert.deepEqual(server.requests, []);
  });

  it('says nothing of its own where the folder is gone before whoever trains it has seen that', async () => {
    const server = await startServer();
    const { tracker, troubles } = track(server, 'offline');
    const run = new Rerun(recorded.copy());
    run.until('epochEnded', recordsIn(tracker, run.folder));
    rmSync(run.folder, { recursive: true });
    // Its record is closed, as by an event that comes then.
    await tracker.ended(run.folder);
    await tracker.lost(run.folder);
    assert.deepEqual([troubles, server.requests], [[], []]);
  });

  it('does not make a folder again that was deleted meanwhile', async () => {
    const server = await startServer();
    const { tracker } = track(server, 'online');
    const folder = recorded.copy();
    server.failNext('CreateArtifact', { kind: 'noAnswer' });
    const synced = tracker.sync(folder);
    await server.until(() => server.waitingFaults === 0);
    rmSync(folder, { recursive: true });
    await tracker.dispose();
    await synced;
    assert.ok(!existsSync(folder));
  });

  it('leaves the key nowhere', async () => {
    const server = await startServer();
    const credential = (baseUrl: string): Promise<{ key: string; baseUrl: string; source: string }> =>
      Promise.resolve({ key: TOKEN, baseUrl, source: 'WANDB_TOKEN in .env' });
    const { tracker, troubles } = track(server, 'online', { credential });
    const run = new Rerun(recorded.copy());
    run.until('runEnded', recordsIn(tracker, run.folder));
    await tracker.ended(run.folder);
    await tracker.settle();
    server.failNext('UpsertBucket', { kind: 'status', status: 400, headers: { 'X-Said': TOKEN } });
    const said = JSON.stringify([await tracker.sync(run.folder), tracker.stateOf(run.folder), troubles]);
    const basic = Buffer.from(`api:${TOKEN}`).toString('base64');
    assert.equal(troubles.length, 2);
    for (const secret of [TOKEN, basic]) {
      assert.ok(!said.includes(secret));
      const entries = readdirSync(run.folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
      assert.ok(entries.length > 15);
      for (const { parentPath, name } of entries) assert.ok(!readFileSync(path.join(parentPath, name)).includes(secret), name);
    }
    assert.ok(existsSync(runPaths(run.folder).predictions));
  });
});
