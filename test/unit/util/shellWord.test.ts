import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { shellWord } from '../../../src/util/shellWord';

describe('a word for a shell', () => {
  it('is as it stands where a shell takes it so, and else in quotes', () => {
    for (const plain of ['.digits/runs', '/scratch/ada/runs-2', '20260101-000000-abcd']) assert.equal(shellWord(plain), plain);
    assert.equal(shellWord('my runs'), "'my runs'");
    assert.equal(shellWord("ada's"), String.raw`'ada'\''s'`);
    assert.equal(shellWord(''), "''");
  });

  it('is the text itself to a shell', function () {
    if (process.platform === 'win32') this.skip();
    for (const text of ['', '~', '~ada/runs', 'a b', `it's $HOME "x" \`id\` \\ ; & # *`, 'é', 'a\nb', '=ls', 'a=b'])
      assert.equal(spawnSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' }).stdout, text);
  });
});
