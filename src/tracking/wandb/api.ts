import { lineCountsAnswer, runFilesAnswer, upsertAnswer, viewerAnswer } from '../../contract/formats/wandbAnswers';
import { askGraphql } from './graphql';
import type { Requests } from './requests';

/** Where a run is at a server: what W&B calls its path. */
export interface RunPath {
  readonly entity: string;
  readonly project: string;
  /** The run's id, which W&B calls its name. */
  readonly name: string;
}

/** The description of a run for a server; the server chooses what is empty. */
export interface RunInput extends RunPath {
  readonly displayName: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly groupName: string;
  readonly jobType: string;
  readonly host: string;
  readonly commit: string;
  readonly repo: string;
  /** JSON: each value as `{"value": …}`. */
  readonly config: string;
}

/** How many lines the server has of a run. */
export interface LineCounts {
  readonly history: number;
  readonly console: number;
  readonly events: number;
}

/** What file_stream takes at once; each file's lines begin at their offset. */
export interface StreamBody {
  readonly files?: Readonly<Record<string, { readonly offset: number; readonly content: readonly string[] }>>;
  readonly uploaded?: readonly string[];
  readonly complete?: true;
  readonly exitcode?: number;
}

const viewer = { query: 'query Viewer { viewer { id entity username } }', answer: viewerAnswer };

const LINE_COUNTS = 'historyLineCount logLineCount eventsLineCount';

const upsertBucket = {
  answer: upsertAnswer,
  passing: [409],
  query: `mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String, $displayName: String,
  $notes: String, $commit: String, $config: JSONString, $host: String, $repo: String, $jobType: String, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, groupName: $groupName, displayName: $displayName,
    notes: $notes, commit: $commit, config: $config, host: $host, jobRepo: $repo, jobType: $jobType, tags: $tags}) {
    bucket { id name project { name entity { name } } ${LINE_COUNTS} }
  }
}`,
};

const runResumeStatus = {
  answer: lineCountsAnswer,
  query: `query RunResumeStatus($project: String, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) { bucket(name: $name, missingOk: true) { id ${LINE_COUNTS} } }
}`,
};

const createRunFiles = {
  answer: runFilesAnswer,
  query: `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID uploadHeaders files { name uploadUrl }
  }
}`,
};

/**
 * The user or team that the key belongs to.
 * @throws {WandbError} also if the server does not know the key
 */
export async function askViewer(requests: Requests): Promise<string> {
  const answer = await askGraphql(requests, viewer, {});
  const entity = answer.viewer?.entity;
  if (entity == null) throw requests.keyError('Viewer');
  return entity;
}

/**
 * Creates the run at the server, or continues it.
 * @returns its path with the names that the server gives it, and what the server has of it
 * @throws {WandbError}
 */
export async function upsertRun(requests: Requests, input: RunInput): Promise<{ readonly path: RunPath; readonly counts: LineCounts }> {
  const given = Object.entries(input).map(([name, value]: [string, string | readonly string[]]) => [
    name,
    value.length === 0 ? null : value,
  ]);
  const { bucket } = (await askGraphql(requests, upsertBucket, Object.fromEntries(given))).upsertBucket;
  const path = { entity: bucket.project.entity.name, project: bucket.project.name, name: input.name };
  return { path, counts: countsOf(bucket) };
}

/** What the server has of a run that was made. @throws {WandbError} */
export async function askLineCounts(requests: Requests, path: RunPath): Promise<LineCounts> {
  return countsOf((await askGraphql(requests, runResumeStatus, path)).model.bucket);
}

/** Sends the next lines of a run to the server, or only reports that the run is still alive. @throws {WandbError} */
export async function streamFiles(requests: Requests, { entity, project, name }: RunPath, body: StreamBody): Promise<void> {
  const path = [entity, project, name].map(encodeURIComponent).join('/');
  await requests.post(`/files/${path}/file_stream`, body, { what: 'file_stream' });
}

/** Puts a file of a run to the server's storage, in place of one of that name. @throws {WandbError} */
export async function putRunFile(
  requests: Requests,
  path: RunPath,
  file: { name: string; content: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const variables = { entity: path.entity, project: path.project, run: path.name, files: [file.name] };
  const { uploadHeaders, files } = (await askGraphql(requests, createRunFiles, variables)).createRunFiles;
  await requests.put({ url: files[0].uploadUrl, headers: uploadHeaders }, file.content, file.name);
}

function countsOf(run: { readonly historyLineCount: number; readonly logLineCount: number; readonly eventsLineCount: number }): LineCounts {
  return { history: run.historyLineCount, console: run.logLineCount, events: run.eventsLineCount };
}
