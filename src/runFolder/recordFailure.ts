import { readOverview } from './readRun';
import { RunWriter } from './runWriter';

export interface Failure {
  readonly reason: string;
  /** What the trainer wrote last; empty if nothing. */
  readonly stderrTail: string;
  /** The trainer's attempt. */
  readonly attempt: number;
}

/**
 * Records why a run failed whose trainer had no time to: it crashed or had to be ended. A run that has ended in another way, was never
 * begun, or was resumed by another process is left unchanged.
 * @throws {RunFolderError} if the folder cannot be written, or another process is at work
 */
export async function recordFailure(folder: string, { reason, stderrTail, attempt }: Failure): Promise<void> {
  const overview = await readOverview(folder).catch(() => undefined);
  if (overview?.status !== 'interrupted') return;
  const writer = await RunWriter.resume(folder, attempt);
  try {
    const time = new Date().toISOString();
    if (stderrTail) writer.append({ type: 'logged', time, level: 'error', message: stderrTail });
    writer.append({ type: 'runFailed', time, cause: 'training', message: reason });
    await writer.close();
  } finally {
    await writer.abandon();
  }
}
