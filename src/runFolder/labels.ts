import { existsSync } from 'node:fs';
import type { RunLabels } from '../contract/labels';
import { writeFileIn } from '../files/writeFiles';
import { withFileLock } from './fileLock';
import { runPaths } from './paths';
import { readLabels } from './readRun';
import { RunFolderError, storageError } from './runFolderError';
import { toJson } from '../util/json';

/**
 * Changes some of the labels of a run and returns all of them; where they are so already, nothing is written. If two windows change them at
 * the same time, neither loses the other's change.
 * @throws {RunFolderError} if the labels that are there cannot be read, which would be lost, or the new ones cannot be written
 */
export async function changeLabels(folder: string, changed: Partial<RunLabels>): Promise<RunLabels> {
  const { labels: file, config } = runPaths(folder);
  // Neither the lock nor the labels make a folder again that was deleted.
  if (!existsSync(config)) throw new RunFolderError(`${folder}: the run is not there any more, so that its labels cannot be changed.`);
  try {
    const before = await readLabels(folder);
    if (toJson({ ...before, ...changed }) === toJson(before)) return before;
    return await withFileLock(file, async () => {
      const labels = { ...(await readLabels(folder)), ...changed };
      await writeFileIn(folder, 'labels.json', toJson(labels));
      return labels;
    });
  } catch (error) {
    if (error instanceof RunFolderError) throw error;
    throw storageError(`${file}: cannot be written`, error);
  }
}
