import { exportedRun, type ExportedRun } from '../../report/exported/exportedRun';
import { readNotes } from '../artifacts';
import { readOverview, readRun } from '../readRun';
import { RunFolderError } from '../runFolderError';

/** A run as other programs are given it. @throws {RunFolderError} if there is no run that can be read */
export async function readExported(folder: string): Promise<ExportedRun> {
  const { id, config, labels, status, summary } = await readOverview(folder);
  return exportedRun({ id, config, labels, status, summary, notes: await readNotes(folder), run: await readRun(folder) });
}

/** The same of a run that nobody adds to. @throws {RunFolderError} also of one that is being trained */
export async function readEnded(folder: string): Promise<ExportedRun> {
  const run = await readExported(folder);
  if (run.status === 'running' || run.status === 'starting')
    throw new RunFolderError(`${folder}: this run is being trained; export it when it has ended.`);
  return run;
}
