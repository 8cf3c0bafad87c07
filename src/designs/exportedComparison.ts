import path from 'node:path';
import { comparisonResult, type ComparisonResult } from '../experiment/effects/comparisonResult';
import { fileSizeIn } from '../files/readFiles';
import { realHomeOf } from '../runFolder/home';
import { limits, needBytes } from '../runFolder/readFile';
import { RunFolderError } from '../runFolder/runFolderError';
import { comparedRuns } from './comparedRuns';
import { comparisonStore } from './comparisonStore';

/** A comparison as other programs are given it. */
export interface ExportedComparison {
  readonly result: ComparisonResult;
  /** The folders of its runs that have ended, in the order in which they were trained. */
  readonly folders: readonly string[];
  /** Its runs that are not there, or not done. */
  readonly missing: readonly string[];
  /** When the last of its runs ended, in ms since 1970; 0 where none says. */
  readonly endMs: number;
  /** Its own files, by their names. */
  readonly files: readonly { readonly path: string; readonly read: () => Promise<Uint8Array<ArrayBuffer>> }[];
}

const ownFiles = ['comparison.json', 'report.md'];

/**
 * A comparison with those of its runs that have ended.
 * @param asked its id, or a beginning that no other has
 * @throws {RunFolderError} if there is none, or none of its runs has ended
 */
export async function exportedComparison(runsFolder: string, asked: string): Promise<ExportedComparison> {
  const store = comparisonStore(runsFolder);
  const { designs } = await store.list();
  const found = designs.filter(({ id }) => id === asked || (asked !== '' && id.startsWith(asked)));
  const [design, ...others] = found;
  if (!design || others.length > 0) {
    const ids = (others.length > 0 ? found : designs).map(({ id }) => id).slice(-10);
    const known = ids.length === 0 ? `There are none in ${store.folder}.` : `There are ${ids.join(', ')}.`;
    const problem = others.length > 0 ? `"${asked}" is the beginning of several comparisons` : `There is no comparison "${asked}"`;
    throw new RunFolderError(`${problem}. ${known}`);
  }
  const { plan, folder } = design;
  const result = comparisonResult(plan, await comparedRuns([plan], runsFolder));
  const ended = result.runs.filter(({ run }) => run?.summary !== undefined);
  if (ended.length === 0) throw new RunFolderError(`${folder}: none of the runs of this comparison has ended yet.`);
  const home = await realHomeOf(runsFolder);
  const inHome = (name: string): string => `${store.kind.folder}/${plan.id}/${name}`;
  const names = await Promise.all(ownFiles.map(async name => ((await fileSizeIn(home, inHome(name))) === undefined ? [] : [name])));
  return {
    result,
    folders: ended.map(({ id }) => path.join(runsFolder, id)),
    missing: result.runs.filter(({ run }) => run?.summary === undefined).map(({ id }) => id),
    endMs: ended.reduce((last, { run }) => Math.max(last, Date.parse(run?.summary?.endedAt ?? '') || 0), 0),
    files: names.flat().map(name => ({ path: name, read: async () => new Uint8Array(await needBytes(home, inHome(name), limits.medium)) })),
  };
}
