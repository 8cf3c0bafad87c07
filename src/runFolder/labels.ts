import type { RunLabels } from '../contract/labels';
import { writeFileIn } from '../files/writeFiles';
import { runPaths } from './paths';
import { readLabels } from './readRun';
import { storageError } from './runFolderError';
import { toJson } from '../util/json';

/**
 * Changes some of what a person may change about a run; returns all of it.
 * @throws {RunFolderError} if the labels that are there cannot be read, which would be lost, or the new ones cannot be written
 */
export async function changeLabels(folder: string, changed: Partial<RunLabels>): Promise<RunLabels> {
  const labels = { ...(await readLabels(folder)), ...changed };
  const file = runPaths(folder).labels;
  try {
    await writeFileIn(folder, 'labels.json', toJson(labels));
  } catch (error) {
    throw storageError(`${file}: cannot be written`, error);
  }
  return labels;
}
