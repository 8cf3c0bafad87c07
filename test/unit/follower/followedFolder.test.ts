import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FollowedFolder } from '../../../src/follower/followedFolder';
import { FakeClock } from '../util/fakeClock';
import { foldersIn, readAll, workFolders } from './followedFixture';

describe('all that is followed into one folder of runs', () => {
  const folders = workFolders();

  it('is looked for once at a time, also where that takes longer than until it is looked for again', async () => {
    const { root, runsFolder } = folders();
    writeFileSync(path.join(root, 'a.csv'), 'epoch,loss\n0,1\n1,0.5\n');
    const clock = new FakeClock();
    const told: string[] = [];
    const found = new Promise<void>(resolve => {
      const folder = new FollowedFolder({
        ...readAll,
        runsFolder,
        clock,
        now: Date.now,
        readKnownLabels: () => Promise.reject(new Error('No label is needed.')),
        tell: line => told.push(line),
        places: [{ root, runsFolder, paths: [''], isOpen: true }],
        onFound: () => resolve(folder.stop()),
      });
      folder.start();
      for (let i = 0; i < 20; i++) clock.advance(30_000);
    });
    await found;
    assert.deepEqual(
      told.filter(line => !line.startsWith('a.csv is followed')),
      [],
    );
    assert.equal((await foldersIn(runsFolder)).length, 1);
  });
});
