import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deleteRun, finishDeletions, folderBytes, removeUnbegun } from '../../../src/runFolder/deleteRun';
import { listRuns } from '../../../src/runFolder/listRuns';
import { STALE_MS, thisProcess } from '../../../src/runFolder/owner';
import { Ledger } from '../../../src/runs/ledger';
import { digits } from '../cli/testCli';
import { writeRun } from './writtenRun';

describe('the deletion of a run', () => {
  let base: string;
  let runs: string;
  const id = '20260102-030405-abcd';
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-delete-'));
    runs = path.join(base, 'runs');
    mkdirSync(path.join(base, 'outside'));
    writeFileSync(path.join(base, 'outside', 'kept'), 'theirs');
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const owned = (folder: string, heartbeat: string): void =>
    writeFileSync(path.join(folder, 'owner.json'), JSON.stringify({ ...thisProcess(), heartbeat }));
  /** A run folder as a deletion leaves it that is killed on the way. */
  const half = (suffix: string, name = id): string => {
    const folder = path.join(runs, `${name}${suffix}`);
    mkdirSync(path.join(folder, 'model'), { recursive: true });
    writeFileSync(path.join(folder, 'model', 'model.onnx'), 'x');
    return folder;
  };
  const kept = (): string => readFileSync(path.join(base, 'outside', 'kept'), 'utf8');

  it('is refused while it is trained, and not for the heartbeat of the year 9999', async () => {
    const folder = writeRun(runs, { id });
    owned(folder, new Date().toISOString());
    await assert.rejects(deleteRun(folder), /20260102-030405-abcd is being trained; stop it first/);
    owned(folder, '9999-01-01T00:00:00.000Z');
    await deleteRun(folder);
    assert.deepEqual(readdirSync(runs), []);
    // Another process may have been faster.
    await deleteRun(folder);
  });

  it('goes on while another one of that run is still there', async () => {
    for (const suffix of ['.deleted', '.deleted-0123abcd']) half(suffix);
    await deleteRun(writeRun(runs, { id }));
    assert.deepEqual(readdirSync(runs).toSorted(), [`${id}.deleted`, `${id}.deleted-0123abcd`]);
    await finishDeletions(runs);
    assert.deepEqual(readdirSync(runs), []);
  });

  it('removes links and not what they lead to', async () => {
    const folder = writeRun(runs, { id });
    symlinkSync(path.join(base, 'outside'), path.join(folder, 'model'), 'junction');
    assert.ok((await folderBytes(folder)) > 0);
    await deleteRun(folder);
    symlinkSync(path.join(base, 'outside'), folder, 'junction');
    assert.equal(await folderBytes(folder), 0);
    await deleteRun(folder);
    assert.deepEqual([readdirSync(runs), kept()], [[], 'theirs']);
  });

  it('that was killed is taken up by the next look, of the ledger and of the command line', async () => {
    half('.deleted');
    half('.deleted-89abcdef');
    await new Ledger(runs).noticeFolders();
    assert.equal(readdirSync(runs).length, 2, 'not where nobody may');
    await new Ledger(runs, () => true).noticeFolders();
    assert.deepEqual(readdirSync(runs), []);
    half('.deleted');
    const { exitCode, err } = await digits(['list', '--runs', runs]);
    assert.deepEqual([exitCode, readdirSync(runs)], [0, []], err);
  });

  it('is never taken up of anything else, nor through a link', async () => {
    const folder = writeRun(runs, { id });
    const others = [`${id}.deleted-`, `${id}.deleted-0123ABCD`, `${id}.deleted.x`, `${id}.old`, 'x.deleted', '.deleted', `${id}x.deleted`];
    for (const name of others) half('', name);
    symlinkSync(path.join(base, 'outside'), path.join(runs, `${id}.deleted`), 'junction');
    writeFileSync(path.join(runs, `${id}.deleted-01234567`), 'a file');
    const before = readdirSync(runs);
    await finishDeletions(runs);
    await finishDeletions(runs, before);
    await finishDeletions(runs, ['../outside', `../${id}.deleted`, `${id}.deleted/../../outside`]);
    assert.deepEqual([readdirSync(runs), kept()], [before, 'theirs']);
    assert.ok(existsSync(path.join(folder, 'config.json')));
    assert.equal((await listRuns(runs)).runs.length, 1);
    await finishDeletions(path.join(base, 'nowhere'));
  });

  it('may be done by several at once', async () => {
    for (let i = 0; i < 20; i++) half(`.deleted-0123abc${i.toString(16).at(-1)!}`);
    await Promise.all([1, 2, 3].map(() => finishDeletions(runs)));
    assert.deepEqual(readdirSync(runs), []);
  });

  it('of what was never begun leaves what was', async () => {
    const begun = writeRun(runs, { id });
    await removeUnbegun(begun);
    assert.ok(existsSync(begun));
    // Something has that name, if not a config.
    rmSync(path.join(begun, 'config.json'));
    symlinkSync(path.join(base, 'nowhere'), path.join(begun, 'config.json'));
    await removeUnbegun(begun);
    assert.ok(existsSync(begun));
    rmSync(path.join(begun, 'config.json'));
    owned(begun, new Date().toISOString());
    await removeUnbegun(begun);
    assert.ok(existsSync(begun), 'its trainer is about to');
    owned(begun, new Date(Date.now() - STALE_MS - 1000).toISOString());
    await removeUnbegun(begun);
    assert.deepEqual(readdirSync(runs), []);
  });
});
