import type { RecordedRow, Recording } from '../../contract/recording';
import type { ImportedConfig } from '../../contract/run';
import { toJson } from '../../util/json';
import { arrayFiles, evaluationEvents } from '../importing/evaluationFiles';
import type { ReadKnownLabels } from './knownTestLabels';
import { recordedEpochs } from './recordedEpochs';
import { recordedEvaluation } from './recordedEvaluation';
import { loggedTest, recordedSummary } from './recordedSummary';

interface Ended {
  readonly id: string;
  readonly recording: Recording;
  readonly first: RecordedRow | undefined;
  readonly readKnownLabels: ReadKnownLabels | undefined;
  readonly write: (name: string, content: Uint8Array | string) => Promise<void>;
}

interface WrittenEnd {
  /** What is known of its data now. */
  readonly dataset: ImportedConfig['dataset'];
  /** How its rows and files were understood, in sentences. */
  readonly understood: readonly string[];
}

/**
 * Writes what a run of another tool has at its end: `summary.json`, and of arrays that came with it the evaluation, in the files that a
 * trained run has it in.
 */
export async function writeRecordedEnd(folder: string, { id, recording, first, readKnownLabels, write }: Ended): Promise<WrittenEnd> {
  const epochs = await recordedEpochs(folder, recording);
  const tested = loggedTest(recording.summary, epochs);
  const evaluation = await recordedEvaluation(folder, recording, { readKnownLabels, accuracy: tested.accuracy });
  const scores = evaluation?.scores;
  if (evaluation) {
    if (evaluation.arrays) for (const [name, content] of arrayFiles(evaluation.arrays)) await write(name, content);
    await write('events.jsonl', evaluationEvents(evaluation.notes, scores, recording.endedAt ?? recording.heardAt));
  }
  await write('summary.json', toJson(recordedSummary(id, recording, { scores, first, epochs, tested })));
  const understood = [...epochs.remarks, ...tested.remarks, ...(evaluation?.notes ?? [])];
  if (!evaluation || !scores) return { dataset: undefined, understood };
  const { classes, classNames, dataset } = evaluation;
  return { dataset: { ...dataset, classes, testImages: scores.count, ...(classNames && { classNames }) }, understood };
}
