import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type * as server from '../../../scripts/vscode/server.mjs';

describe('the VS Code server', () => {
  let serverArguments: typeof server.serverArguments;
  before(async () => ({ serverArguments } = await import('../../../scripts/vscode/server.mjs')));
  const files = { home: 'home', tokenFile: 'token' };

  it('trusts no folder by itself, whatever else it is started for', () => {
    for (const options of [{}, { port: '8470-8489' }, { forTests: true }, { extensionsFolder: 'x' }])
      assert.ok(!serverArguments(options, files).includes('--disable-workspace-trust'));
    assert.ok(serverArguments({ trustsEveryFolder: true }, files).includes('--disable-workspace-trust'));
  });

  it('is for this machine alone, behind a token', () => {
    const args = serverArguments({}, files);
    assert.equal(args[args.indexOf('--host') + 1], '127.0.0.1');
    assert.equal(args[args.indexOf('--connection-token-file') + 1], 'token');
  });

  it('has its trust switched off for tests, pictures and the example alone', () => {
    const scripts = readdirSync('scripts', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.mjs'));
    const off = scripts.filter(name =>
      /disable-workspace-trust|trustsEveryFolder(?!\])/.test(readFileSync(path.join('scripts', name), 'utf8')),
    );
    assert.deepEqual(off.map(name => name.split(path.sep).join('/')).toSorted(), [
      'hostTests.mjs',
      'screenshots.mjs',
      'start.mjs',
      'vscode/server.mjs',
    ]);
  });
});
