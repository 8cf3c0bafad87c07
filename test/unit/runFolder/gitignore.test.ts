import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setRunsInGit, writeGitignore } from '../../../src/runFolder/gitignore';

describe('.gitignore of the runs', () => {
  let base: string;
  let runs: string;
  let file: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-gitignore-'));
    runs = path.join(base, '.digits', 'runs');
    file = path.join(base, '.digits', '.gitignore');
    mkdirSync(runs, { recursive: true });
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const read = (): string => readFileSync(file, 'utf8');

  it('leaves out what is of no use elsewhere, from the first run on', async () => {
    await writeGitignore(runs);
    for (const line of ['checkpoint/', 'owner.json', 'wandb/', 'queue.json', 'trash/']) assert.ok(read().split('\n').includes(line), line);
    writeFileSync(file, 'mine\n');
    await writeGitignore(runs);
    assert.equal(read(), 'mine\n');
  });

  it('gets one line more if the runs are left out, and loses no other one if they are kept', async () => {
    await setRunsInGit(runs, false);
    assert.match(read(), /^checkpoint\/\n[^]*\n\/runs\/\n$/);
    writeFileSync(file, '# mine\n/runs/ \n*.big');
    await setRunsInGit(runs, true);
    assert.equal(read(), '# mine\n*.big');
    await setRunsInGit(runs, false);
    assert.equal(read(), '# mine\n*.big\n/runs/\n');
  });

  it('is not written where it says so already', async () => {
    await writeGitignore(runs);
    const before = statSync(file, { bigint: true });
    await setRunsInGit(runs, true);
    assert.deepEqual([statSync(file, { bigint: true }).ino, statSync(file, { bigint: true }).mtimeNs], [before.ino, before.mtimeNs]);
  });

  it('stands among the runs where they are kept elsewhere, and names them by their ids', async () => {
    const elsewhere = path.join(base, 'experiments');
    await setRunsInGit(elsewhere, false);
    assert.match(readFileSync(path.join(elsewhere, '.gitignore'), 'utf8'), /\n\/\[0-9\]\*-\[0-9\]\*-\*\/\n$/);
  });

  it('is left alone where it is a link', async () => {
    const outside = path.join(base, 'outside');
    writeFileSync(outside, 'theirs');
    symlinkSync(outside, file);
    await writeGitignore(runs);
    await assert.rejects(setRunsInGit(runs, false), /this is a link/);
    assert.equal(readFileSync(outside, 'utf8'), 'theirs');
    assert.ok(existsSync(file));
  });
});
