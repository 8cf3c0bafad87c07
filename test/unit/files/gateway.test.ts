import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import promises from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { checkInsideSync } from '../../../src/files/location';
import { fileSizeIn, readFileIn, readFileInSync, useFileIn } from '../../../src/files/readFiles';
import { listFiles, removeFileIn, removeTree } from '../../../src/files/tree';
import { createFileIn, openToAppendSync, removeUnfinished, writeFileIn } from '../../../src/files/writeFiles';

const LIMIT = 1000;

describe('the gateway to files', () => {
  let base: string;
  let folder: string;
  let outside: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-files-'));
    folder = path.join(base, 'run');
    outside = path.join(base, 'outside');
    mkdirSync(path.join(folder, 'model'), { recursive: true });
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'secret'), 'a secret');
    writeFileSync(path.join(folder, 'notes.md'), 'words');
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const at = (...names: string[]): string => path.join(folder, ...names);
  const secret = (): string => readFileSync(path.join(outside, 'secret'), 'utf8');

  describe('reads', () => {
    const both = async (name: string, expected: RegExp): Promise<void> => {
      await assert.rejects(readFileIn(folder, name, LIMIT), { name: 'FileError', message: expected });
      assert.throws(() => readFileInSync(folder, name, LIMIT), { name: 'FileError', message: expected });
      assert.equal(await fileSizeIn(folder, name), undefined);
    };

    it('a regular file', async () => {
      assert.equal(String(await readFileIn(folder, 'notes.md', LIMIT)), 'words');
      assert.equal(String(readFileInSync(folder, 'notes.md', LIMIT)), 'words');
      assert.equal(await fileSizeIn(folder, 'notes.md'), 5);
    });

    it('nothing where there is nothing', async () => {
      for (const name of ['config.json', 'notes.md/x', 'no/config.json']) {
        assert.equal(await readFileIn(folder, name, LIMIT), undefined);
        assert.equal(readFileInSync(folder, name, LIMIT), undefined);
      }
    });

    it('no link, wherever it leads', async function () {
      if (process.platform === 'win32') this.skip();
      for (const [name, target] of [
        ['a', path.join(outside, 'secret')],
        ['b', '/dev/zero'],
        ['c', at('notes.md')],
        ['d', at('nowhere')],
      ] as const) {
        symlinkSync(target, at(name));
        await both(name, /this is a link; expected a file or folder of its own/);
      }
    });

    it('no file behind a link to a folder, nor of a folder that is a link', async () => {
      symlinkSync(outside, at('linked'), 'junction');
      await both('linked/secret', /linked: this is a link/);
      const link = path.join(base, 'link');
      symlinkSync(folder, link, 'junction');
      await assert.rejects(readFileIn(link, 'notes.md', LIMIT), /link: this is a link/);
    });

    it('no pipe, device or folder, and waits for none', async function () {
      if (process.platform === 'win32') this.skip();
      execFileSync('mkfifo', [at('pipe')]);
      await both('pipe', /no regular file/);
      await both('model', /no regular file/);
      await assert.rejects(
        useFileIn('/dev', 'zero', () => assert.fail('It was opened.')),
        /no regular file/,
      );
    });

    it('no socket', async function () {
      if (process.platform === 'win32') this.skip();
      const server = createServer();
      await new Promise<void>(resolve => server.listen(at('socket'), resolve));
      try {
        await both('socket', /no regular file/);
        assert.throws(() => openToAppendSync(folder, 'socket'), /no regular file/);
      } finally {
        await new Promise(resolve => server.close(resolve));
      }
    });

    it('nothing that is larger than its limit', async () => {
      writeFileSync(at('big'), Buffer.alloc(LIMIT + 1));
      await assert.rejects(readFileIn(folder, 'big', LIMIT), { problem: 'tooBig', message: /larger than the 1 kB that it may have/ });
      assert.throws(() => readFileInSync(folder, 'big', LIMIT), { problem: 'tooBig' });
    });

    it('no name that leads out of the folder', async () => {
      for (const name of ['../outside/secret', '..', '.', '', '/etc/passwd', 'model/../notes.md', 'model//x', 'a\0b'])
        await assert.rejects(readFileIn(folder, name, LIMIT), { problem: 'outside' }, name);
    });
  });

  describe('writes', () => {
    it('a file, and the folders on the way', async () => {
      await writeFileIn(folder, 'checkpoint/deep/x', 'content');
      assert.equal(readFileSync(at('checkpoint', 'deep', 'x'), 'utf8'), 'content');
      assert.deepEqual(readdirSync(at('checkpoint', 'deep')), ['x']);
    });

    it('in the place of a link, not behind it', async () => {
      symlinkSync(path.join(outside, 'secret'), at('summary.json'));
      await writeFileIn(folder, 'summary.json', 'mine');
      assert.ok(lstatSync(at('summary.json')).isFile());
      assert.equal(secret(), 'a secret');
      symlinkSync(path.join(outside, 'secret'), at('labels.json'));
      await assert.rejects(createFileIn(folder, 'labels.json', 'mine'), { code: 'EEXIST' });
      assert.throws(() => openToAppendSync(folder, 'labels.json'), /this is a link/);
      assert.equal(secret(), 'a secret');
    });

    it('nothing behind a link to a folder', async () => {
      symlinkSync(outside, at('wandb'), 'junction');
      for (const write of [writeFileIn, createFileIn])
        for (const name of ['wandb/x', 'wandb/y/x']) await assert.rejects(write(folder, name, 'mine'), /wandb: this is a link/);
      const link = path.join(base, 'link');
      symlinkSync(outside, link, 'junction');
      await assert.rejects(writeFileIn(link, 'y/x', 'mine'), /link: this is a link/);
      assert.throws(() => openToAppendSync(folder, 'wandb/x'), /wandb: this is a link/);
      assert.deepEqual(readdirSync(outside), ['secret']);
    });

    it('nothing into a folder that is gone', async () => {
      rmSync(folder, { recursive: true });
      await assert.rejects(writeFileIn(folder, 'model/x', 'mine'), { code: 'ENOENT' });
      await assert.rejects(createFileIn(folder, 'x', 'mine'), { code: 'ENOENT' });
      assert.throws(() => openToAppendSync(folder, 'x'), { code: 'ENOENT' });
      assert.ok(!existsSync(folder));
    });

    it('into a folder that another writer, which was refused, has removed meanwhile', async () => {
      rmSync(at('model'), { recursive: true });
      const open = promises.open.bind(promises);
      const opened = mock.method(promises, 'open', (...args: Parameters<typeof open>) => {
        if (opened.mock.callCount() < 2) rmdirSync(at('model'));
        return open(...args);
      });
      try {
        await writeFileIn(folder, 'model/one', 'text');
      } finally {
        mock.restoreAll();
      }
      assert.equal(opened.mock.callCount(), 3);
      assert.deepEqual(readdirSync(at('model')), ['one']);
    });

    it('into a folder that such a writer has removed as soon as it was made', async () => {
      rmSync(at('model'), { recursive: true });
      const mkdir = promises.mkdir.bind(promises) as (folder: string) => Promise<undefined>;
      const made = mock.method(promises, 'mkdir', async (one: string) => {
        await mkdir(one);
        if (made.mock.callCount() < 3) rmdirSync(at('model'));
      });
      try {
        await writeFileIn(folder, 'model/one', 'text');
      } finally {
        mock.restoreAll();
      }
      assert.equal(made.mock.callCount(), 3);
      assert.deepEqual(readdirSync(at('model')), ['one']);
    });

    it('nothing where the last check says no, and leaves the file as it was', async () => {
      const beforeNaming = (): void => {
        throw new Error('not any more');
      };
      await assert.rejects(writeFileIn(folder, 'notes.md', 'other', { beforeNaming }), /not any more/);
      // Nor is a folder left that was made for it: this one may be another run's by now.
      await assert.rejects(writeFileIn(folder, 'checkpoint/parts/a', 'other', { beforeNaming }), /not any more/);
      assert.ok(!existsSync(path.join(folder, 'checkpoint')));
      assert.equal(readFileSync(at('notes.md'), 'utf8'), 'words');
      assert.deepEqual(readdirSync(folder).toSorted(), ['model', 'notes.md']);
    });

    it('to the end of a file', () => {
      const file = openToAppendSync(folder, 'notes.md');
      writeFileSync(file, ' more');
      closeSync(file);
      assert.equal(readFileSync(at('notes.md'), 'utf8'), 'words more');
    });
  });

  describe('lists and removes', () => {
    it('without following links, and not for ever', async () => {
      symlinkSync(outside, at('model', 'out'), 'junction');
      symlinkSync(folder, at('model', 'round'), 'junction');
      writeFileSync(at('model', 'x'), '12');
      const { files, isCut } = await listFiles(folder);
      assert.deepEqual(
        [...files].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        [
          { name: 'model/x', bytes: 2 },
          { name: 'notes.md', bytes: 5 },
        ],
      );
      assert.equal(isCut, false);
      assert.deepEqual([(await listFiles(folder, 1)).files.length, (await listFiles(folder, 1)).isCut], [1, true]);
      await removeTree(folder);
      assert.equal(secret(), 'a secret');
    });

    it('the link and not what it leads to', async () => {
      symlinkSync(path.join(outside, 'secret'), at('link'));
      await removeFileIn(folder, 'link');
      symlinkSync(outside, at('linked'), 'junction');
      await assert.rejects(removeFileIn(folder, 'linked/secret'), /this is a link/);
      const link = path.join(base, 'run-link');
      symlinkSync(outside, link, 'junction');
      await removeTree(link);
      assert.equal(secret(), 'a secret');
    });

    it('what slow writers have not yet named, of the files that are meant, here and not elsewhere', async () => {
      const left = (name: string): string => `${name}.12-0123abcd.tmp`;
      for (const name of ['owner.json', 'notes.md', 'model/model.json', 'model/other']) writeFileSync(at(left(name)), '');
      writeFileSync(path.join(outside, left('x')), '');
      symlinkSync(outside, at('out'), 'junction');
      await removeUnfinished(folder, ['owner.json', 'model/model.json', 'checkpoint/none']);
      assert.deepEqual(readdirSync(at('model')), [left('other')]);
      assert.deepEqual(readdirSync(folder).toSorted(), ['model', 'notes.md', left('notes.md'), 'out']);
      await assert.rejects(removeUnfinished(folder, ['out/x']), /out: this is a link/);
      assert.ok(existsSync(path.join(outside, left('x'))));
    });
  });

  it('knows a folder that a link leads out of another one', () => {
    checkInsideSync(base, path.join(folder, 'not', 'there', 'yet'));
    symlinkSync(os.tmpdir(), at('out'), 'junction');
    assert.throws(() => checkInsideSync(folder, at('out', 'x')), { problem: 'outside' });
    symlinkSync(path.join(os.tmpdir(), 'digits-nowhere'), at('dangling'), 'junction');
    assert.throws(() => checkInsideSync(folder, at('dangling', 'x')), { problem: 'link' });
  });
});
