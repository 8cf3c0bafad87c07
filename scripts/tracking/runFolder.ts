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

export function folderOf(runs: string, id: string): string | undefined {
  if (!existsSync(runs)) return undefined;
  for (const name of readdirSync(runs).toSorted().toReversed()) {
    const config = path.join(runs, name, 'config.json');
    if (existsSync(config) && readFileSync(config, 'utf8').includes(`/${id}"`)) return path.join(runs, name);
  }
  return undefined;
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
