import { randomUUID } from 'node:crypto';
import { runAnswer, runsAnswer } from '../../contract/formats/mlflowAnswers';
import { addressOf, artifactPath } from './artifactPath';
import { batchesOf, tagValue } from './limits';
import type { MlflowRun } from './loggedRun';
import type { MlflowRequests } from './requests';

/** A run as it is at the server now. */
export interface SentRun {
  /** The id that it has here. */
  readonly id: string;
  /** The id that it has there. */
  readonly runId: string;
  /** Its page. */
  readonly url: string;
}

export interface SendTo {
  readonly experimentId: string;
  /** The id there of the run that it is nested in. */
  readonly parent?: string | undefined;
}

/** By this tag a run is found again whose creation was not answered. */
const EXPORT = 'digits.export';

/** Makes a run at the server, with everything that is logged of it but its end, or says that it is killed. @throws {MlflowError}; the reason of the signal */
export async function beginRun(requests: MlflowRequests, run: MlflowRun, { experimentId, parent }: SendTo): Promise<SentRun> {
  const { id: runId, artifactUri } = await createRun(requests, run, { experimentId, parent });
  try {
    for (const batch of batchesOf(run.logged)) await requests.tell('runs/log-batch', { run_id: runId, ...batch });
    if (run.files.length > 0) {
      const below = artifactPath(requests, artifactUri);
      for (const { path, read } of run.files) await requests.put(`${below}/${addressOf(path)}`, await read(), path);
    }
  } catch (error) {
    await giveUp(requests, runId);
    throw error;
  }
  return { id: run.id, runId, url: `${requests.uri}/#/experiments/${encodeURIComponent(experimentId)}/runs/${encodeURIComponent(runId)}` };
}

/** The same, to its end. A part of one that could not be sent whole is there as killed. @throws {MlflowError}; the reason of the signal */
export async function sendOne(requests: MlflowRequests, run: MlflowRun, to: SendTo): Promise<SentRun> {
  const sent = await beginRun(requests, run, to);
  try {
    await endRun(requests, run, sent);
    return sent;
  } catch (error) {
    await giveUp(requests, sent.runId);
    throw error;
  }
}

/** Says how a run ended: from then on it is whole. @throws {MlflowError}; the reason of the signal */
export async function endRun(requests: MlflowRequests, run: MlflowRun, { runId }: Pick<SentRun, 'runId'>): Promise<void> {
  await requests.tell('runs/update', { run_id: runId, status: run.status, end_time: run.endTime });
}

/** Says that a run is only a part of one. A server that cannot be told has it as one that goes on. */
export async function giveUp(requests: MlflowRequests, runId: string): Promise<void> {
  await requests.atOnce('runs/update', { run_id: runId, status: 'KILLED', end_time: Date.now() }).catch(() => undefined);
}

async function createRun(
  requests: MlflowRequests,
  { name, user, startTime }: MlflowRun,
  { experimentId, parent }: SendTo,
): Promise<{ readonly id: string; readonly artifactUri: string }> {
  const mark = randomUUID();
  const tags = [
    { key: EXPORT, value: mark },
    { key: 'mlflow.runName', value: name },
    { key: 'mlflow.user', value: user },
    ...(parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }]),
  ].filter(({ value }) => value !== '');
  const body = { experiment_id: experimentId, run_name: name, user_id: tagValue(user), start_time: startTime, tags };
  const { info } = await requests.repeat(async failures => {
    const search = { experiment_ids: [experimentId], filter: `tags.\`${EXPORT}\` = '${mark}'`, max_results: 1 };
    const [made] = failures === 0 ? [] : ((await requests.once('runs/search', search, runsAnswer)).runs ?? []);
    return made ?? (await requests.once('runs/create', body, runAnswer)).run;
  });
  return { id: info.run_id, artifactUri: info.artifact_uri ?? '' };
}
