import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { digits } from './testCli';

describe('the folder of runs', () => {
  let home: string;
  let cwd: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-runs-')));
    cwd = path.join(home, 'cloned');
    mkdirSync(cwd);
    mkdirSync(path.join(home, 'elsewhere'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  for (const [what, make] of [
    ['.digits is', (): void => symlinkSync('../elsewhere', path.join(cwd, '.digits'))],
    [
      '.digits/runs is',
      (): void => (mkdirSync(path.join(cwd, '.digits')), symlinkSync('../../elsewhere', path.join(cwd, '.digits', 'runs'))),
    ],
    ['.digits is, to what is not there yet,', (): void => symlinkSync('../nowhere', path.join(cwd, '.digits'))],
  ] as const)
    it(`is not followed out of the current folder where ${what} a link`, async () => {
      make();
      for (const args of [['list'], ['train', '--epochs', '1'], ['sync']]) {
        const { exitCode, err } = await digits(args, { cwd });
        assert.deepEqual([args, exitCode], [args, 2]);
        assert.match(err, /link.*If that is meant, say so with --runs/s);
      }
      assert.deepEqual(readdirSync(home).toSorted(), ['cloned', 'elsewhere']);
      assert.deepEqual(readdirSync(path.join(home, 'elsewhere')), []);
    });

  it('may be anywhere by --runs, and below a current folder that a link leads to', async () => {
    symlinkSync('../elsewhere', path.join(cwd, '.digits'));
    assert.equal((await digits(['list', '--runs', '.digits/runs'], { cwd })).exitCode, 0);
    symlinkSync('elsewhere', path.join(home, 'link'));
    assert.equal((await digits(['list'], { cwd: path.join(home, 'link') })).exitCode, 0);
  });
});
