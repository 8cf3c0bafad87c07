import assert from 'node:assert/strict';
import { checkOnThisComputer } from '../../../src/runFolder/networkFolder';

describe('a data set that a file names', () => {
  for (const dataset of [
    String.raw`\\server\share`,
    '//server/share',
    String.raw`\\?\UNC\server\share`,
    String.raw`\\.\pipe\x`,
    String.raw`\/server\share`,
    String.raw`\??\UNC\server\share`,
  ])
    it(`is refused on Windows where another computer could be: ${dataset}`, () => {
      assert.throws(() => checkOnThisComputer({ dataset }, 'win32'), { name: 'ParameterError', message: /would send your sign-in there/ });
      checkOnThisComputer({ dataset }, 'linux');
    });

  it('may be a folder of this computer', () => {
    for (const dataset of ['mnist', String.raw`C:\data`, 'C:/data', String.raw`\data`, '/data', 'data'])
      checkOnThisComputer({ dataset }, 'win32');
  });
});
