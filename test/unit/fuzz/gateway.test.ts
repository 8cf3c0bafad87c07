import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import * as location from '../../../src/files/location';
import * as readFiles from '../../../src/files/readFiles';
import * as tree from '../../../src/files/tree';
import * as writeFiles from '../../../src/files/writeFiles';
import { actions } from './gatewayActions';
import { property } from './property';
import { makeEntry, snapshot, SpecialFiles, treeEntry, treeNames, type Snapshot } from './trees';

const treeName = fc.array(fc.constantFrom(...treeNames), { minLength: 1, maxLength: 4 }).map(names => names.join('/'));
const oddName = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    '/',
    '../outside/secret',
    'a/../../outside/secret',
    '/etc/hostname',
    'a//b',
    'a/',
    './a',
    'a\0b',
    '..a',
    'a\\..\\b',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
);
/** A name, or that of the n-th thing that is there. */
const anyName = fc.oneof({ arbitrary: fc.nat(), weight: 4 }, { arbitrary: treeName, weight: 4 }, oddName);

function nameIn(before: Snapshot, name: string | number): string {
  const names = [...before.keys()];
  return typeof name === 'string' ? name : (names[name % names.length] ?? '');
}

describe('the gateway to files, whatever lies in a folder', () => {
  let base: string;
  let specials: SpecialFiles;
  before(async function () {
    if (process.platform === 'win32') this.skip();
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-gateway-')));
    specials = await SpecialFiles.make(path.join(base, 'specials'));
    const outside = path.join(base, 'outside');
    mkdirSync(path.join(outside, 'model'), { recursive: true });
    for (const name of ['secret', 'a', 'notes.md.12-0123abcd.tmp', 'model/notes.md']) writeFileSync(path.join(outside, name), 'a secret');
    symlinkSync('secret', path.join(outside, 'b'));
  });
  after(async () => {
    await specials?.close();
    if (base) rmSync(base, { recursive: true });
  });

  it('has no way that is not tried', () => {
    const parts = ['locate', 'checkFolders', 'checkFoldersSync', 'hasFoldersSync', 'isMissing', 'openError', 'isUnfinished'];
    const ofOpenFiles = ['readRange', 'readRangeSync', 'fillFrom'];
    const ofChosenPlaces = ['makeFolder', 'removeTree'];
    const all = Object.entries({ ...location, ...readFiles, ...tree, ...writeFiles }).filter(([, one]) => typeof one === 'function');
    assert.deepEqual(
      all.map(([name]) => name).toSorted(),
      [...Object.keys(actions), ...parts, ...ofOpenFiles, ...ofChosenPlaces].toSorted(),
    );
  });

  const steps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(actions)), anyName), { minLength: 1, maxLength: 5 });

  property(
    'it reads and changes what lies there, and nothing else',
    fc.tuple(treeEntry, steps),
    async ([entry, done]) => {
      const folder = path.join(base, 'run');
      makeEntry(entry, folder, base, specials);
      const outside = snapshot(path.join(base, 'outside'));
      try {
        for (const [action, name] of done) {
          const before = snapshot(folder);
          await actions[action]!(folder, nameIn(before, name), before);
          assert.deepEqual(snapshot(path.join(base, 'outside')), outside);
        }
      } finally {
        await tree.removeTree(folder);
      }
      assert.ok(!existsSync(folder));
      assert.deepEqual(snapshot(path.join(base, 'outside')), outside);
    },
    { cases: 300 },
  );
});
