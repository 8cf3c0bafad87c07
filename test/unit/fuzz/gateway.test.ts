import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { checkInside } from '../../../src/files/location';
import { fileSizeIn, openFileIn, readFileIn, readFileInSync } from '../../../src/files/readFiles';
import { listFiles, removeFileIn, removeTree } from '../../../src/files/tree';
import { createFileIn, makeFolder, openToAppendSync, removeUnfinished, writeFileIn } from '../../../src/files/writeFiles';
import { property } from './property';
import { makeEntry, snapshot, SpecialFiles, treeEntry, treeNames, type Snapshot } from './trees';

const LIMIT = 1000;
const MINE = 'what is written';

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

const read =
  (how: (folder: string, name: string, limit: number) => Buffer | undefined | Promise<Buffer | undefined>): Action =>
  async (folder, name, before) => {
    const outcome = await outcomeOf(() => how(folder, name, LIMIT));
    const found = find(before, name);
    if (found === 'file') {
      const content = contentOf(before, name);
      if (content.length > LIMIT) assert.deepEqual('error' in outcome && outcome.error.problem, 'tooBig');
      else assert.deepEqual('value' in outcome && outcome.value?.toString('latin1'), content);
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

function append(folder: string, name: string): void {
  const file = openToAppendSync(folder, name);
  writeSync(file, MINE);
  closeSync(file);
}

const actions: Readonly<Record<string, Action>> = {
  readFileIn: read(readFileIn),
  readFileInSync: read(readFileInSync),
  openFileIn: read(async (folder, name, limit) => {
    const file = await openFileIn(folder, name);
    await file?.close();
    return file && readFileIn(folder, name, limit);
  }),
  writeFileIn: write(
    (folder, name) => writeFileIn(folder, name, MINE),
    () => MINE,
  ),
  createFileIn: write(
    (folder, name) => createFileIn(folder, name, MINE),
    was => {
      assert.equal(was, undefined);
      return MINE;
    },
  ),
  openToAppendSync: write(append, was => `${was ?? ''}${MINE}`),

  async fileSizeIn(folder, name, before) {
    const expected = find(before, name) === 'file' ? contentOf(before, name).length : undefined;
    assert.equal(await fileSizeIn(folder, name), expected);
  },

  async listFiles(folder, _, before) {
    const outcome = await outcomeOf(() => listFiles(folder));
    if ('error' in outcome) return assert.match(before.get('')!, /^link/);
    const expected = [...before].filter(([name, what]) => name !== '' && what.startsWith('file'));
    const listed = outcome.value.files.map(({ name, bytes }) => [name, bytes] as const);
    assert.deepEqual(new Map(listed), new Map(expected.map(([name]) => [name, contentOf(before, name).length])));
  },

  async removeFileIn(folder, name, before) {
    const outcome = await outcomeOf(() => removeFileIn(folder, name));
    const isRemoved = 'value' in outcome && ['file', 'link', 'special'].includes(find(before, name));
    assert.deepEqual(snapshot(folder), new Map([...before].filter(([one]) => !(isRemoved && one === name))));
  },

  async removeUnfinished(folder, _, before) {
    const outcome = await outcomeOf(() => removeUnfinished(folder, ['notes.md', 'model/notes.md']));
    const unfinished = ['notes.md.12-0123abcd.tmp', 'model/notes.md.12-0123abcd.tmp'];
    const after = snapshot(folder);
    if ('value' in outcome) assert.ok(!unfinished.some(name => after.has(name)));
    const isLeft = (name: string): boolean => !unfinished.includes(name) || after.has(name);
    assert.deepEqual(after, new Map([...before].filter(([name]) => isLeft(name))));
  },

  async checkInside(folder, name, before) {
    // The outer folder is one that a person chose, and may be reached by a link.
    if (before.get('') !== 'folder') return;
    const inside = path.join(folder, name);
    const outcome = await outcomeOf(() => checkInside(folder, inside));
    if ('error' in outcome || 'error' in (await outcomeOf(() => makeFolder(inside)))) return;
    const where = path.relative(folder, realpathSync(inside));
    assert.ok(where !== '..' && !where.startsWith('../'), where);
  },
};

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

  const steps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(actions)), anyName), { minLength: 1, maxLength: 5 });

  property(
    'it reads and changes what lies there, and nothing else',
    fc.tuple(treeEntry, steps),
    async ([tree, done]) => {
      const folder = path.join(base, 'run');
      makeEntry(tree, folder, base, specials);
      const outside = snapshot(path.join(base, 'outside'));
      try {
        for (const [action, name] of done) {
          const before = snapshot(folder);
          await actions[action]!(folder, nameIn(before, name), before);
          assert.deepEqual(snapshot(path.join(base, 'outside')), outside);
        }
      } finally {
        await removeTree(folder);
      }
      assert.ok(!existsSync(folder));
      assert.deepEqual(snapshot(path.join(base, 'outside')), outside);
    },
    { cases: 500 },
  );
});
