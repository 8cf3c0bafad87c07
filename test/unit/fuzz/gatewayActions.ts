import assert from 'node:assert/strict';
import { closeSync, realpathSync, writeSync } from 'node:fs';
import path from 'node:path';
import * as location from '../../../src/files/location';
import * as readFiles from '../../../src/files/readFiles';
import * as tree from '../../../src/files/tree';
import * as writeFiles from '../../../src/files/writeFiles';
import { snapshot, type Snapshot } from './trees';

const LIMIT = 1000;
const TAIL = 5;
const MINE = 'what is written';

/** What a person finds who walks to a name from folder to folder, and through no link. */
type Found = 'outside' | 'missing' | 'link' | 'file' | 'special' | 'folder';

function find(before: Snapshot, name: string): Found {
  const parts = name.split('/');
  if (parts.some(part => ['', '.', '..'].includes(part) || part.includes('\0'))) return 'outside';
  const onTheWay = parts.map((_, i) => before.get(parts.slice(0, i).join('/')));
  const stop = onTheWay.find(one => one !== 'folder');
  if (stop?.startsWith('link')) return 'link';
  const found = onTheWay.every(one => one === 'folder') ? before.get(name) : undefined;
  return found === undefined ? 'missing' : (found.split(/:| /)[0] as Found);
}

function contentOf(before: Snapshot, name: string): string {
  return before.get(name)!.slice('file: '.length);
}

/** What is thrown on purpose, or by the system: with a code, and about nothing but the name. */
function isRefusal(error: unknown): boolean {
  const { name, code } = error as NodeJS.ErrnoException;
  return name === 'FileError' || typeof code === 'string';
}

/** Something that is done to a folder, and what must be so afterwards. */
type Action = (folder: string, name: string, before: Snapshot) => Promise<void>;

async function outcomeOf<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly value: T } | { readonly error: { readonly problem?: string } }> {
  try {
    return { value: await work() };
  } catch (error) {
    assert.ok(isRefusal(error), String((error as Error).stack));
    return { error: error as object };
  }
}

/** @param of what is expected of a file's content; undefined: that it is too big */
const read =
  (
    how: (folder: string, name: string, limit: number) => Buffer | undefined | Promise<Buffer | undefined>,
    of = (content: string): string | undefined => (content.length > LIMIT ? undefined : content),
  ): Action =>
  async (folder, name, before) => {
    const outcome = await outcomeOf(() => how(folder, name, LIMIT));
    const found = find(before, name);
    if (found === 'file') {
      const expected = of(contentOf(before, name));
      if (expected === undefined) assert.deepEqual('error' in outcome && outcome.error.problem, 'tooBig');
      else assert.deepEqual('value' in outcome && outcome.value?.toString('latin1'), expected);
    } else if (found !== 'missing') assert.ok('error' in outcome, `${name} was read: ${found}`);
    else if ('value' in outcome) assert.equal(outcome.value, undefined);
    if ('error' in outcome && found !== 'missing') assert.ok(outcome.error.problem, `${found}: ${JSON.stringify(outcome.error)}`);
    assert.deepEqual(snapshot(folder), before);
  };

/** What was there is there, and nothing came but folders. */
function assertUndone(folder: string, before: Snapshot): void {
  const came = [...snapshot(folder)].filter(([name, what]) => what !== 'folder' || before.has(name));
  assert.deepEqual(came, [...before]);
}

function assertWritten(folder: string, name: string, before: Snapshot, content: string): void {
  const parts = name.split('/').slice(0, -1);
  const folders = parts.map((_, i) => [parts.slice(0, i + 1).join('/'), 'folder'] as const);
  assert.deepEqual(snapshot(folder), new Map([...before, ...folders, [name, `file: ${content}`]]));
}

const write =
  (how: (folder: string, name: string) => void | Promise<void>, contentAfter: (was: string | undefined) => string): Action =>
  async (folder, name, before) => {
    const outcome = await outcomeOf(() => how(folder, name));
    const was = find(before, name) === 'file' ? contentOf(before, name) : undefined;
    if ('error' in outcome) assertUndone(folder, before);
    else assertWritten(folder, name, before, contentAfter(was));
  };

function ofNoFile(was: string | undefined): string {
  assert.equal(was, undefined);
  return MINE;
}

function append(folder: string, name: string): void {
  const file = writeFiles.openToAppendSync(folder, name);
  writeSync(file, MINE);
  closeSync(file);
}

function change(folder: string, name: string): void {
  const file = writeFiles.openToChangeSync(folder, name);
  writeSync(file, MINE, 0);
  closeSync(file);
}

/** By the functions of src/files that they call. */
export const actions: Readonly<Record<string, Action>> = {
  readFileIn: read(readFiles.readFileIn),
  readFileInSync: read(readFiles.readFileInSync),
  readTailIn: read(
    (folder, name) => readFiles.readTailIn(folder, name, TAIL),
    content => content.slice(-TAIL),
  ),
  readTailInSync: read(
    (folder, name) => readFiles.readTailInSync(folder, name, TAIL),
    content => content.slice(-TAIL),
  ),
  keepOpenIn: read(
    async (folder, name) => {
      const file = await readFiles.keepOpenIn(folder, name);
      if (!file) return undefined;
      const content = Buffer.alloc(file.size);
      assert.equal(readFiles.fillFrom(file, 0, content), file.size);
      closeSync(file.descriptor);
      return content;
    },
    content => content,
  ),
  useFileInSync: read(
    (folder, name) => readFiles.useFileInSync(folder, name, file => readFiles.readRangeSync(file, 0, file.size)),
    content => content,
  ),
  useFileIn: read((folder, name, limit) => readFiles.useFileIn(folder, name, () => readFiles.readFileIn(folder, name, limit))),
  writeFileIn: write(
    (folder, name) => writeFiles.writeFileIn(folder, name, MINE),
    () => MINE,
  ),
  createFileIn: write((folder, name) => writeFiles.createFileIn(folder, name, MINE), ofNoFile),
  createFileInSync: write((folder, name) => writeFiles.createFileInSync(folder, name, MINE), ofNoFile),
  openToAppendSync: write(append, was => `${was ?? ''}${MINE}`),
  openToChangeSync: write(change, was => MINE + (was ?? '').slice(MINE.length)),

  async makeFoldersIn(folder, name, before) {
    await outcomeOf(() => writeFiles.makeFoldersIn(folder, name));
    assertUndone(folder, before);
  },

  async fileSizeIn(folder, name, before) {
    const expected = find(before, name) === 'file' ? contentOf(before, name).length : undefined;
    assert.equal(await readFiles.fileSizeIn(folder, name), expected);
  },

  async fileTimeIn(folder, name, before) {
    assert.equal(typeof (await readFiles.fileTimeIn(folder, name)), find(before, name) === 'file' ? 'number' : 'undefined');
  },

  async fileStateIn(folder, name, before) {
    assert.equal((await readFiles.fileStateIn(folder, name)) !== undefined, find(before, name) === 'file');
  },

  async fileStampIn(folder, name, before) {
    assert.equal(typeof (await readFiles.fileStampIn(folder, name))?.text, find(before, name) === 'file' ? 'string' : 'undefined');
  },

  async listFiles(folder, _, before) {
    const outcome = await outcomeOf(() => tree.listFiles(folder));
    if ('error' in outcome) return assert.match(before.get('')!, /^link/);
    const expected = [...before].filter(([name, what]) => name !== '' && what.startsWith('file'));
    const listed = outcome.value.files.map(({ name, bytes }) => [name, bytes] as const);
    assert.deepEqual(new Map(listed), new Map(expected.map(([name]) => [name, contentOf(before, name).length])));
  },

  async removeEmptyFolderIn(folder, name, before) {
    const outcome = await outcomeOf(() => tree.removeEmptyFolderIn(folder, name));
    const isEmpty = find(before, name) === 'folder' && ![...before.keys()].some(one => one.startsWith(`${name}/`));
    const isRemoved = 'value' in outcome && isEmpty;
    assert.deepEqual(snapshot(folder), new Map([...before].filter(([one]) => !(isRemoved && one === name))));
  },

  async removeFileIn(folder, name, before) {
    const outcome = await outcomeOf(() => tree.removeFileIn(folder, name));
    const isRemoved = 'value' in outcome && ['file', 'link', 'special'].includes(find(before, name));
    assert.deepEqual(snapshot(folder), new Map([...before].filter(([one]) => !(isRemoved && one === name))));
  },

  async removeUnfinished(folder, _, before) {
    const outcome = await outcomeOf(() => writeFiles.removeUnfinished(folder, ['notes.md', 'model/notes.md']));
    const unfinished = ['notes.md.12-0123abcd.tmp', 'model/notes.md.12-0123abcd.tmp'];
    const after = snapshot(folder);
    if ('value' in outcome) assert.ok(!unfinished.some(name => after.has(name)));
    const isLeft = (name: string): boolean => !unfinished.includes(name) || after.has(name);
    assert.deepEqual(after, new Map([...before].filter(([name]) => isLeft(name))));
  },

  async checkInsideSync(folder, name, before) {
    // The outer folder is one that a person chose, and may be reached by a link.
    if (before.get('') !== 'folder') return;
    const inside = path.join(folder, name);
    const outcome = await outcomeOf(() => location.checkInsideSync(folder, inside));
    if ('error' in outcome || 'error' in (await outcomeOf(() => writeFiles.makeFolder(inside)))) return;
    const where = path.relative(folder, realpathSync(inside));
    assert.ok(where !== '..' && !where.startsWith('../'), where);
  },
};
