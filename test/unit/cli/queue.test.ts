import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defaultParameters } from '../../../src/contract/parameters';
import { thisProcess } from '../../../src/runFolder/owner';
import type { FailedRun, QueuedRun, QueueFile } from '../../../src/runs/queueState';
import { writeRun } from '../runFolder/writtenRun';
import { assertDocumented } from './documentedFields';
import { digits } from './testCli';

describe('digits queue', () => {
  let folder: string;
  let file: string;
  const [one, two, three] = ['20260101-000001-aaaa', '20260101-000002-aaaa', '20260101-000003-aaaa'] as const;
  const runOf = (id: string, seed: number, more: Partial<QueuedRun> = {}): QueuedRun => ({
    id,
    parameters: { ...defaultParameters, seed },
    labels: {},
    parent: null,
    threads: null,
    engine: null,
    addedAt: '2026-01-01T00:00:00.000Z',
    ...more,
  });
  const write = (more: Partial<QueueFile> = {}): void => {
    const runs = [runOf(one, 1), runOf(two, 2, { design: 'comparisons/20260101-000000-aaaa' }), runOf(three, 3, { isRetry: true })];
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, paused: false, runs, ...more }));
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-queue-'));
    mkdirSync(path.join(folder, '.digits', 'runs'), { recursive: true });
    file = path.join(folder, '.digits', 'queue.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const call = (...args: string[]): ReturnType<typeof digits> => digits(['queue', ...args], { cwd: folder });
  const inFile = (): QueueFile => JSON.parse(readFileSync(file, 'utf8')) as QueueFile;
  const order = (): string[] => inFile().runs.map(({ id }) => id);

  it('says where nothing waits', async () => {
    const { out, exitCode } = await call();
    assert.equal(exitCode, 0);
    assert.match(out, /^Nothing is at work and nothing waits\. .*queue\.json\n$/);
  });

  it('shows what is at work, what waits and what has failed', async () => {
    const running = '20260101-000000-aaaa';
    const place = writeRun(path.join(folder, '.digits', 'runs'), { id: running, events: all => all.slice(0, 4) });
    writeFileSync(path.join(place, 'owner.json'), JSON.stringify(thisProcess()));
    const failed: FailedRun = { ...runOf('20260101-000004-aaaa', 4), reason: 'The disk is full. Make room.', mayRetry: true };
    write({ failed: [failed] });
    const { out } = await call();
    const lines = out.trimEnd().split('\n');
    assert.match(lines[0]!, new RegExp(`^▸ +${running} .*epoch \\d of 2`));
    assert.match(lines[1]!, new RegExp(`^1 +${one} +seed 1 +not started by you$`));
    assert.match(lines[2]!, new RegExp(`^2 +${two} +seed 2 +not started by you · comparisons/20260101-000000-aaaa$`));
    assert.match(lines[3]!, new RegExp(`^3 +${three} +seed 3 +not started by you · second try$`));
    assert.match(lines[4]!, /^× +20260101-000004-aaaa +seed 4 +failed: The disk is full · can be retried$/);
    assert.equal(lines[5], '1 at work · 3 not started by you · 1 failed');
  });

  it('reads nothing of what is at work where it only orders what waits', async () => {
    const id = '20260101-000000-aaaa';
    const place = writeRun(path.join(folder, '.digits', 'runs'), { id, events: all => all.slice(0, 4) });
    writeFileSync(path.join(place, 'owner.json'), JSON.stringify(thisProcess()));
    const events = path.join(place, 'events.jsonl');
    writeFileSync(events, `{ no event }\n${readFileSync(events, 'utf8')}`);
    write();
    const { exitCode, err } = await call('pause');
    assert.equal(exitCode, 0, err);
    assert.notEqual((await call()).exitCode, 0);
  });

  it('writes it as JSON as it is documented', async () => {
    write();
    const { out } = await call('--json');
    const value = JSON.parse(out) as { waiting: { id: string; place: number; isAsked: boolean }[] };
    assertDocumented('queue', value);
    for (const run of value.waiting) assertDocumented('queue', run);
    assert.deepEqual(
      value.waiting.map(({ id, place, isAsked }) => [id, place, isAsked]),
      [
        [one, 1, false],
        [two, 2, false],
        [three, 3, false],
      ],
    );
  });

  it('moves runs to a place', async () => {
    write();
    assert.equal((await call('move', three, '--to', '1')).exitCode, 0);
    assert.deepEqual(order(), [three, one, two]);
    await call('move', three, '--to', '2');
    assert.deepEqual(order(), [one, three, two]);
    await call('move', one, three, '--to', '9');
    assert.deepEqual(order(), [two, one, three]);
  });

  it('takes runs out and puts them back', async () => {
    write();
    const { err } = await call('remove', two, three);
    assert.equal(err, 'Removed 2 runs from the queue; digits queue put-back takes that back.\n');
    assert.deepEqual(order(), [one]);
    assert.equal((await call('put-back')).err, 'Put 2 runs back.\n');
    assert.deepEqual(order(), [one, two, three]);
  });

  it('is paused and goes on', async () => {
    write();
    await call('pause');
    assert.equal(inFile().paused, true);
    await call('continue');
    assert.equal(inFile().paused, false);
  });

  it('lets failed runs wait once more, which are then asked for by this user', async () => {
    const failed: FailedRun = { ...runOf(one, 1), reason: 'The disk is full.', mayRetry: true };
    write({ runs: [], failed: [failed, { ...failed, id: two, mayRetry: false }] });
    assert.equal((await call('retry')).err, '1 failed run waits once more.\n');
    assert.deepEqual(
      inFile().runs.map(({ id, isRetry }) => [id, isRetry]),
      [[one, true]],
    );
    const { out } = await call();
    assert.match(out, /second try · done about .*\n×.*\n1 waiting · .* · 1 failed\n$/);
    const { exitCode, err } = await call('retry');
    assert.equal(exitCode, 2);
    assert.match(err, /none that may be retried/);
    await call('remove', one);
  });

  for (const [what, args, message] of [
    ['an action that there is not', ['stop'], /no such action; expected one of pause, /],
    ['a run that does not wait', ['remove', '2027'], /2027: no such run is there/],
    ['an id that is not whole', ['remove', '2026'], /several ids begin so/],
    ['no place', ['move', one], /move and --to go together/],
    ['no run', ['remove'], /which runs/],
    ['a run where the whole queue is meant', ['pause', one], /takes no id/],
    ['a place before the first', ['move', one, '--to', '0'], /expected a place, 1 for the next/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      write();
      const { exitCode, err, out } = await call(...args);
      assert.deepEqual([exitCode, out], [2, '']);
      assert.match(err, message);
      assert.deepEqual(order(), [one, two, three]);
    });
  }

  it('says what is wrong with a file that is no queue', async () => {
    writeFileSync(file, '{}');
    const { exitCode, err } = await call();
    assert.equal(exitCode, 2);
    assert.match(err, /queue\.json: this is no queue: schemaVersion: it is missing/);
  });
});
