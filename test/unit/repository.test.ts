import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';

const readJson = (file: string): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

describe('the repository', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter(file => file && existsSync(file));

  it('pins exact versions', () => {
    const { dependencies, devDependencies } = readJson('package.json') as Record<string, Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    assert.deepEqual(loose, []);
  });

  it('is tested in the oldest VS Code that it can be installed in, and written against its types', async () => {
    const { engines, devDependencies } = readJson('package.json') as Record<string, Record<string, string>>;
    const oldest = /^\^1\.(\d+)\.0$/.exec(engines!['vscode']!)?.[1];
    // An ES module: it is the harness's own.
    const { RELEASES } = await import('../../scripts/vscode/install.mjs');
    assert.equal(RELEASES.oldest.codeServer.split('.')[1], oldest);
    assert.equal(devDependencies!['@types/vscode']!.split('.')[1], oldest);
  });

  it('has no script that npm would run by itself: ignore-scripts skips those', () => {
    const names = Object.keys(readJson('package.json')['scripts'] as object);
    assert.deepEqual(
      names.filter(name => /^(pre|post)/.test(name)),
      [],
    );
  });

  it('has a lock file without download addresses', () => {
    const packages = Object.entries(readJson('package-lock.json')['packages'] as Record<string, { resolved?: string }>);
    assert.ok(packages.length > 10);
    assert.deepEqual(
      packages.filter(([, { resolved }]) => resolved !== undefined),
      [],
    );
  });

  it('ignores what is built, downloaded or secret', () => {
    for (const file of ['dist/cli.js', 'node_modules/x', '.env', '.digits/runs/x', 'x.vsix']) {
      execFileSync('git', ['check-ignore', '-q', file]);
    }
  });

  it('names no machine and no registry', () => {
    // Put together so that this file does not name them either.
    const forbidden = new RegExp(
      [
        ['/work', '/'],
        ['/ro', 'ot/'],
        ['/home', '/[a-z]'],
        ['registry.npm', 'js'],
        ['pypi', '.org'],
        ['deb.deb', 'ian'],
      ]
        .map(parts => parts.join(''))
        .join('|'),
    );
    const text = files.filter(file => !/\.(png|svg|gz|npy|bin|onnx)$/.test(file) && statSync(file).size < 2_000_000);
    assert.deepEqual(
      text.filter(file => forbidden.test(readFileSync(file, 'utf8'))),
      [],
    );
  });
});
