import { existsSync } from 'node:fs';
import { runPaths } from './paths';
import { readOverview } from './readRun';
import { RunWriter } from './runWriter';

/**
 * Writes down why a run failed, where its trainer had no time to: it crashed or had to be ended. A run that has ended in another way,
 * or was never begun, is left alone.
 * @param said what the trainer wrote last; empty if nothing
 * @throws {RunFolderError} if the folder cannot be written
 */
export async function recordFailure(folder: string, reason: string, said: string): Promise<void> {
  if (!existsSync(runPaths(folder).config) || (await readOverview(folder)).status !== 'interrupted') return;
  const writer = await RunWriter.resume(folder);
  const time = new Date().toISOString();
  if (said) writer.append({ type: 'logged', time, level: 'error', message: said });
  writer.append({ type: 'runFailed', time, cause: 'training', message: reason });
  await writer.close();
}
