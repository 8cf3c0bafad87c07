import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { UserState } from '../../../src/files/userState';
import { BegunUploads } from '../../../src/tracking/begunUploads';
import { SinkRun } from '../../../src/tracking/sinkRun';
import { eachTurn, until } from '../../until';
import { writeRun } from '../runFolder/writtenRun';
import { FakeClock } from '../util/fakeClock';
import { MemorySink, type MemoryAttempt } from './memorySink';

const epochEnded = { type: 'epochEnded' } as TrainerEvent;

describe('a run at a sink', () => {
  let home: string;
  let sink: MemorySink;
  let clock: FakeClock;
  let begun: BegunUploads<string>;
  let limit: LimitFunction;
  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'digits-recording-'));
    sink = new MemorySink();
    clock = new FakeClock();
    begun = new BegunUploads(new UserState(path.join(home, 'state')), sink);
    limit = pLimit(1);
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const newRun = (): { readonly folder: string; readonly run: SinkRun<string> } => {
    const folder = writeRun(home, { id: '20261124-153012-abcd' });
    const nothing = (): void => undefined;
    return { folder, run: new SinkRun(folder, { sink, clock, limit, begun, onChanged: nothing, onTrouble: nothing }) };
  };
  /** The attempt of that number, from 1, when it has begun. */
  const attempt = async (number: number): Promise<MemoryAttempt> => {
    await until({ isSo: () => sink.attempts.length === number, seen: () => sink.attempts.length, on: eachTurn });
    return sink.attempts[number - 1]!;
  };
  const untilLogged = (line: string): Promise<void> =>
    until({ isSo: () => sink.log.includes(line), what: line, seen: () => sink.log, on: eachTurn });

  it('is recorded in the order of its events, and sent from the record that grows', async () => {
    const { run } = newRun();
    run.begin('online', 'there');
    run.record(epochEnded);
    const first = await attempt(1);
    assert.equal(await first.sending.record(), 'record 1');
    await untilLogged('record 1: epochEnded');
    await run.end();
    assert.deepEqual(
      sink.log.filter(line => line.startsWith('record')),
      ['record 1: open', 'record 1: epochEnded', 'record 1: finish'],
    );
    assert.ok(first.nudges >= 2, 'it is told of the event and of the end');
    first.end({ status: 'synced' });
    await run.settled();
    assert.equal(sink.tracking?.sync.status, 'synced');
    assert.equal(sink.attempts.length, 1);
  });

  it('goes on being recorded when it is resumed while its end is still being written', async () => {
    const { run } = newRun();
    let finish: () => void = () => undefined;
    sink.finishing = new Promise(resolve => (finish = resolve));
    run.begin('offline', 'there');
    const ended = run.end();
    run.begin('offline', 'there');
    finish();
    await ended;
    run.record(epochEnded);
    await run.settled();
    assert.deepEqual(sink.log.slice(-3), ['notSynced', 'record 2: open', 'record 2: epochEnded']);
  });

  it('is left alone once another process has it, in the middle of opening its record', async () => {
    const { run } = newRun();
    let open: () => void = () => undefined;
    sink.opening = new Promise(resolve => (open = resolve));
    run.begin('online', 'there');
    run.record(epochEnded);
    await untilLogged('queued');
    const lost = run.lose();
    open();
    await lost;
    assert.deepEqual(sink.log, ['queued', 'record 1: open', 'record 1: dispose']);
    assert.deepEqual(sink.attempts, []);
    assert.equal(run.tracking, undefined);
  });

  it('stands in its folder before its record is asked for', async () => {
    const { run } = newRun();
    const synced = run.sync('there');
    const first = await attempt(1);
    assert.equal(await first.sending.record(), 'record 1');
    assert.deepEqual(sink.log, ['queued', 'record 1: open', 'record 1: finish']);
    first.end({ status: 'synced' });
    assert.equal((await synced).status, 'synced');
  });

  it('is sent by one attempt at a time, and by another one when it is time', async () => {
    const { folder, run } = newRun();
    const [one, other] = [run.sync('there'), run.sync('there')];
    (await attempt(1)).end({ status: 'queued', reason: 'busy', againAfterMs: 60_000 });
    assert.equal((await one).reason, 'busy');
    assert.deepEqual(await other, await one);
    assert.deepEqual(await begun.find(folder), { target: 'there', isWaiting: true });
    clock.advance(59_999);
    await run.settled();
    assert.equal(sink.attempts.length, 1);
    clock.advance(1);
    (await attempt(2)).end({ status: 'synced' });
    await run.settled();
    assert.deepEqual(await begun.find(folder), { target: 'there', isWaiting: false });
    assert.equal(clock.pending, 0);
  });

  it('is not tried again once it is disposed of', async () => {
    const { run } = newRun();
    const synced = run.sync('there');
    (await attempt(1)).end({ status: 'queued', reason: 'busy', againAfterMs: 60_000 });
    await synced;
    assert.equal(clock.pending, 1);
    await run.dispose();
    assert.equal(clock.pending, 0);
    run.resume();
    await run.settled();
    assert.equal(sink.attempts.length, 1);
  });

  it('is trained again at once, though it waits for another run to be sent', async () => {
    void limit(() => new Promise(() => undefined));
    const { run } = newRun();
    const synced = run.sync('there');
    await untilLogged('queued');
    run.begin('offline', 'there');
    await untilLogged('record 1: open');
    await synced;
    await run.settled();
    assert.equal(run.tracking?.sync.status, 'notSynced');
    await run.dispose();
    assert.deepEqual(sink.attempts, []);
  });

  it('is not sent unasked when only its folder says that it waits', async () => {
    const { run } = newRun();
    sink.tracking = { mode: 'online', target: 'there', sync: { status: 'queued', changedAt: '2026-11-24T15:30:12.000Z' } };
    run.resume();
    await run.settled();
    assert.equal(run.tracking?.sync.status, 'queued');
    assert.deepEqual(sink.attempts, []);
  });
});
