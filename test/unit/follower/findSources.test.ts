import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SourceFinder, type FoundSources } from '../../../src/follower/findSources';
import { FolderNames } from '../../../src/follower/folderNames';
import { readAll, workFolders } from './followedFixture';

describe('what is looked for to be followed', () => {
  const folders = workFolders();
  const write = (...names: string[]): void => {
    for (const name of names) {
      const file = path.join(folders().root, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, 'epoch,loss\n0,1\n');
    }
  };
  const found = (...paths: string[]): Promise<FoundSources> =>
    new SourceFinder(readAll).find([{ ...folders(), paths, isOpen: true }], Date.now());
  const names = ({ sources }: FoundSources): string[] => sources.map(({ name }) => name);

  it('is nothing of a run, wherever runs are kept', async () => {
    write('.digits/runs/one/config.json', '.digits/runs/one/recording.json', '.digits/runs/one/files/log.csv');
    write('kept/one/config.json', 'kept/one/recording.json', 'kept/one/files/log.csv', 'kept/two/config.json', 'kept/two/events.jsonl');
    write('kept/two/log.csv', 'model/config.json', 'model/log.csv');
    assert.deepEqual(names(await found('')), ['model/log.csv']);
    const named = ['.digits', '.digits/runs/one/files', '.digits/runs/one/files/log.csv', 'kept/one', 'kept/one/files', 'kept/two/log.csv'];
    const { sources, refused } = await found(...named);
    assert.deepEqual([sources, refused.length], [[], named.length]);
    for (const why of refused) assert.match(why, /it lies in .*(\.digits|one|two), where runs are kept; what is in it is not followed\.$/);
  });

  it('is nothing of a run either where that is the open folder', async () => {
    write('config.json', 'recording.json', 'files/log.csv');
    assert.deepEqual(names(await found('', 'files')), []);
  });

  describe('in folders', () => {
    const tables = async (from: FolderNames, name = ''): Promise<readonly string[]> =>
      (await from.in(path.join(folders().root, name))).tables;

    it('has an end for all of them together', async () => {
      write('a/1.csv', 'a/2.csv', 'b/1.csv', 'b/2.csv', 'c/1.csv');
      const looked = new FolderNames(6);
      looked.begin(0);
      assert.deepEqual(await tables(looked, 'a'), ['1.csv', '2.csv']);
      assert.deepEqual(await tables(looked, 'b'), ['1.csv', '2.csv']);
      await assert.rejects(tables(looked, 'c'), /^Error: Only 6 files and folders are looked at/);
      looked.begin(1);
      assert.deepEqual(await tables(looked, 'c'), ['1.csv']);
    });

    it('is read again only where something changed, or after half a minute', async () => {
      const looked = new FolderNames();
      write('a.csv');
      looked.begin(0);
      assert.deepEqual(await tables(looked), ['a.csv']);
      write('b.csv');
      looked.begin(20_000);
      assert.deepEqual(await tables(looked), ['a.csv']);
      looked.forget(folders().root);
      looked.begin(21_000);
      assert.deepEqual(await tables(looked), ['a.csv', 'b.csv']);
      write('c.csv');
      looked.begin(51_000);
      assert.deepEqual(await tables(looked), ['a.csv', 'b.csv', 'c.csv']);
    });

    it('is read again where it changed while it was read', async () => {
      const looked = new FolderNames();
      write('a.csv');
      looked.begin(0);
      const reading = tables(looked);
      write('b.csv');
      looked.forget(folders().root);
      await reading;
      looked.begin(1_000);
      assert.deepEqual(await tables(looked), ['a.csv', 'b.csv']);
    });
  });
});
