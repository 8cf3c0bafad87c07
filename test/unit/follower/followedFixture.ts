import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { SourceFinderOptions } from '../../../src/follower/findSources';
import { QUIET_MS } from '../../../src/follower/followedSource';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { writeForeignRun } from '../../../src/foreign/writeRun';
import { newDraftId } from '../../../src/runFolder/importing/drafts';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readRecording } from '../../../src/runFolder/recording/readRecording';

/** Folders of a test, gone after it. */
export function workFolders(): () => { readonly root: string; readonly runsFolder: string } {
  let home = '';
  beforeEach(() => (home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-follow-')))));
  afterEach(() => rmSync(home, { recursive: true }));
  return () => {
    const root = path.join(home, 'work');
    mkdirSync(root, { recursive: true });
    return { root, runsFolder: path.join(root, '.digits', 'runs') };
  };
}

/** What is said only of a run that was followed. */
const END_UNKNOWN = /^How it ended is not in its files/;

/** What a run folder has of the run that it was made of: not when that was, nor what the folder is called. */
export async function contentOf(folder: string): Promise<Record<string, unknown>> {
  const recording = (await readRecording(folder))!;
  const text = (name: string): string => (existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), 'utf8') : '');
  const config = JSON.parse(text('config.json')) as Record<string, unknown>;
  return {
    ...recording,
    startedAt: '',
    files: recording.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    missing: recording.missing.filter(one => !END_UNKNOWN.test(one)).toSorted(),
    history: text('history.jsonl'),
    system: text('system.jsonl'),
    console: text('console.log'),
    source: config['source'],
    parameters: config['parameters'],
    labels: text('labels.json'),
    notes: text('notes.md'),
    has: readdirSync(folder)
      .filter(name => name !== 'followed.json')
      .toSorted(),
  };
}

/** What an import makes of a run. */
export async function importedContent(run: ForeignRun): Promise<Record<string, unknown>> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-imported-'));
  try {
    const { folder } = await writeForeignRun(run, { runsFolder: path.join(home, 'runs'), draftId: newDraftId(), name: run.name });
    return await contentOf(folder);
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Nothing is left out, and nobody waits for what is read. */
export const readAll: SourceFinderOptions = { readInTurn: (_, read) => read(), leftOut: new Set() };

/** The folders of all runs, the oldest first. */
export async function foldersIn(runsFolder: string): Promise<string[]> {
  return (await listRuns(runsFolder)).runs.map(({ folder }) => folder);
}

/** So that everything was written long ago. */
export function later(): number {
  return Date.now() + 2 * QUIET_MS;
}

/** Where a file is cut into pieces of odd lengths, the last of which is its end. */
export function oddCuts(length: number, pieces: number): number[] {
  const cuts = Array.from({ length: pieces - 1 }, (_, i) => Math.floor((length * (i + 1)) / pieces) + (i % 7) - 3);
  return [...cuts.map(at => Math.min(length, Math.max(0, at))), length].toSorted((a, b) => a - b);
}
