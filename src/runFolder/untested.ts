import { whyNotEvaluated } from '../contract/noEvaluation';
import { untestedInWords } from '../wording/untestedInWords';
import type { RunOverview } from './readRun';
import { readRecording } from './recording/readRecording';
import { RunFolderError } from './runFolderError';

/** The error of a run of which nothing is known of single test images: why that is, and what would change it. */
export async function untested(folder: string, run: Pick<RunOverview, 'config' | 'status'>): Promise<RunFolderError> {
  const recording = run.config.kind === 'imported' ? await readRecording(folder) : undefined;
  return new RunFolderError(`${folder}: ${untestedInWords(run, whyNotEvaluated(recording?.understood ?? []))}`);
}
