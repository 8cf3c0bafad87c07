import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SCHEMA_VERSION } from '../../contract/formats/config';
import { noLabels } from '../../contract/labels';
import type { ImportedConfig } from '../../contract/run';
import { newRunId } from '../../contract/runId';
import type { Scores } from '../../contract/scores';
import type { RunSummary } from '../../contract/summary';
import { removeTree } from '../../files/tree';
import { createFileIn, makeFolder } from '../../files/writeFiles';
import { toJson } from '../../util/json';
import { writeGitignore } from '../gitignore';
import { storageError } from '../runFolderError';
import type { CheckedArrays } from './checkedArrays';
import { draftName, nameDraft } from './drafts';
import { arrayFiles, evaluationEvents, type NamedContent } from './evaluationFiles';

/** What an imported run is to be. */
export interface NewImportedRun {
  readonly runsFolder: string;
  /** What its folder is called by until it has its name. */
  readonly draftId: string;
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
  /** Removes it, whether it has its name or not. */
  readonly discard: () => Promise<void>;
}

/**
 * Writes the folder of an imported run beside the others; it becomes a run by `commit`, whole.
 * @throws {RunFolderError} if it cannot be written; nothing of it is left then
 */
export async function prepareImportedRun(run: NewImportedRun, now: Date): Promise<PreparedRun> {
  const { runsFolder, draftId } = run;
  const id = newRunId(now);
  const folder = path.join(runsFolder, id);
  const unnamed = path.join(runsFolder, draftName(id, draftId));
  let isNamed = false;
  const discard = (): Promise<void> => removeTree(isNamed ? folder : unnamed);
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
    await nameDraft(runsFolder, id, draftId);
    isNamed = true;
  };
  return { id, folder, commit, discard };
}

function filesOf({ name, config, arrays, scores }: NewImportedRun, id: string, time: string): NamedContent[] {
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
  return [
    ['config.json', toJson(saved)],
    ['labels.json', toJson({ ...noLabels, name })],
    ['summary.json', toJson(summaryOf(id, time, scores))],
    ['events.jsonl', evaluationEvents(arrays.notes, scores, time)],
    ...arrayFiles(arrays),
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
