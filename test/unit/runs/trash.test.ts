import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Lab } from '../../../src/runs/lab';
import { forgetfulTrash, KEPT_MS, type TrashMemory } from '../../../src/runs/trash';
import { until } from '../../until';
import { writeRun } from '../runFolder/writtenRun';

describe('the runs that a window deletes', () => {
  let base: string;
  let runsFolder: string;
  let memory: TrashMemory;
  let labs: Lab[];
  const id = '20260102-030405-abcd';
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-deleted-'));
    runsFolder = path.join(base, '.digits', 'runs');
    memory = forgetfulTrash();
    labs = [];
    trouble = [];
  });
  afterEach(async () => {
    await Promise.all(labs.map(lab => lab.dispose()));
    rmSync(base, { recursive: true });
  });
  let trouble: string[];
  const open = async (mayDelete = true): Promise<Lab> => {
    const lab = new Lab({
      locations: [{ runsFolder, queueFile: path.join(base, '.digits', 'queue.json') }],
      trainerFile: 'none',
      memory: { read: () => [], write: () => undefined },
      trashMemory: memory,
      stateFolder: path.join(base, 'state'),
      settings: () => ({ maxConcurrentRuns: 0 }),
      mayDelete: () => mayDelete,
    });
    labs.push(lab);
    lab.onTrouble(({ message }) => trouble.push(message));
    await lab.refresh();
    return lab;
  };
  const inTrash = (): string[] => readdirSync(path.join(base, '.digits', 'trash')).filter(name => name !== '.gitignore');
  const asIfDeletedBefore = (ms: number): void =>
    memory.write(memory.read().map(run => ({ ...run, deletedAt: new Date(Date.now() - ms).toISOString() })));

  it('come back by the way that is given, once', async () => {
    const folder = writeRun(runsFolder, { id, labels: { name: 'first' } });
    const lab = await open();
    const restore = await lab.moveToTrash(id, 'first');
    assert.deepEqual([lab.find(id), existsSync(folder)], [undefined, false]);
    assert.deepEqual(
      lab.trashed.map(({ id: one, label }) => [one, label]),
      [[id, 'first']],
    );
    await restore!();
    assert.equal(lab.find(id)?.labels.name, 'first');
    assert.deepEqual([lab.trashed, memory.read()], [[], []]);
    await restore!();
    assert.equal(await lab.moveToTrash('20260102-030405-zzzz', ''), undefined);
  });

  it('can be brought back by the window that follows', async () => {
    writeRun(runsFolder, { id });
    await (await open()).moveToTrash(id, 'first');
    const next = await open();
    assert.equal(next.trashed.length, 1);
    await next.restore(next.trashed[0]!);
    assert.ok(next.find(id));
  });

  it('are removed for good after seven days, and others never', async () => {
    writeRun(runsFolder, { id });
    writeRun(runsFolder, { id: '20260102-030405-bbbb' });
    const lab = await open();
    await lab.moveToTrash(id, '');
    writeRun(path.join(base, '.digits', 'trash'), { id: '20260102-030405-cccc.01234567' });
    asIfDeletedBefore(KEPT_MS - 60_000);
    await open();
    assert.equal(inTrash().length, 2);
    asIfDeletedBefore(KEPT_MS + 60_000);
    const next = await open();
    assert.deepEqual(next.trashed, [], 'what is over is not offered');
    await until({ isSo: () => inTrash().length === 1 && memory.read().length === 0, seen: inTrash });
    assert.deepEqual(inTrash(), ['20260102-030405-cccc.01234567']);
    assert.ok(next.find('20260102-030405-bbbb'));
  });

  it('stay in a folder that is not trusted, and behind a link', async () => {
    writeRun(runsFolder, { id });
    await (await open()).moveToTrash(id, '');
    asIfDeletedBefore(KEPT_MS + 60_000);
    await (await open(false)).dispose();
    assert.equal(inTrash().length, 1);
    const trash = path.join(base, '.digits', 'trash');
    const elsewhere = mkdtempSync(path.join(base, 'elsewhere-'));
    const [entry] = inTrash();
    writeRun(elsewhere, { id: entry! });
    rmSync(trash, { recursive: true });
    symlinkSync(elsewhere, trash, 'junction');
    await open();
    await until({ isSo: () => trouble.length > 0, seen: () => trouble });
    assert.match(trouble[0]!, /trash: this is a link/);
    assert.deepEqual(readdirSync(elsewhere), [entry]);
  });
});
