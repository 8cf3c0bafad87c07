import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { execute, findRun, runsFolder, theExtension, until, untilStatus } from './extension';

/** The command line as a terminal of the editor runs it. */
async function digits(...args: readonly string[]): Promise<void> {
  const cli = path.join(theExtension().extensionPath, 'dist', 'cli.js');
  await promisify(execFile)(process.execPath, [cli, ...args], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
}

const flags = ['--epochs', '3', '--train-samples', '400', '--validation-samples', '100', '--num-filters', '4'];

describe('runs that come from elsewhere', () => {
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'digits-elsewhere-'));
  /** A run folder that the command line has made there. */
  let made: string;
  before('train a run elsewhere', async () => {
    await digits('train', '--runs', elsewhere, ...flags);
    made = readdirSync(elsewhere).find(name => /^\d{8}-/.test(name))!;
  });
  after(() => rmSync(elsewhere, { recursive: true }));

  it('appear while the command line trains them, and end', async () => {
    const ids = (): string[] => readdirSync(runsFolder()).filter(name => /^\d{8}-\d{6}-[a-z2-7]{4}$/.test(name));
    mkdirSync(runsFolder(), { recursive: true });
    const before = new Set(ids());
    const training = digits('train', '--runs', runsFolder(), '--name', 'from the terminal', ...flags, '--epochs', '60');
    const seen = await until(async () => {
      const id = ids().find(one => !before.has(one));
      return id !== undefined && (await findRun(id));
    });
    await training;
    const run = await untilStatus(seen.id, 'completed');
    assert.equal(run.labels.name, 'from the terminal');
    assert.equal(run.summary?.epochs, 60);
  });

  it('appear when their folder is copied in, and go with it', async () => {
    const copy = path.join(runsFolder(), made);
    // As Git and archive programs do it: file by file.
    cpSync(path.join(elsewhere, made), copy, { recursive: true });
    assert.equal((await untilStatus(made, 'completed')).folder, copy);
    await execute('digitsLab.pin', made);
    rmSync(copy, { recursive: true });
    await until(async () => (await findRun(made)) === undefined);
  });

  it('appear when their folder is moved in whole', async () => {
    const folder = path.join(runsFolder(), made);
    const beside = path.join(path.dirname(runsFolder()), 'beside');
    cpSync(path.join(elsewhere, made), beside, { recursive: true });
    renameSync(beside, folder);
    await untilStatus(made, 'completed');
    rmSync(folder, { recursive: true });
    await until(async () => (await findRun(made)) === undefined);
  });

  it('show the labels that another process gives them', async () => {
    const folder = path.join(runsFolder(), made);
    cpSync(path.join(elsewhere, made), folder, { recursive: true });
    await untilStatus(made, 'completed');
    const file = path.join(folder, 'labels.json');
    const labels = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...labels, name: 'renamed elsewhere' }));
    await until(async () => (await findRun(made))?.labels.name === 'renamed elsewhere');
  });
});
