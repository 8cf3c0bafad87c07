import { askGraphql, type GraphqlAnswer } from './graphql';
import type { Requests } from './requests';

/** Where a run is at a server. */
export interface RunPlace {
  readonly entity: string;
  readonly project: string;
  /** The run's id, which W&B calls its name. */
  readonly name: string;
}

/** What a server is told of a run; what is empty is left to it. */
export interface RunInput extends RunPlace {
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

const VIEWER = 'query Viewer { viewer { id entity username } }';

const LINE_COUNTS = 'historyLineCount logLineCount eventsLineCount';

const UPSERT_BUCKET = `mutation UpsertBucket($name: String, $project: String, $entity: String, $groupName: String, $displayName: String,
  $notes: String, $commit: String, $config: JSONString, $host: String, $repo: String, $jobType: String, $tags: [String!]) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, groupName: $groupName, displayName: $displayName,
    notes: $notes, commit: $commit, config: $config, host: $host, jobRepo: $repo, jobType: $jobType, tags: $tags}) {
    bucket { id name project { name entity { name } } ${LINE_COUNTS} }
  }
}`;

const RUN_RESUME_STATUS = `query RunResumeStatus($project: String, $entity: String, $name: String!) {
  model(name: $project, entityName: $entity) { bucket(name: $name, missingOk: true) { id ${LINE_COUNTS} } }
}`;

const CREATE_RUN_FILES = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: $files}) {
    runID uploadHeaders files { name uploadUrl }
  }
}`;

/**
 * The user or team that the key belongs to.
 * @throws {WandbError} also if the server does not know the key
 */
export async function askViewer(requests: Requests): Promise<string> {
  const answer = await askGraphql(requests, VIEWER, {});
  const entity = answer.textOrNone('viewer', 'entity');
  if (entity === undefined) throw requests.keyError('Viewer');
  return entity;
}

/**
 * Makes the run, or goes on with it.
 * @returns its place with the names that the server gives it, and what the server has of it
 * @throws {WandbError}
 */
export async function upsertRun(requests: Requests, input: RunInput): Promise<{ readonly place: RunPlace; readonly counts: LineCounts }> {
  const given = Object.entries(input).map(([name, value]: [string, string | readonly string[]]) => [
    name,
    value.length === 0 ? null : value,
  ]);
  const answer = await askGraphql(requests, UPSERT_BUCKET, Object.fromEntries(given), [409]);
  const project = ['upsertBucket', 'bucket', 'project'] as const;
  const place = { entity: answer.text(...project, 'entity', 'name'), project: answer.text(...project, 'name'), name: input.name };
  return { place, counts: countsAt(answer, 'upsertBucket', 'bucket') };
}

/** What the server has of a run that was made. @throws {WandbError} */
export async function askLineCounts(requests: Requests, place: RunPlace): Promise<LineCounts> {
  const answer = await askGraphql(requests, RUN_RESUME_STATUS, place);
  answer.text('model', 'bucket', 'id');
  return countsAt(answer, 'model', 'bucket');
}

/** Gives the server the next lines of a run, or says only that it is still there. @throws {WandbError} */
export async function streamFiles(requests: Requests, { entity, project, name }: RunPlace, body: StreamBody): Promise<void> {
  const path = [entity, project, name].map(encodeURIComponent).join('/');
  await requests.post(`/files/${path}/file_stream`, body, { what: 'file_stream' });
}

/** Puts a file of a run to the server's storage, in place of one of that name. @throws {WandbError} */
export async function putRunFile(
  requests: Requests,
  place: RunPlace,
  file: { name: string; content: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const variables = { entity: place.entity, project: place.project, run: place.name, files: [file.name] };
  const answer = await askGraphql(requests, CREATE_RUN_FILES, variables);
  const url = answer.text('createRunFiles', 'files', 0, 'uploadUrl');
  await requests.put({ url, headers: answer.texts('createRunFiles', 'uploadHeaders') }, file.content, file.name);
}

function countsAt(answer: GraphqlAnswer, ...run: readonly string[]): LineCounts {
  return {
    history: answer.count(...run, 'historyLineCount'),
    console: answer.count(...run, 'logLineCount'),
    events: answer.count(...run, 'eventsLineCount'),
  };
}
