import { beganOf, exportedRun, type ExportedRun } from '../../report/exported/exportedRun';
import { readNotes } from '../artifacts';
import { readOverview, readRun } from '../readRun';
import { readRecording } from '../recording/readRecording';
import { RunFolderError } from '../runFolderError';
import { recordedRows } from './recordedRows';

/**
 * A run as other programs are given it, without what was measured at its steps.
 * @throws {RunFolderError} if there is no run that can be read
 */
export async function readForTable(folder: string): Promise<ExportedRun> {
  return { ...(await readExported(folder, false)), series: [] };
}

/** A run that nobody adds to, with all of its series. @throws {RunFolderError} also of one that is being trained */
export async function readEnded(folder: string): Promise<ExportedRun> {
  const run = await readExported(folder, true);
  checkEnded(folder, run);
  return run;
}

/** The same without what was measured at its steps. @throws {RunFolderError} as `readEnded` */
export async function checkedForExport(folder: string): Promise<ExportedRun> {
  const run = await readForTable(folder);
  checkEnded(folder, run);
  return run;
}

async function readExported(folder: string, withRows: boolean): Promise<ExportedRun> {
  const { id, config, labels, status, summary, recorded } = await readOverview(folder);
  const recording = recorded && (await readRecording(folder));
  const rows = recording && withRows ? await recordedRows(folder, beganOf({ config, recording })) : undefined;
  const run = await readRun(folder);
  return exportedRun({ id, config, labels, status, summary, notes: await readNotes(folder), run, recording, rows });
}

function checkEnded(folder: string, { status }: Pick<ExportedRun, 'status'>): void {
  if (status === 'running' || status === 'starting')
    throw new RunFolderError(`${folder}: this run is being trained; export it when it has ended.`);
}
