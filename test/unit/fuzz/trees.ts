import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import * as fc from 'fast-check';

/** What can have a name in a folder. A special file is one of those that `SpecialFiles` has made. */
export type Entry =
  | { readonly kind: 'file'; readonly content: string }
  | { readonly kind: 'folder'; readonly entries: Readonly<Record<string, Entry>> }
  | { readonly kind: 'link'; readonly to: string }
  | { readonly kind: 'special'; readonly file: 'pipe' | 'socket' };

/** Few, so that they are met again. */
export const treeNames = ['a', 'b', 'model', 'notes.md', 'notes.md.12-0123abcd.tmp'] as const;

/** In a link stands `{base}` for the folder that everything is in: what is to be kept is in `{base}/outside`. */
const linkTargets = [
  'a',
  'b/a',
  '.',
  '..',
  'nowhere',
  '/dev/zero',
  '/',
  '{base}/outside/secret',
  '{base}/outside',
  '{base}/run/a',
  '{base}/none',
];

const leaf: fc.Arbitrary<Entry> = fc.oneof(
  fc.constantFrom('', 'some words', 'x'.repeat(2000)).map((content): Entry => ({ kind: 'file', content })),
  fc.constantFrom(...linkTargets).map((to): Entry => ({ kind: 'link', to })),
  fc.constantFrom('pipe' as const, 'socket' as const).map((file): Entry => ({ kind: 'special', file })),
);

function folderOf(entry: fc.Arbitrary<Entry>): fc.Arbitrary<Entry> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...treeNames), entry), { selector: ([name]) => name, maxLength: treeNames.length, size: 'max' })
    .map(entries => ({ kind: 'folder', entries: Object.fromEntries(entries) }));
}

/** Files, folders in each other, links to all kinds of places, pipes and sockets. */
export const treeEntry: fc.Arbitrary<Entry> = fc.oneof(
  { arbitrary: folderOf(fc.oneof({ arbitrary: leaf, weight: 3 }, folderOf(fc.oneof(leaf, folderOf(leaf))))), weight: 15 },
  leaf,
);

/** A pipe that has no other end, and a socket: made once, since they can have any number of names. */
export class SpecialFiles {
  private constructor(
    private readonly folder: string,
    private readonly server: Server,
  ) {}

  static async make(folder: string): Promise<SpecialFiles> {
    mkdirSync(folder);
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const server = createServer();
    await new Promise<void>(resolve => server.listen(path.join(folder, 'socket'), resolve));
    return new SpecialFiles(folder, server);
  }

  link(kind: 'pipe' | 'socket', to: string): void {
    linkSync(path.join(this.folder, kind), to);
  }

  async close(): Promise<void> {
    await new Promise(resolve => this.server.close(resolve));
  }
}

/** Makes something that is not there. */
export function makeEntry(entry: Entry, at: string, base: string, specials: SpecialFiles): void {
  if (entry.kind === 'file') writeFileSync(at, entry.content);
  else if (entry.kind === 'link') symlinkSync(entry.to.replace('{base}', base), at);
  else if (entry.kind === 'special') specials.link(entry.file, at);
  else {
    mkdirSync(at);
    for (const [name, inside] of Object.entries(entry.entries)) makeEntry(inside, path.join(at, name), base, specials);
  }
}

/** Everything at a place and below it, by paths: files with what is in them, links with where they lead. */
export type Snapshot = ReadonlyMap<string, string>;

/** @param leftOut a path */
export function snapshot(place: string, leftOut?: string): Snapshot {
  const found = new Map<string, string>();
  const look = (at: string, name: string): void => {
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (!stats || at === leftOut) return;
    if (stats.isSymbolicLink()) found.set(name, `link to ${readlinkSync(at)}`);
    else if (stats.isFile()) found.set(name, `file: ${readFileSync(at, 'latin1')}`);
    else if (!stats.isDirectory()) found.set(name, 'special');
    else {
      found.set(name, 'folder');
      for (const inside of readdirSync(at).toSorted()) look(path.join(at, inside), name === '' ? inside : `${name}/${inside}`);
    }
  };
  look(place, '');
  return found;
}
