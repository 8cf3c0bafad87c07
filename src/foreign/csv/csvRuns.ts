import path from 'node:path';
import { isLogHead } from '../../contract/logHead';
import { ownTableOf } from '../../contract/ownTables';
import { ForeignError } from '../foreignError';
import type { FoundRun } from '../foreignRun';
import { csvRows } from './csvRows';
import { csvHead, readCsv } from './readCsv';

/** So many runs are in one table at most. */
const MOST_RUNS = 2_000;

/**
 * The runs that a CSV file has: one, or those of a table that was exported here.
 * @param shown where it lies, for a person
 * @throws {ForeignError} if it is a table without the curves of a run, or cannot be read
 */
export async function csvRuns(folder: string, name: string, shown = path.join(folder, name)): Promise<readonly FoundRun[]> {
  const table = ownTableOf((await csvHead(folder, name)) ?? []);
  if (table === undefined) return [{ path: shown, read: () => readCsv(folder, name) }];
  if (table === 'runs')
    throw new ForeignError(
      `${shown}: this is a table of runs that was exported here: it has their results and no curves, so no run comes of it. ` +
        'What brings runs back: -history.csv or -curves.csv beside it, event files (export --to tensorboard), or zip archives, unpacked into .digits/runs.',
    );
  return (await runsIn(folder, name)).map(of => ({ path: `${shown}, run ${of.id}`, read: () => readCsv(folder, name, of) }));
}

/** Whether runs can be made of a CSV file with that head. */
export function hasRuns(head: readonly string[]): boolean {
  return ownTableOf(head) === 'rows' || isLogHead(head);
}

async function runsIn(folder: string, name: string): Promise<{ readonly id: string; readonly name: string }[]> {
  const names = new Map<string, string>();
  let isHead = true;
  for await (const [id = '', called = ''] of csvRows(folder, name)) {
    if (!isHead && id !== '' && !names.has(id)) names.set(id, called);
    isHead = false;
    if (names.size > MOST_RUNS) throw new ForeignError(`${path.join(folder, name)}: it has more than ${MOST_RUNS} runs.`);
  }
  if (names.size === 0) throw new ForeignError(`${path.join(folder, name)}: there is no whole row in it.`);
  return Array.from(names, ([id, called]) => ({ id, name: called || id }));
}
