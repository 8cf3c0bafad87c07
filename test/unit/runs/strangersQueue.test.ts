import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Parameters } from '../../../src/contract/parameters';
import { readNotes } from '../../../src/runFolder/artifacts';
import { Lab } from '../../../src/runs/lab';
import type { RememberedRun } from '../../../src/runs/ownRuns';
import type { QueuedRun } from '../../../src/runs/queue';
import { untilLab } from '../../untilLab';
import { fewDigits } from '../data/fewDigits';
import { writeRun } from '../runFolder/writtenRun';
import { quick, runTrainer, startIn, temporaryRuns, trainerFile } from '../trainer/forkTrainer';

/** What stands in the queue of a folder that came from elsewhere. */
describe('a queue that came with a folder', () => {
  const home = temporaryRuns();
  let location: { runsFolder: string; queueFile: string };
  let remembered: readonly RememberedRun[];
  let labs: Lab[];
  let count = 0;
  beforeEach(() => {
    const folder = path.join(home, String(++count));
    mkdirSync(folder, { recursive: true });
    location = { runsFolder: path.join(folder, 'runs'), queueFile: path.join(folder, 'queue.json') };
    remembered = [];
    labs = [];
  });
  afterEach(() => Promise.all(labs.map(lab => lab.dispose())));

  const [first, second] = ['20260101-000000-aaaa', '20260101-000000-bbbb'];
  const parameters: Parameters = { ...quick, dataset: fewDigits(home), epochs: 1 };
  const long = { ...parameters, epochs: 5000 };
  const entry = (id: string, more: Partial<QueuedRun> = {}): QueuedRun => ({
    id,
    parameters,
    labels: {},
    parent: null,
    threads: null,
    engine: null,
    addedAt: '2026-01-01T00:00:00.000Z',
    ...more,
  });
  const write = (runs: readonly QueuedRun[], paused = false): void =>
    writeFileSync(location.queueFile, JSON.stringify({ schemaVersion: 1, paused, runs }));
  const inFile = (): string[] =>
    (JSON.parse(readFileSync(location.queueFile, 'utf8')) as { runs: readonly { id: string }[] }).runs.map(({ id }) => id);
  const open = (): Lab => {
    const memory = { read: () => remembered, write: (runs: readonly RememberedRun[]) => void (remembered = runs) };
    const lab = new Lab({ locations: [location], trainerFile, memory, settings: () => ({ maxConcurrentRuns: 1, threads: 1 }) });
    labs.push(lab);
    return lab;
  };
  const waiting = (lab: Lab): [string, boolean][] => lab.queued.map(({ id, isAsked }) => [id, isAsked]);
  const isThere = (id: string): boolean => existsSync(path.join(location.runsFolder, id));
  /** Until what was asked for before has begun and ended: what else could begin has had its turn. */
  const untilTrained = async (lab: Lab): Promise<string> => {
    const id = await lab.train({ parameters });
    await untilLab(lab, () => lab.find(id)?.status === 'completed');
    await lab.refresh();
    return id;
  };

  it('trains nothing by being opened, nor after a run of this user’s', async () => {
    write([entry(first)]);
    const lab = open();
    await lab.refresh();
    assert.deepEqual(waiting(lab), [[first, false]]);
    assert.deepEqual(lab.active, []);
    await untilTrained(lab);
    assert.deepEqual(waiting(lab), [[first, false]]);
    assert.ok(!isThere(first));
    assert.deepEqual(inFile(), [first]);
  });

  it('trains a run once, when it is asked for', async () => {
    write([entry(first), entry(second)]);
    const lab = open();
    await lab.refresh();
    await lab.startQueued([first]);
    await untilLab(lab, () => lab.find(first)?.status === 'completed');
    assert.deepEqual(waiting(lab), [[second, false]]);
    await lab.delete(first);
    // As a checkout brings the file back.
    write([entry(first), entry(second)]);
    await lab.refresh();
    await untilTrained(lab);
    assert.deepEqual(waiting(lab), [
      [first, false],
      [second, false],
    ]);
    assert.ok(!isThere(first));
  });

  it('holds up none of this user’s runs that wait behind it', async () => {
    write([entry(first)]);
    const lab = open();
    await lab.refresh();
    const begun = await lab.train({ parameters });
    const behind = await lab.train({ parameters: { ...parameters, seed: 2 } });
    assert.deepEqual(waiting(lab), [
      [first, false],
      [behind, true],
    ]);
    await untilLab(lab, () => lab.find(behind)?.status === 'completed');
    assert.equal(lab.find(begun)?.status, 'completed');
    assert.deepEqual(inFile(), [first]);
  });

  for (const [what, more] of [
    ['parameters', { parameters: { ...parameters, dataset: '/somewhere/else' } }],
    ['threads', { threads: 64 }],
    ['name', { labels: { name: 'another' } }],
    ['notes', { notes: 'others' }],
    ['parent', { parent: second }],
    ['design', { design: 'another' }],
  ] as const) {
    it(`cannot put other ${what} in the place of what was asked for`, async () => {
      write([entry(first)]);
      const lab = open();
      await lab.refresh();
      const begun = await lab.train({ parameters: long });
      await lab.startQueued([first]);
      assert.deepEqual(waiting(lab), [[first, true]]);
      write([entry(first, more)]);
      await lab.refresh();
      assert.deepEqual(waiting(lab), [[first, false]]);
      await lab.stop(begun);
      await untilTrained(lab);
      assert.deepEqual(waiting(lab), [[first, false]]);
      assert.ok(!isThere(first));
    });
  }

  it('takes nothing over that another window asked for elsewhere', async () => {
    const lab = open();
    await lab.refresh();
    await lab.train({ parameters: long });
    const id = await lab.train({ parameters });
    const { parameters: asked } = lab.queued[0]!;
    await lab.dispose();
    const copy = path.join(home, String(++count));
    mkdirSync(copy);
    location = { runsFolder: path.join(copy, 'runs'), queueFile: path.join(copy, 'queue.json') };
    remembered = [];
    write([entry(id, { parameters: asked })]);
    const other = open();
    await other.refresh();
    assert.deepEqual(waiting(other), [[id, false]]);
    assert.deepEqual(other.active, []);
  });

  it('is not what waits of this user’s own, which goes on after a new start', async () => {
    const lab = open();
    await lab.refresh();
    await lab.train({ parameters: long });
    const labels = { name: 'waits', tags: ['a'] };
    const id = await lab.train({ parameters, labels, notes: '# Why', parent: second, threads: 2, engine: 'auto' });
    await lab.dispose();
    remembered = [];
    const next = open();
    await next.refresh();
    await untilLab(next, () => next.find(id)?.status === 'completed');
    assert.deepEqual(inFile(), []);
    const { folder, labels: kept } = next.find(id)!;
    assert.deepEqual([kept.name, kept.tags, await readNotes(folder)], ['waits', ['a'], '# Why']);
  });

  it('can be paused by its file, and started by none', async () => {
    write([entry(first)], true);
    const lab = open();
    await lab.refresh();
    await lab.startQueued([first]);
    assert.equal(lab.isQueuePaused, true);
    assert.deepEqual(lab.active, []);
    write([entry(first), entry(second)], false);
    await lab.refresh();
    await untilLab(lab, () => lab.find(first)?.status === 'completed');
    await untilTrained(lab);
    assert.deepEqual(waiting(lab), [[second, false]]);
  });

  describe('that names a run of the folder', () => {
    const interrupt = (id: string): Promise<unknown> =>
      runTrainer(startIn(path.join(location.runsFolder, id), long), ({ type }, child) => {
        if (type === 'epochEnded') child.kill('SIGKILL');
      });

    it('does not go on with it', async () => {
      await interrupt(first);
      write([entry(first, { parameters: long })]);
      const lab = open();
      await lab.refresh();
      assert.equal(lab.find(first)?.status, 'interrupted');
      assert.deepEqual(lab.active, []);
      await lab.startQueued([first]);
      await untilLab(lab, () => lab.find(first)?.status === 'running');
    });

    it('goes on with none whose parameters are others than the queue shows', async () => {
      writeRun(location.runsFolder, { id: first, parameters: { ...long, seed: 7 }, events: all => all.slice(0, -1) });
      write([entry(first, { parameters: long })]);
      const lab = open();
      await lab.refresh();
      await assert.rejects(lab.startQueued([first]), /aaaa is a run already, with other parameters/);
      await untilTrained(lab);
      assert.equal(lab.find(first)?.status, 'interrupted');
    });

    it('gives way when a person goes on with that run', async () => {
      await interrupt(first);
      write([entry(first, { parameters: long, threads: 2 })]);
      const lab = open();
      await lab.refresh();
      await lab.resume(first);
      await untilLab(lab, () => lab.find(first)?.status === 'running');
      assert.deepEqual(inFile(), []);
    });
  });
});
