import path from 'node:path';
import { mnistTestLabels } from '../data/mnist';
import type { ImportedRecordings, ImportRequest, ImportRunsRequest } from '../contract/importing';
import { findRuns } from '../foreign/findRuns';
import type { ForeignRun, FoundRun } from '../foreign/foreignRun';
import { isSameOfWandb } from '../foreign/sameOfWandb';
import { withShortTexts } from '../foreign/shortTexts';
import { digestOf, writeForeignRun, type Destination } from '../foreign/writeRun';
import { listRuns } from '../runFolder/listRuns';
import type { RunOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import { counted } from '../util/format';
import { messageOf } from '../util/messageOf';
import { importArrays } from './importArrays';
import type { Importing } from './importing';

type Imported = ImportedRecordings['runs'][number];

/** So many are imported at once at most. */
const MOST_RUNS = 2_000;

/**
 * Makes a run of everything at some places that can be imported. One that cannot does not keep the others from it, and one that is there
 * already is left as it is.
 * @throws {RunFolderError} if a name is given to several runs, or there are too many
 */
export async function importRuns(request: ImportRunsRequest, importing: Importing): Promise<void> {
  const { runsFolder, name } = request;
  const { draftId, programs, onReading, onImported } = importing;
  const fail = (path: string, error: unknown): void => onImported({ failed: [{ path, reason: messageOf(error) }] });
  const found: FoundRun[] = [];
  const arrayPaths: string[] = [];
  for (const place of request.paths) {
    onReading({ path: place, done: 0, of: 0 });
    try {
      const { runs, areArrays } = await findRuns(place, programs);
      if (areArrays) arrayPaths.push(place);
      for (const run of runs) found.push(run);
    } catch (error) {
      fail(place, error);
    }
  }
  checkCount(found, { name, hasArrays: arrayPaths.length > 0 });
  if (arrayPaths.length > 0) {
    const arrays: ImportRequest = { type: 'importArrays', runsFolder, paths: arrayPaths, ...(name !== undefined && { name }) };
    await importArrays(arrays, importing).then(
      made => onImported({ arrays: made }),
      (error: unknown) => fail(arrayPaths.join(', '), error),
    );
  }
  const readKnownLabels = (): ReturnType<typeof mnistTestLabels> => mnistTestLabels(path.join(programs, 'data', 'mnist'));
  const known = found.length === 0 ? [] : (await listRuns(runsFolder)).runs;
  const made = new Set<string>();
  for (const [done, { path: place, read }] of found.entries()) {
    onReading({ path: place, done, of: found.length });
    try {
      const foreign = withShortTexts(await read());
      const digest = digestOf(foreign);
      // Named twice, or copied.
      if (made.has(digest)) continue;
      made.add(digest);
      onImported({
        runs: [thereAlready(foreign, digest, known) ?? (await written(foreign, { known, runsFolder, draftId, name, readKnownLabels }))],
      });
    } catch (error) {
      fail(place, error);
    }
  }
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

interface Into extends Required<Pick<Destination, 'readKnownLabels'>> {
  readonly known: readonly RunOverview[];
  readonly runsFolder: string;
  readonly draftId: string;
  readonly name: string | undefined;
}

async function written(foreign: ForeignRun, { known, runsFolder, draftId, name = foreign.name, readKnownLabels }: Into): Promise<Imported> {
  const { id, folder, rows, missing } = await writeForeignRun(foreign, { runsFolder, draftId, name, readKnownLabels });
  const { tool, source, state } = foreign;
  return { id, folder, name, tool, source, state, rows, missing, isThere: false, earlier: sameSource(foreign, known).map(run => run.id) };
}

/** The run that was made of the same when it was as it is now, or that its script sent here: W&B's client writes its files all the same. */
function thereAlready(foreign: ForeignRun, digest: string, known: readonly RunOverview[]): Imported | undefined {
  const run = known.find(({ config }) => {
    if (config.kind !== 'imported') return false;
    const { source } = config;
    // One that was imported has a digest.
    return source.digest === undefined ? isSameOfWandb(source, foreign) : source.digest === digest;
  });
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
