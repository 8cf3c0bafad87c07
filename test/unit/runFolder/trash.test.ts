import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listRuns } from '../../../src/runFolder/listRuns';
import { thisProcess } from '../../../src/runFolder/owner';
import { moveToTrash, removeFromTrash, restoreFromTrash, type TrashEntry } from '../../../src/runFolder/trash';
import { writeRun } from './writtenRun';

describe('the trash', () => {
  let base: string;
  let runs: string;
  let trash: string;
  const id = '20260102-030405-abcd';
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-trash-'));
    runs = path.join(base, '.digits', 'runs');
    trash = path.join(base, '.digits', 'trash');
    mkdirSync(path.join(base, 'outside'));
    writeFileSync(path.join(base, 'outside', 'kept'), 'theirs');
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const move = async (folder: string): Promise<TrashEntry> => (await moveToTrash(folder))!;
  const entries = (folder = trash): string[] => readdirSync(folder).filter(name => name !== '.gitignore');
  const outside = (): string[] => readdirSync(path.join(base, 'outside'));

  it('takes a run, which is not listed then, and gives it back as it was', async () => {
    const folder = writeRun(runs, { id, labels: { name: 'first' } });
    const before = readdirSync(folder);
    const entry = await move(folder);
    assert.deepEqual([entry.id, entry.runsFolder, entries()], [id, runs, [entry.entry]]);
    assert.match(entry.entry, /^20260102-030405-abcd\.[0-9a-f]{8}$/);
    assert.equal(readFileSync(path.join(trash, '.gitignore'), 'utf8'), '*\n');
    for (const place of [runs, trash]) assert.deepEqual(await listRuns(place), { runs: [], broken: [] });
    await restoreFromTrash(entry);
    assert.deepEqual([readdirSync(folder), entries()], [before, []]);
    assert.equal((await listRuns(runs)).runs[0]?.labels.name, 'first');
  });

  it('has room for several runs of one id, and gives back the one that is meant', async () => {
    const first = await move(writeRun(runs, { id, labels: { name: 'first' } }));
    const second = await move(writeRun(runs, { id, labels: { name: 'second' } }));
    assert.equal(entries().length, 2);
    await restoreFromTrash(first);
    assert.equal((await listRuns(runs)).runs[0]?.labels.name, 'first');
    await assert.rejects(restoreFromTrash(second), /there is something of that name again/);
    assert.deepEqual(entries(), [second.entry], 'what is there is not written over');
    await removeFromTrash(second);
    await removeFromTrash(second);
    await assert.rejects(restoreFromTrash({ ...second, id: '20260102-030405-zzzz' }), /is not in the trash any more/);
    assert.deepEqual(entries(), []);
  });

  it('lies among the runs where they are kept elsewhere than in .digits', async () => {
    const elsewhere = path.join(base, 'experiments');
    const entry = await move(writeRun(elsewhere, { id }));
    assert.deepEqual(readdirSync(elsewhere), ['trash']);
    assert.deepEqual(await listRuns(elsewhere), { runs: [], broken: [] });
    await restoreFromTrash(entry);
    assert.equal((await listRuns(elsewhere)).runs.length, 1);
  });

  it('takes no run that is trained, and says nothing of one that is gone', async () => {
    const folder = writeRun(runs, { id });
    writeFileSync(path.join(folder, 'owner.json'), JSON.stringify({ ...thisProcess(), heartbeat: new Date().toISOString() }));
    await assert.rejects(moveToTrash(folder), /20260102-030405-abcd is being trained; stop it first/);
    assert.ok(existsSync(folder));
    assert.equal(await moveToTrash(path.join(runs, '20260102-030405-zzzz')), undefined);
  });

  it('is never a link or a file: nothing is moved there, given back or removed', async () => {
    const folder = writeRun(runs, { id });
    symlinkSync(path.join(base, 'outside'), trash, 'junction');
    await assert.rejects(moveToTrash(folder), /trash: this is a link; expected a file or folder of its own/);
    rmSync(trash);
    writeFileSync(trash, '');
    await assert.rejects(moveToTrash(folder), /trash: this is a file; expected a folder/);
    rmSync(trash);
    const entry = await move(folder);
    // It becomes one later, and what lies behind has the name of what was deleted.
    rmSync(trash, { recursive: true });
    mkdirSync(path.join(base, 'outside', entry.entry));
    symlinkSync(path.join(base, 'outside'), trash, 'junction');
    await assert.rejects(restoreFromTrash(entry), /this is a link/);
    await assert.rejects(removeFromTrash(entry), /this is a link/);
    assert.deepEqual(outside().toSorted(), [entry.entry, 'kept'].toSorted());
    assert.equal(existsSync(folder), false);
  });

  it('removes the folder that it took and no link in its place, nor what links in it lead to', async () => {
    const folder = writeRun(runs, { id });
    symlinkSync(path.join(base, 'outside'), path.join(folder, 'model'), 'junction');
    const entry = await move(folder);
    await removeFromTrash(entry);
    assert.deepEqual([entries(), outside()], [[], ['kept']]);
    symlinkSync(path.join(base, 'outside'), path.join(trash, entry.entry), 'junction');
    await removeFromTrash(entry);
    await assert.rejects(restoreFromTrash(entry), /is not in the trash any more/);
    assert.deepEqual([entries(), outside()], [[entry.entry], ['kept']]);
  });
});
