import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters } from '../../../../src/contract/parameters';
import { readOverview } from '../../../../src/runFolder/readRun';
import type { EndedRun, RunJob } from '../../../../src/runs/executor';
import { LocalExecutor } from '../../../../src/runs/executors/local';
import { until } from '../../../until';
import { writeRun } from '../../runFolder/writtenRun';
import { temporaryRuns } from '../../trainer/forkTrainer';
import { FakeTrainers } from '../fakeTrainer';

describe('LocalExecutor', () => {
  const runs = temporaryRuns();
  const trainers = new FakeTrainers();
  after(() => trainers.dispose());
  let executor: LocalExecutor;
  let limit: number;
  let ended: EndedRun[];
  afterEach(() => executor.dispose());

  const open = (body: string): void => {
    limit = 2;
    ended = [];
    executor = new LocalExecutor({ trainerFile: trainers.write(body), maxConcurrentRuns: () => limit });
    executor.onEnded(run => ended.push(run));
  };
  const untilEnded = (count: number): Promise<void> =>
    until({ isSo: () => ended.length === count, seen: () => ended, on: look => [executor.onEnded(look)] });
  const idOf = (n: number): string => `20260102-030405-aaa${'abcdef'[n]}`;
  const job = (n: number): RunJob => ({
    type: 'start',
    request: { id: idOf(n), parameters: defaultParameters, folder: path.join(runs, idOf(n)) },
  });
  /** A run of which there is no end. */
  const interrupted = (n: number): RunJob & { type: 'resume' } => {
    const folder = writeRun(runs, { id: idOf(n), events: all => all.slice(0, -1) });
    return { type: 'resume', id: idOf(n), folder };
  };
  const obedient = `onCommand({ stop: () => { ended('stopped'); finish(); } }); ready();`;
  const deaf = 'setInterval(() => undefined, 1e6);';

  it('trains a run that was expected in the process that was started meanwhile, and ends one that none has come for', async () => {
    const pids = path.join(runs, 'pids');
    open(`require('node:fs').appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
      onCommand({ start: () => { ended('completed'); finish(); }, stop: finish }); ready();`);
    const started = (): string[] => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n') : []);
    const isGone = (pid: string): boolean => {
      try {
        return !process.kill(Number(pid), 0);
      } catch {
        return true;
      }
    };
    const expected = executor.expectRun();
    await until({ isSo: () => started().length === 1, seen: started });
    await executor.submit(job(0));
    expected.dispose();
    await untilEnded(1);
    assert.deepEqual([ended[0]?.outcome.status, started().length], ['completed', 1]);

    executor.expectRun().dispose();
    await executor.submit(job(1));
    await untilEnded(2);
    assert.equal(ended[1]?.outcome.status, 'completed');
    const unused = executor.expectRun();
    unused.dispose();
    await executor.dispose();
    await until({ isSo: () => started().every(isGone), seen: started });
  });

  it('expects no run where there is no room for one', async () => {
    open(obedient);
    limit = 0;
    const expected = executor.expectRun();
    expected.dispose();
    await executor.dispose();
    assert.deepEqual(executor.active, []);
  });

  it('has room for as many runs as it may train, less those that it trains or has kept room for', async () => {
    open(obedient);
    assert.equal(executor.capacity, 2);
    void executor.submit(job(0));
    assert.deepEqual([executor.capacity, executor.active.map(({ id }) => id)], [1, [idOf(0)]]);
    const room = executor.reserve();
    assert.deepEqual([executor.capacity, executor.reserve()], [0, undefined]);
    room?.dispose();
    assert.equal(executor.capacity, 1);
    limit = 1;
    assert.equal(executor.capacity, 0);
    await executor.cancel(idOf(0));
    await untilEnded(1);
    assert.equal(executor.capacity, 1);
    await executor.dispose();
    assert.equal(executor.capacity, 0);
  });

  it('counts a run to be resumed before its folder is read, and takes it once', async () => {
    open(`onCommand({ resume: () => { ended('completed'); finish(); } }); ready();`);
    const resumed = interrupted(1);
    const submitted = [executor.submit(resumed), executor.submit(resumed)];
    assert.deepEqual([executor.capacity, executor.active], [1, []]);
    await Promise.all(submitted);
    await untilEnded(1);
    assert.deepEqual(
      ended.map(({ id, outcome }) => [id, outcome]),
      [[idOf(1), { status: 'completed' }]],
    );
    assert.deepEqual([executor.capacity, executor.active], [2, []]);
  });

  it('starts no trainer for a run that is cancelled while its folder is read', async () => {
    open(`process.exit(1);`);
    const resumed = interrupted(2);
    void executor.submit(resumed);
    await executor.cancel(resumed.id);
    assert.equal(ended.length, 1);
    const { outcome } = ended[0]!;
    assert.ok(outcome.status === 'failed' && /Stopped before it started/.test(outcome.reason));
    assert.equal((await readOverview(resumed.folder)).status, 'interrupted');
  });

  it('leaves a run as it is that is stopped before its trainer has it', async () => {
    open(deaf);
    const resumed = interrupted(3);
    await executor.submit(resumed);
    await executor.cancel(resumed.id);
    await untilEnded(1);
    assert.equal(ended[0]?.outcome.status, 'failed');
    assert.equal((await readOverview(resumed.folder)).status, 'interrupted');
  });

  it('tells by the end of a run that its folder cannot be read', async () => {
    open(obedient);
    const resumed = interrupted(4);
    writeFileSync(path.join(resumed.folder, 'events.jsonl'), '%$#\n{}\n{}\n');
    await executor.submit(resumed);
    assert.equal(ended.length, 1);
    const { outcome } = ended[0]!;
    assert.ok(outcome.status === 'failed' && /events\.jsonl, line 1/.test(outcome.reason), JSON.stringify(outcome));
    assert.equal(executor.capacity, 2);
  });

  it('ends a run at once when that is asked for, and tells that it was interrupted', async () => {
    open(deaf);
    void executor.submit(job(5));
    await executor.cancel(idOf(5), 'atOnce');
    await untilEnded(1);
    assert.equal(ended[0]?.outcome.status, 'interrupted');
  });
});
