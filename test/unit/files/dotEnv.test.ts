import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readDotEnv } from '../../../src/files/dotEnv';

describe('.env', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-dotenv-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, '.env');
  const read = (text: string): object => {
    writeFileSync(file, text);
    return { ...readDotEnv(folder) };
  };

  it('is names and values, with or without quotes, comments and export', () => {
    const text = ['# a comment', 'A=1', 'export B = two words # said', "C='#3'", 'D="4 # 4"', 'E=', '', 'no assignment'].join('\n');
    assert.deepEqual(read(text), { A: '1', B: 'two words', C: '#3', D: '4 # 4', E: '' });
  });

  it('may have the line ends of Windows and a byte order mark', () => {
    assert.deepEqual(read('\uFEFFA=1\r\nB="2"\r\n'), { A: '1', B: '2' });
  });

  it('is never run, and leaves the environment as it is', () => {
    const before = { ...process.env };
    const trace = path.join(folder, 'trace');
    assert.deepEqual(read(`A=$(touch ${trace})\nB=\`touch ${trace}\`\nPATH=/nowhere`)['A' as never], `$(touch ${trace})`);
    assert.equal(existsSync(trace), false);
    assert.deepEqual({ ...process.env }, before);
  });

  it('need not be there, and a virtual environment of that name is none', () => {
    assert.equal(readDotEnv(path.join(folder, 'nowhere')), undefined);
    const environment = path.join(folder, 'python', '.env');
    mkdirSync(environment, { recursive: true });
    assert.equal(readDotEnv(path.dirname(environment)), undefined);
  });

  it('may lie in a folder that a link leads to, for that is where a person is', function () {
    if (process.platform === 'win32') this.skip();
    writeFileSync(file, 'A=1');
    symlinkSync(folder, path.join(folder, 'link'));
    assert.deepEqual({ ...readDotEnv(path.join(folder, 'link')) }, { A: '1' });
  });

  for (const [what, make] of [
    ['a link to another file', (at: string): void => symlinkSync(file, at)],
    ['a link to a device that never ends', (at: string): void => symlinkSync('/dev/zero', at)],
    ['a pipe that no process writes to', (at: string): void => void execFileSync('mkfifo', [at])],
    ['longer than any', (at: string): void => writeFileSync(at, `A=${'x'.repeat(1_000_001)}`)],
  ] as const) {
    it(`is not read if it is ${what}`, function () {
      if (process.platform === 'win32') this.skip();
      writeFileSync(file, 'A=1');
      const other = mkdtempSync(path.join(folder, 'other-'));
      make(path.join(other, '.env'));
      assert.throws(() => readDotEnv(other), { name: 'FileError', message: /\.env: this (is|file is) / });
    });
  }

  it('that cannot be read is named', function () {
    // Nothing is closed to the superuser.
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    writeFileSync(file, 'A=1');
    chmodSync(file, 0);
    assert.throws(() => readDotEnv(folder), /\.env: cannot be read: .*EACCES/);
  });
});
