import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

describe('npm start', () => {
  const start = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, ['scripts/start.mjs', ...args], { encoding: 'utf8' });

  it('says how it is used', () => {
    const { status, stdout, stderr } = start('--help');
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /npm start -- FOLDER[^]*--browser[^]*--terminal/);
  });

  it('refuses what it does not know in one line', () => {
    const { status, stdout, stderr } = start('--nothing');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^npm start: Unknown option '--nothing'\. See npm start -- --help\.\n$/);
  });
});
