import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeCommandShims } from '../../../src/ui/commandShim';

describe('the command `digits` of the terminals', () => {
  const isWindows = process.platform === 'win32';
  let home: string;
  beforeEach(() => {
    // Characters that a shell takes for its own.
    home = mkdtempSync(path.join(os.tmpdir(), `digits it's $HOME & so-`));
  });
  afterEach(() => rmSync(home, { recursive: true }));
  const run = (...args: readonly string[]): { status: number | null; stdout: string } => {
    const env = { ...process.env, PATH: `${path.join(home, 'bin')}${path.delimiter}${process.env['PATH']}` };
    if (isWindows) return spawnSync('digits.cmd', args, { env, encoding: 'utf8', shell: true });
    return spawnSync('digits', args, { env, encoding: 'utf8' });
  };

  it('passes its arguments and the exit code on, as Node', async () => {
    const program = path.join(home, 'program.cjs');
    const said = '{ args: process.argv.slice(2), asNode: process.env.ELECTRON_RUN_AS_NODE, shim: process.env.DIGITS_SHIM }';
    writeFileSync(program, `console.log(JSON.stringify(${said})); process.exitCode = 7;`);
    await writeCommandShims(path.join(home, 'bin'), process.execPath, program);
    const args = isWindows ? ['train', '--name', 'two'] : ['train', '--name', 'two words', '', `it's "so"`, '$HOME', '*'];
    const { status, stdout } = run(...args);
    // On Windows there is no cluster whose scripts would name it.
    assert.deepEqual(JSON.parse(stdout), { args, asNode: '1', ...(!isWindows && { shim: path.join(home, 'bin', 'digits') }) });
    assert.equal(status, 7);
  });

  it('runs the command line, from a runtime whose path has such characters too', async function () {
    if (isWindows) this.skip();
    const runtime = path.join(home, 'the runtime');
    symlinkSync(process.execPath, runtime);
    await writeCommandShims(path.join(home, 'bin'), runtime, path.resolve('dist', 'cli.js'));
    const { status, stdout } = run('list', '--json', '--runs', path.join(home, 'runs'));
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), []);
  });

  it('is written over by a newer one', async () => {
    for (const word of ['old', 'new']) {
      const program = path.join(home, `${word}.cjs`);
      writeFileSync(program, `console.log(${JSON.stringify(word)})`);
      await writeCommandShims(path.join(home, 'bin'), process.execPath, program);
    }
    assert.equal(run().stdout.trim(), 'new');
  });
});
