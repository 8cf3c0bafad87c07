import path from 'node:path';
import type { PairedResult, WrittenReport } from '../../contract/inspection';
import { pairedResult } from '../../experiment/comparison/pairedResult';
import { comparisonReport, type ComparedRuns } from '../../report/written/comparisonReport';
import type { ReportedRun } from '../../report/written/reportedRun';
import { runReport } from '../../report/written/runReport';
import { namedFolder } from '../namedFolder';
import type { RunPredictions } from '../predictions';
import { readOverview } from '../readRun';
import { RunFolderError } from '../runFolderError';
import { readReported } from './readReported';
import { writeReport, type ReportPlace } from './writeReport';

/**
 * Writes the report of a run, or a comparison of several.
 * @param folders of the runs
 * @param file where to; its folder is made. By default into the folder of the run, or of the first one
 * @throws {RunFolderError} if a run cannot be read, or the report not be written
 */
export async function reportRuns(folders: readonly string[], file?: string): Promise<WrittenReport> {
  const [first, ...others] = folders;
  if (first === undefined) throw new RunFolderError('There is no run to report on.');
  const place = file === undefined ? await inRunFolder(first, others.length === 0 ? 'report' : 'comparison') : placeOf(file);
  const report =
    others.length === 0
      ? runReport(await readReported(first), place.pictureFolder)
      : comparisonReport(await readCompared(folders), place.pictureFolder);
  // Nothing is made before everything could be read.
  return writeReport(file === undefined ? place : { ...place, folder: await namedFolder(place.folder) }, report);
}

async function readCompared(folders: readonly string[]): Promise<ComparedRuns> {
  const runs: ReportedRun[] = [];
  const paired: PairedResult[] = [];
  let baseline: RunPredictions | undefined;
  // One after the other: of each only what the report tells is kept, and of the first its arrays.
  for (const folder of folders) {
    const { predictions, ...run } = await readReported(folder);
    if (runs.length === 0) baseline = predictions;
    else paired.push(baseline && predictions ? pairedResult(baseline, predictions) : withoutArrays);
    runs.push(withoutBatches(run));
  }
  return { runs, paired };
}

const withoutArrays: PairedResult = { outcome: 'refused', reason: 'Not all runs have the arrays of what they predicted.' };

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
