import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { encodeNpy, type NpyArray } from '../../artifacts/npy';
import { SCHEMA_VERSION } from '../../contract/formats/config';
import { noLabels } from '../../contract/labels';
import type { ImportedConfig } from '../../contract/run';
import { newRunId } from '../../contract/runId';
import type { Scores } from '../../contract/scores';
import type { RunSummary } from '../../contract/summary';
import type { TrainerEvent } from '../../contract/trainer';
import { rename } from '../../files/rename';
import { removeTree } from '../../files/tree';
import { createFileIn, makeFolder } from '../../files/writeFiles';
import { toJson } from '../../util/json';
import { toJsonLine } from '../../util/jsonLines';
import { writeGitignore } from '../gitignore';
import { storageError } from '../runFolderError';
import type { CheckedArrays } from './checkedArrays';

/** What an imported run is to be. */
export interface NewImportedRun {
  readonly runsFolder: string;
  readonly name: string;
  readonly config: Pick<ImportedConfig, 'source' | 'parameters'> & { readonly dataset: NonNullable<ImportedConfig['dataset']> };
  readonly arrays: CheckedArrays;
  readonly scores: Scores;
}

/** A run folder that is whole, under a name that no reader takes for a run's. */
export interface PreparedRun {
  readonly id: string;
  /** Where it will lie. */
  readonly folder: string;
  /** Gives it its name. @throws {RunFolderError} */
  readonly commit: () => Promise<void>;
  /** Removes it, as long as it has no name. */
  readonly discard: () => Promise<void>;
}

/**
 * Writes the folder of an imported run beside the others; it becomes a run by `commit`, whole.
 * @throws {RunFolderError} if it cannot be written; nothing of it is left then
 */
export async function prepareImportedRun(run: NewImportedRun, now: Date): Promise<PreparedRun> {
  const { runsFolder } = run;
  const id = newRunId(now);
  const folder = path.join(runsFolder, id);
  const unnamed = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  const discard = (): Promise<void> => removeTree(unnamed);
  try {
    await makeFolder(runsFolder);
    await writeGitignore(runsFolder);
    await mkdir(unnamed);
    for (const [name, content] of filesOf(run, id, now.toISOString())) await createFileIn(unnamed, name, content);
  } catch (error) {
    await discard().catch(() => undefined);
    throw storageError(`${folder}: the run folder cannot be written`, error);
  }
  const commit = async (): Promise<void> => {
    try {
      await rename(unnamed, folder);
    } catch (error) {
      throw storageError(`${folder}: the run folder cannot be written`, error);
    }
  };
  return { id, folder, commit, discard };
}

function filesOf({ name, config, arrays, scores }: NewImportedRun, id: string, time: string): [string, Uint8Array | string][] {
  const { truth, predicted, probabilities, classes } = arrays;
  const saved: ImportedConfig = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'imported',
    id,
    createdAt: time,
    ...config,
    author: null,
    git: null,
    parent: null,
    design: null,
  };
  const files: [string, Uint8Array | string][] = [
    ['config.json', toJson(saved)],
    ['labels.json', toJson({ ...noLabels, name })],
    ['summary.json', toJson(summaryOf(id, time, scores))],
    ['events.jsonl', eventsOf(arrays, scores, time).map(toJsonLine).join('')],
    ['ground_truth.npy', encodeNpy(int64(truth))],
    ['predictions.npy', encodeNpy(int64(predicted))],
  ];
  if (probabilities) files.push(['probabilities.npy', encodeNpy({ shape: [truth.length, classes], data: probabilities })]);
  return files;
}

function int64(labels: Int32Array): NpyArray {
  return { shape: [labels.length], data: BigInt64Array.from(labels, BigInt) };
}

/** What a run that was only evaluated has to tell. */
function eventsOf({ notes }: CheckedArrays, scores: Scores, time: string): TrainerEvent[] {
  return [
    ...notes.map((message): TrainerEvent => ({ type: 'logged', time, level: 'warning', message })),
    { type: 'evaluated', time, split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores },
  ];
}

function summaryOf(id: string, time: string, { accuracy, logLoss, confusionMatrix, perClass, macro, micro, weighted }: Scores): RunSummary {
  return {
    schemaVersion: SCHEMA_VERSION,
    id,
    status: 'completed',
    reason: null,
    endedAt: time,
    durationMs: null,
    epochs: 0,
    keptEpoch: null,
    final: null,
    best: null,
    testLoss: logLoss,
    testAccuracy: accuracy,
    confusionMatrix,
    perClass,
    macro,
    micro,
    weighted,
  };
}
