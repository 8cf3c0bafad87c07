import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../../src/contract/formats/parseJson';
import { recording } from '../../src/contract/formats/recording';
import type { RecordedRow, Recording } from '../../src/contract/recording';
import { readOverview, type RunOverview } from '../../src/runFolder/readRun';

/** What a run's folder has, read as Digits Lab reads it. */
export interface TrackedFolder {
  readonly folder: string;
  readonly overview: RunOverview;
  readonly recording: Recording;
  readonly rows: readonly RecordedRow[];
  readonly console: readonly string[];
}

/** The run of that id; undefined if there is none. */
export async function trackedFolder(runs: string, id: string): Promise<TrackedFolder | undefined> {
  const folder = folderOf(runs, id);
  if (folder === undefined) return undefined;
  const read = (name: string): string => (existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), 'utf8') : '');
  return {
    folder,
    overview: await readOverview(folder),
    recording: parseJson(recording, read('recording.json'), 'recording.json'),
    rows: linesOf(read('history.jsonl')).map(line => JSON.parse(line) as RecordedRow),
    console: linesOf(read('console.log')),
  };
}

/** How many bytes of rows a run has. */
export function historySize(runs: string, id: string): number {
  const folder = folderOf(runs, id);
  return folder === undefined ? 0 : (statSync(path.join(folder, 'history.jsonl'), { throwIfNoEntry: false })?.size ?? 0);
}

function folderOf(runs: string, id: string): string | undefined {
  return foldersOf(runs, id).at(-1);
}

/** The folders of the runs of that id, the oldest first. */
export function foldersOf(runs: string, id: string): string[] {
  if (!existsSync(runs)) return [];
  const folders = readdirSync(runs)
    .toSorted()
    .map(name => path.join(runs, name));
  return folders.filter(folder => {
    const config = path.join(folder, 'config.json');
    return existsSync(config) && readFileSync(config, 'utf8').includes(`/${id}"`);
  });
}

/** The digest of each file of a folder, by its path. */
export function digestsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => statSync(path.join(folder, name)).isFile());
  const digest = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex');
  return Object.fromEntries(files.map(name => [name, digest(name)]));
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
