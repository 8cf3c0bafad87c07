import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { defaultParameters } from '../../../src/contract/parameters';
import { STALE_MS, thisProcess } from '../../../src/runFolder/owner';
import { LOCK_MS, withFileLock } from '../../../src/runFolder/fileLock';
import { Queue, type QueuedRun } from '../../../src/runs/queue';
import { gone, messageFrom } from '../../processes';
import { untilReads } from '../../until';
import { temporaryRuns } from '../trainer/forkTrainer';
import type { QueueWork } from './queueProcess';

const idOf = (i: number): string => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return `20260102-030405-${letters[Math.floor(i / 676) % 26]}${letters[Math.floor(i / 26) % 26]}${letters[i % 26]}a`;
};
const runOf = (id: string): QueuedRun => ({
  id,
  parameters: defaultParameters,
  labels: {},
  parent: null,
  threads: null,
  engine: null,
  addedAt: '2026-01-02T03:04:05.000Z',
});

describe('Queue', () => {
  const home = temporaryRuns();
  let count = 0;
  let file: string;
  let queue: Queue;
  beforeEach(() => {
    file = path.join(home, String(++count), 'queue.json');
    queue = new Queue(file);
  });
  const ids = (): string[] => queue.runs.map(({ id }) => id);

  it('is empty while there is no file, and makes none to say so', async () => {
    await queue.refresh();
    assert.equal(await queue.dequeue(() => true), undefined);
    await queue.remove([idOf(0)]);
    await queue.setPaused(false);
    assert.ok(!existsSync(path.dirname(file)));
  });

  it('writes nothing where nothing would be different, not even a lock', async () => {
    await queue.add(runOf(idOf(0)), runOf(idOf(1)));
    const before = statSync(path.dirname(file), { bigint: true }).mtimeNs;
    await queue.move(idOf(0), -1);
    await queue.move(idOf(1), 1);
    await queue.remove([idOf(2)]);
    await queue.setPaused(false);
    assert.equal(statSync(path.dirname(file), { bigint: true }).mtimeNs, before);
  });

  it('gives out in order what was put in, and what another instance put in', async () => {
    await queue.add(runOf(idOf(0)), runOf(idOf(1)));
    const other = new Queue(file);
    await other.add(runOf(idOf(2)));
    const taken = [
      await queue.dequeue(() => true),
      await other.dequeue(() => true),
      await queue.dequeue(() => true),
      await other.dequeue(() => true),
    ];
    assert.deepEqual(
      taken.map(run => run?.id),
      [idOf(0), idOf(1), idOf(2), undefined],
    );
  });

  it('moves a run by places, not beyond the ends, by what the file says now', async () => {
    await queue.add(...[0, 1, 2, 3].map(i => runOf(idOf(i))));
    const other = new Queue(file);
    await other.dequeue(() => true);
    await queue.move(idOf(3), -1);
    assert.deepEqual(ids(), [1, 3, 2].map(idOf));
    await queue.move(idOf(3), -9);
    assert.deepEqual(ids(), [3, 1, 2].map(idOf));
    await queue.move(idOf(3), 9);
    assert.deepEqual(ids(), [1, 2, 3].map(idOf));
    await queue.move(idOf(0), 1);
    assert.deepEqual(ids(), [1, 2, 3].map(idOf));
  });

  it('gives nothing out while it is paused, which others see', async () => {
    await queue.add(runOf(idOf(0)));
    await queue.setPaused(true);
    const other = new Queue(file);
    assert.equal(await other.dequeue(() => true), undefined);
    assert.ok(other.isPaused);
    await other.setPaused(false);
    assert.equal((await queue.dequeue(() => true))?.id, idOf(0));
  });

  it('keeps everything of a run', async () => {
    const run: QueuedRun = { ...runOf(idOf(0)), labels: { name: 'x', tags: ['a'] }, parent: idOf(1), threads: 3 };
    await queue.add(run);
    assert.deepEqual(await new Queue(file).dequeue(() => true), run);
  });

  it('tells its listeners of changes, and only of those', async () => {
    let told = 0;
    queue.onChanged(() => told++);
    await queue.refresh();
    await queue.add(runOf(idOf(0)));
    await queue.refresh();
    await queue.move(idOf(0), 1);
    assert.equal(told, 1);
  });

  for (const [what, text, message] of [
    ['no JSON', '{', /this is no queue.*Mend the file or delete it/],
    ['another version', '{"schemaVersion":2,"runs":[]}', /schemaVersion: found 2; expected 1\./],
    ['no list', '{"schemaVersion":1}', /runs: it is missing; expected a list\./],
    ['no id', '{"schemaVersion":1,"runs":[{"id":"../x"}]}', /runs\[0\]\.id: found "\.\.\/x"; expected a run id/],
    ['bad parameters', `{"schemaVersion":1,"runs":[{"id":"${idOf(0)}","parameters":{"epochs":0}}]}`, /epochs/],
  ] as const) {
    it(`refuses a file with ${what}, keeps it and what it knew`, async () => {
      await queue.add(runOf(idOf(5)));
      writeFileSync(file, text);
      await assert.rejects(queue.refresh(), message);
      await assert.rejects(queue.add(runOf(idOf(6))), message);
      assert.deepEqual(ids(), [idOf(5)]);
      assert.equal(readFileSync(file, 'utf8'), text);
      assert.ok(!existsSync(`${file}.lock`));
    });
  }

  describe('that several processes work on', () => {
    let script: string;
    before(() => {
      script = path.join(home, 'queueProcess.cjs');
      buildSync({ entryPoints: ['test/unit/runs/queueProcess.ts'], bundle: true, platform: 'node', outfile: script });
    });
    /** Processes that begin at the same moment; gives what each of them took. */
    const workAtOnce = async (all: readonly QueueWork[]): Promise<Promise<string[]>[]> => {
      const children = all.map(() => fork(script, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
      await Promise.all(children.map(messageFrom));
      return children.map(async (child, i) => {
        const said = messageFrom(child) as Promise<string[]>;
        child.send(all[i]!);
        const [taken] = await Promise.all([said, gone(child, () => 'a process that works on the queue')]);
        return taken;
      });
    };

    it('loses nothing that two add at once', async () => {
      const sets = [0, 1, 2].map(set => Array.from({ length: 12 }, (_, i) => idOf(set * 100 + i)));
      await Promise.all(await workAtOnce(sets.map(add => ({ file, add, parameters: defaultParameters }))));
      await queue.refresh();
      assert.deepEqual(ids().toSorted(), sets.flat().toSorted());
      // Each one's own are in their order.
      for (const set of sets)
        assert.deepEqual(
          ids().filter(id => set.includes(id)),
          set,
        );
    });

    it('gives each run to one of them', async () => {
      const all = Array.from({ length: 30 }, (_, i) => idOf(i));
      await queue.add(...all.map(runOf));
      const takers = await workAtOnce([1, 2].map(() => ({ file, take: true })));
      await untilReads('what waits', () => queue.refresh().then(ids), []);
      await queue.setPaused(true);
      const taken = (await Promise.all(takers)).flat();
      assert.deepEqual(taken.toSorted(), all);
    });
  });
});

describe('a file lock', () => {
  const home = temporaryRuns();
  const file = path.join(home, 'shared.json');
  const lock = `${file}.lock`;
  afterEach(() => rmSync(lock, { force: true }));

  it('lets one in at a time, in this process too, and is gone afterwards, also after an error', async () => {
    let inside = 0;
    const work = (fails: boolean) => async (): Promise<void> => {
      assert.equal(++inside, 1);
      await stat(home);
      inside--;
      if (fails) throw new Error('no luck');
    };
    const outcomes = await Promise.allSettled([0, 1, 2, 3].map(i => withFileLock(file, work(i % 2 === 1))));
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    assert.ok(!existsSync(lock));
  });

  it('is taken over from a process that is gone, by one of several', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (let round = 0; round < 10; round++) {
      writeFileSync(lock, JSON.stringify({ ...thisProcess(), pid, processStart: '1' }));
      let inside = 0;
      const work = async (): Promise<void> => {
        assert.equal(++inside, 1);
        await stat(home);
        inside--;
      };
      await Promise.all([1, 2, 3, 4].map(() => withFileLock(file, work)));
    }
  });

  it('without content is waited for until it is old', async () => {
    writeFileSync(lock, '');
    const old = Date.now() / 1000 - STALE_MS / 1000 - 5;
    utimesSync(lock, old, old);
    assert.equal(await withFileLock(file, () => Promise.resolve('in')), 'in');
  });

  it('that a living process does not give up is an error that names it and the file', async () => {
    writeFileSync(lock, JSON.stringify(thisProcess()));
    const clock = { after: (_: number, callback: () => void) => (queueMicrotask(callback), () => undefined) };
    await assert.rejects(
      withFileLock(file, () => Promise.resolve(), clock),
      new RegExp(`process ${process.pid} on .* for ${LOCK_MS / 1000} s.*delete .*shared\\.json\\.lock`),
    );
  });
});
