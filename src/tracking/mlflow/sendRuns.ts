import { findExperiment } from './experiment';
import type { MlflowRun } from './loggedRun';
import { MlflowRequests, type MlflowRequestOptions } from './requests';
import { beginRun, endRun, giveUp, sendOne, type SentRun } from './sendRun';

/** What is to be sent: each run is made when its turn comes, so that no more than one is in memory. */
export interface RunsToSend {
  readonly experiment: string;
  /** The run that the others are nested in. */
  readonly parent?: MlflowRun | undefined;
  readonly runs: readonly (() => Promise<MlflowRun>)[];
  /** Whether files go with them. */
  readonly hasFiles: boolean;
  /** Told before each run, from 0. */
  readonly onRun?: (index: number) => void;
}

export interface SentRuns {
  readonly experimentId: string;
  readonly parent?: SentRun;
  readonly runs: readonly SentRun[];
  /** What of the runs did not go along, or not as it was, for a person. */
  readonly remarks: readonly string[];
}

/**
 * Sends runs to a tracking server, one after the other, each as a new run there. One that could not be sent whole is there as killed.
 * @throws {MlflowError} of the first that could not be sent; the reason of the signal; what making a run throws
 */
export async function sendRuns(
  options: MlflowRequestOptions,
  { experiment, parent, runs, hasFiles, onRun }: RunsToSend,
): Promise<SentRuns> {
  const requests = new MlflowRequests(options);
  const experimentId = await findExperiment(requests, experiment, hasFiles);
  const outer = parent && (await beginRun(requests, parent, { experimentId }));
  const sent: SentRun[] = [];
  const remarks: string[] = [];
  try {
    for (const [index, make] of runs.entries()) {
      onRun?.(index);
      const run = await make();
      sent.push(await sendOne(requests, run, { experimentId, parent: outer?.runId }));
      for (const one of run.remarks) remarks.push(`${run.id}: ${one}`);
    }
    if (parent && outer) await endRun(requests, parent, outer);
  } catch (error) {
    if (outer) await giveUp(requests, outer.runId);
    throw error;
  }
  return { experimentId, runs: sent, remarks, ...(outer && { parent: outer }) };
}
