import path from 'node:path';
import type { RecordedRow, Recording } from '../../contract/recording';
import type { ImportedConfig } from '../../contract/run';
import { toJson } from '../../util/json';
import { arrayFiles, evaluationEvents } from '../importing/evaluationFiles';
import { recordedEpochs } from './recordedEpochs';
import { recordedEvaluation } from './recordedEvaluation';
import { recordedSummary } from './recordedSummary';

interface Ended {
  readonly recording: Recording;
  readonly first: RecordedRow | undefined;
  readonly write: (name: string, content: Uint8Array | string) => Promise<void>;
}

/**
 * Writes what a run of another tool has at its end: `summary.json`, and of arrays that came with it the evaluation, in the files that a
 * trained run has it in.
 * @returns what is known of its data now
 */
export async function writeRecordedEnd(
  folder: string,
  { recording, first, write }: Ended,
): Promise<{ readonly dataset: ImportedConfig['dataset'] }> {
  const evaluation = await recordedEvaluation(folder, recording);
  const scores = evaluation?.scores;
  if (evaluation) {
    if (evaluation.arrays) for (const [name, content] of arrayFiles(evaluation.arrays)) await write(name, content);
    await write('events.jsonl', evaluationEvents(evaluation.notes, scores, recording.endedAt ?? recording.heardAt));
  }
  await write(
    'summary.json',
    toJson(recordedSummary(path.basename(folder), recording, { scores, first, epochs: await recordedEpochs(folder) })),
  );
  if (!evaluation || !scores) return { dataset: undefined };
  const { classes, classNames } = evaluation;
  return { dataset: { classes, testImages: scores.count, ...(classNames && { classNames }) } };
}
