import path from 'node:path';
import type { ImportedRecordings, ImportRunsRequest } from '../../contract/importing';
import { findRuns } from '../../foreign/findRuns';
import type { ForeignRun, FoundRun } from '../../foreign/foreignRun';
import { digestOf, writeForeignRun } from '../../foreign/writeRun';
import { listRuns } from '../../runFolder/listRuns';
import type { RunOverview } from '../../runFolder/readRun';
import { RunFolderError } from '../../runFolder/runFolderError';
import { counted } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { importArrays } from './importArrays';

type Imported = ImportedRecordings['runs'][number];
type Failed = ImportedRecordings['failed'][number];

/** So many are imported at once at most. */
const MOST_RUNS = 2_000;

/**
 * Makes a run of everything at some places that can be imported. One that cannot does not keep the others from it, and one that is there
 * already is left as it is.
 * @param programs the folder that SQLite as WebAssembly lies in
 * @param stop aborted: the run that is being written is not made, and those before it stay
 * @throws {RunFolderError} if a name is given to several runs, or there are too many
 */
export async function importRuns(request: ImportRunsRequest, programs: string, stop?: AbortSignal): Promise<ImportedRecordings> {
  const { runsFolder, name } = request;
  const failed: Failed[] = [];
  const found: FoundRun[] = [];
  const arrayPaths: string[] = [];
  for (const place of request.paths) {
    try {
      const { runs, areArrays } = await findRuns(place, programs);
      if (areArrays) arrayPaths.push(place);
      for (const run of runs) found.push(run);
    } catch (error) {
      failed.push({ path: place, reason: messageOf(error) });
    }
  }
  checkCount(found, { name, hasArrays: arrayPaths.length > 0 });
  const arrays = await arraysAt(arrayPaths, request, { failed, stop });
  const runs: Imported[] = [];
  const known = found.length === 0 ? [] : (await listRuns(runsFolder)).runs;
  const made = new Set<string>();
  for (const one of found) {
    if (stop?.aborted) break;
    try {
      const foreign = await one.read();
      const digest = digestOf(foreign);
      // Named twice, or copied.
      if (made.has(digest)) continue;
      made.add(digest);
      const imported = thereAlready(foreign, digest, known) ?? (await written(foreign, { known, runsFolder, name, stop }));
      runs.push(imported);
    } catch (error) {
      failed.push({ path: one.path, reason: messageOf(error) });
    }
  }
  return { arrays, runs, failed };
}

function checkCount(
  found: readonly FoundRun[],
  { name, hasArrays }: { readonly name: string | undefined; readonly hasArrays: boolean },
): void {
  if (found.length > MOST_RUNS)
    throw new RunFolderError(`${found.length} runs; expected at most ${MOST_RUNS} at once. Name the folders that they are in one by one.`);
  if (name === undefined || found.length + (hasArrays ? 1 : 0) <= 1) return;
  const named = found.slice(0, 5).map(one => path.basename(one.path));
  throw new RunFolderError(`There are ${counted(found.length, 'run')} (${named.join(', ')}, …); a name can be given to one.`);
}

async function arraysAt(
  paths: readonly string[],
  { runsFolder, name }: ImportRunsRequest,
  { failed, stop }: { readonly failed: Failed[]; readonly stop: AbortSignal | undefined },
): Promise<ImportedRecordings['arrays']> {
  if (paths.length === 0) return [];
  try {
    return (await importArrays({ type: 'importArrays', runsFolder, paths, ...(name !== undefined && { name }) }, stop)).runs;
  } catch (error) {
    failed.push({ path: paths.join(', '), reason: messageOf(error) });
    return [];
  }
}

interface Into {
  readonly known: readonly RunOverview[];
  readonly runsFolder: string;
  readonly name: string | undefined;
  readonly stop: AbortSignal | undefined;
}

async function written(foreign: ForeignRun, { known, runsFolder, name = foreign.name, stop }: Into): Promise<Imported> {
  const { id, folder, rows, missing } = await writeForeignRun(foreign, { runsFolder, name }, stop);
  const { tool, source, state } = foreign;
  return { id, folder, name, tool, source, state, rows, missing, isThere: false, earlier: sameSource(foreign, known).map(run => run.id) };
}

/** The run that was made of the same when it was as it is now. */
function thereAlready(foreign: ForeignRun, digest: string, known: readonly RunOverview[]): Imported | undefined {
  const run = known.find(({ config }) => config.kind === 'imported' && config.source.digest === digest);
  if (!run) return undefined;
  const { tool, source, state } = foreign;
  return { id: run.id, folder: run.folder, name: run.labels.name, tool, source, state, rows: 0, missing: [], isThere: true, earlier: [] };
}

/** Tools that give each run an id of its own; a file's name says little. */
const WITH_IDS = ['wandb', 'mlflow'];

function sameSource({ tool, source }: ForeignRun, known: readonly RunOverview[]): RunOverview[] {
  const family = (of: string): string => of.split(' ')[0]!;
  if (!WITH_IDS.includes(family(tool))) return [];
  return known.filter(
    ({ config }) => config.kind === 'imported' && config.source.run === source && family(config.source.tool) === family(tool),
  );
}
