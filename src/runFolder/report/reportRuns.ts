import path from 'node:path';
import type { WrittenReport } from '../../contract/inspection';
import { comparisonReport } from '../../report/written/comparisonReport';
import type { ReportedRun } from '../../report/written/reportedRun';
import { runReport } from '../../report/written/runReport';
import { readOverview } from '../readRun';
import { RunFolderError } from '../runFolderError';
import { readReported } from './readReported';
import { writeReport, type ReportPlace } from './writeReport';

/**
 * Writes the report of a run, or a comparison of several.
 * @param folders of the runs
 * @param file where to, in a folder that is there; by default into the folder of the run, or of the first one
 * @throws {RunFolderError} if a run cannot be read, or the report not be written
 */
export async function reportRuns(folders: readonly string[], file?: string): Promise<WrittenReport> {
  const [first, second] = folders;
  if (first === undefined) throw new RunFolderError('There is no run to report on.');
  const isOfOne = second === undefined;
  const place = file === undefined ? await inRunFolder(first, isOfOne ? 'report' : 'comparison') : placeOf(file);
  if (isOfOne) return writeReport(place, runReport(await readReported(first), place.pictureFolder));
  const reported: ReportedRun[] = [];
  // One after the other: of each only what the report tells is kept.
  for (const folder of folders) reported.push(withoutBatches(await readReported(folder)));
  return writeReport(place, comparisonReport(reported, place.pictureFolder));
}

/** A comparison draws whole epochs. */
function withoutBatches({ run, ...reported }: ReportedRun): ReportedRun {
  const { status, attempt, epochs } = run;
  return { ...reported, run: { status, attempt, epochs, batches: [], resources: [], log: [] } };
}

/** @throws {RunFolderError} of a run that a newer version of Digits Lab wrote */
async function inRunFolder(folder: string, name: string): Promise<ReportPlace> {
  const { readOnly } = await readOverview(folder);
  if (readOnly !== null) throw new RunFolderError(readOnly);
  return { folder, name: `${name}.md`, pictureFolder: name };
}

function placeOf(file: string): ReportPlace {
  const { dir, base, name } = path.parse(file);
  return { folder: dir, name: base, pictureFolder: `${name}-files` };
}
