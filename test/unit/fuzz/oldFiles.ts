import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { oldRuns, type OldRun } from '../../oldRuns';

/** What real runs left, in memory. */
export interface OldFiles {
  /** A file of a workspace with runs. */
  file(name: string): Buffer;
  /** The files of a run, by their names in its folder. */
  run(role: OldRun): ReadonlyMap<string, Buffer>;
  readonly roles: readonly OldRun[];
  /** The values of the JSON files of that name, of the runs that have one. */
  json(name: string): unknown[];
  /** The values of the lines of all events.jsonl. */
  readonly events: readonly { readonly type: string }[];
  /** The `state.json` of the checkpoints. */
  readonly checkpointStates: readonly unknown[];
}

/** What version 0.1.0 left in a workspace. */
export function readOldFiles(): OldFiles {
  const old = oldRuns();
  try {
    const names = readdirSync(old.folder, { recursive: true, encoding: 'utf8' }).filter(name =>
      statSync(path.join(old.folder, name)).isFile(),
    );
    const files = new Map(names.map(name => [name.split(path.sep).join('/'), readFileSync(path.join(old.folder, name))]));
    const roles = Object.keys(old.expected.runs) as OldRun[];
    const run = (role: OldRun): Map<string, Buffer> => {
      const folder = `.digits/runs/${old.expected.ids[role]}/`;
      return new Map([...files].filter(([name]) => name.startsWith(folder)).map(([name, bytes]) => [name.slice(folder.length), bytes]));
    };
    const all = (name: string): Buffer[] => roles.flatMap(role => run(role).get(name) ?? []);
    const parsed = (text: Buffer | string): unknown => JSON.parse(String(text)) as unknown;
    return {
      file: name => files.get(name)!,
      run,
      roles,
      json: name => all(name).map(parsed),
      events: all('events.jsonl').flatMap(lines => lines.toString().trim().split('\n').map(parsed) as { type: string }[]),
      checkpointStates: all('checkpoint/checkpoint.npz').map(zip => parsed(strFromU8(unzipSync(zip)['state.json']!))),
    };
  } finally {
    old.remove();
  }
}
