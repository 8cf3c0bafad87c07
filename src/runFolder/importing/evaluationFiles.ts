import { encodeNpy, type NpyArray } from '../../artifacts/npy';
import type { Scores } from '../../contract/scores';
import type { TrainerEvent } from '../../contract/trainer';
import { toJsonLine } from '../../util/jsonLines';
import type { CheckedArrays } from './checkedArrays';

/** A file of a run: its name, and what is in it. */
export type NamedContent = readonly [string, Uint8Array | string];

/** The arrays of an evaluation, as a trained run has them. */
export function arrayFiles({ truth, predicted, probabilities, classes }: CheckedArrays): NamedContent[] {
  const files: NamedContent[] = [
    ['ground_truth.npy', encodeNpy(int64(truth))],
    ['predictions.npy', encodeNpy(int64(predicted))],
  ];
  if (probabilities) files.push(['probabilities.npy', encodeNpy({ shape: [truth.length, classes], data: probabilities })]);
  return files;
}

/**
 * events.jsonl of a run that was only evaluated here.
 * @param notes what is to be known about the evaluation, in sentences
 */
export function evaluationEvents(notes: readonly string[], scores: Scores | undefined, time: string): string {
  const events: TrainerEvent[] = notes.map(message => ({ type: 'logged', time, level: 'warning', message }));
  if (scores) events.push({ type: 'evaluated', time, split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores });
  return events.map(toJsonLine).join('');
}

function int64(labels: Int32Array): NpyArray {
  const data = new BigInt64Array(labels.length);
  // The lower half of each, since labels are from 0 on: making a bigint of each takes a hundred times as long.
  const halves = new Int32Array(data.buffer);
  for (let i = 0; i < labels.length; i++) halves[2 * i] = labels[i]!;
  return { shape: [labels.length], data };
}
