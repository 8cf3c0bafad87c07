import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { SCHEMA_VERSION } from '../../contract/formats/config';
import { noLabels } from '../../contract/labels';
import type { ImportedConfig } from '../../contract/run';
import { isRunId, newRunId } from '../../contract/runId';
import type { Scores } from '../../contract/scores';
import type { RunSummary } from '../../contract/summary';
import { rename } from '../../files/rename';
import { removeTree } from '../../files/tree';
import { createFileIn, makeFolder } from '../../files/writeFiles';
import { toJson } from '../../util/json';
import { writeGitignore } from '../gitignore';
import { storageError } from '../runFolderError';
import type { CheckedArrays } from './checkedArrays';
import { arrayFiles, evaluationEvents, type NamedContent } from './evaluationFiles';

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
  /** Removes it, whether it has its name or not. */
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
  let isNamed = false;
  const discard = (): Promise<void> => removeTree(isNamed ? folder : unnamed);
  try {
    await makeFolder(runsFolder);
    await writeGitignore(runsFolder);
    await removeAbandoned(runsFolder, now);
    await mkdir(unnamed);
    for (const [name, content] of filesOf(run, id, now.toISOString())) await createFileIn(unnamed, name, content);
  } catch (error) {
    await discard().catch(() => undefined);
    throw storageError(`${folder}: the run folder cannot be written`, error);
  }
  const commit = async (): Promise<void> => {
    try {
      await rename(unnamed, folder);
      isNamed = true;
    } catch (error) {
      throw storageError(`${folder}: the run folder cannot be written`, error);
    }
  };
  return { id, folder, commit, discard };
}

/** After so long nobody is writing one any more. */
const ABANDONED_MS = 86_400_000;

/** Removes those that were never named, because the process that made them was ended. What cannot be removed stays. */
async function removeAbandoned(runsFolder: string, now: Date): Promise<void> {
  for (const name of await readdir(runsFolder)) {
    const [, id] = /^([^.]+)\.[0-9a-f]{8}\.tmp$/.exec(name) ?? [];
    if (id === undefined || !isRunId(id)) continue;
    const folder = path.join(runsFolder, name);
    const written = await lstat(folder).catch(() => undefined);
    if (written && now.getTime() - written.mtimeMs > ABANDONED_MS) await removeTree(folder).catch(() => undefined);
  }
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
