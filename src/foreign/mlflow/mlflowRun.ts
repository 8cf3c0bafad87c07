/** What MLflow's stores have in common, once they are read. */
import { LONGEST_KEY, MOST_KEYS, type JsonValue } from '../../contract/formats/recording';
import { counted } from '../../util/format';
import { nothingElse, type ForeignFile, type ForeignRun } from '../foreignRun';
import type { Points } from '../points';

/** As a store has them. */
export interface MlflowFacts {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly user: string | null;
  readonly status: string;
  /** In ms since 1970; null where it is not known. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** Time in seconds. */
  readonly points: Points;
  readonly files: readonly ForeignFile[];
  readonly missing: readonly string[];
}

/** As RunStatus of MLflow numbers them. */
export const statusNames: Readonly<Record<number, string>> = { 1: 'RUNNING', 2: 'SCHEDULED', 3: 'FINISHED', 4: 'FAILED', 5: 'KILLED' };

const states: Readonly<Record<string, ForeignRun['state']>> = { FINISHED: 'finished', FAILED: 'failed', KILLED: 'failed' };

/** What MLflow itself keeps among the tags of a run. */
const OWN = 'mlflow.';

/** No run has more tags that a person gave. */
const MOST_TAGS = 200;
const LONGEST_TAG = 200;

/** @param nameOf what the run of an id is called, for those that others are nested in */
export function mlflowRun(facts: MlflowFacts, nameOf: (id: string) => string | undefined): ForeignRun {
  const { id, tags, params, points, startMs, endMs, status } = facts;
  const missing = [...facts.missing];
  const settings = [...params].slice(0, MOST_KEYS);
  if (params.size > settings.length) missing.push(`Left out: ${counted(params.size - settings.length, 'parameter')}.`);
  const span = points.span();
  const started = new Date(startMs ?? span?.[0] ?? 0);
  const heard = new Date(endMs ?? span?.[1] ?? started);
  const state = states[status] ?? 'running';
  const parent = tags.get('mlflow.parentRunId');
  const own = [...tags].filter(([key]) => !key.startsWith(OWN));
  const exported = tags.has(EXPORTED) ? exportedFacts(tags) : undefined;
  return {
    ...nothingElse,
    name: facts.name === '' ? id : facts.name,
    tool: versionIn(tags),
    source: `${facts.experiment}/${id}`,
    state,
    startedAt: started,
    heardAt: heard,
    endedAt: state === 'running' ? null : heard,
    project: facts.experiment,
    group: parent === undefined ? (exported?.group ?? null) : (nameOf(parent) ?? parent),
    jobType: exported?.jobType ?? null,
    host: exported?.host ?? null,
    program: tags.get('mlflow.source.name') ?? null,
    author: facts.user ?? tags.get('mlflow.user') ?? null,
    tags: exported?.tags ?? own.slice(0, MOST_TAGS).map(([key, value]) => (value === '' ? key : `${key}: ${value}`).slice(0, LONGEST_TAG)),
    notes: tags.get('mlflow.note.content') ?? '',
    config: Object.fromEntries(settings.map(([key, value]): [string, JsonValue] => [key.slice(0, LONGEST_KEY), value])),
    summary: points.latest(),
    files: facts.files,
    missing,
    rows: async function* () {
      yield* points.rows();
    },
  };
}

/** What Digits Lab told of a run that it exported stands among its tags. */
const EXPORTED = 'digits.id';

function exportedFacts(
  tags: ReadonlyMap<string, string>,
): Partial<Pick<ForeignRun, 'group' | 'jobType' | 'host'>> & Pick<ForeignRun, 'tags'> {
  const given = (tags.get('digits.tags') ?? '').split(', ').filter(tag => tag !== '');
  return {
    group: tags.get('digits.group') ?? null,
    jobType: tags.get('digits.job_type') ?? null,
    host: tags.get('digits.host') ?? null,
    tags: given.slice(0, MOST_TAGS).map(tag => tag.slice(0, LONGEST_TAG)),
  };
}

/** MLflow does not say which version wrote a run, except where a model was logged. */
function versionIn(tags: ReadonlyMap<string, string>): string {
  const [, version] = /"mlflow_version":\s*"([\d.]{1,20})"/.exec(tags.get('mlflow.log-model.history') ?? '') ?? [];
  return version === undefined ? 'mlflow' : `mlflow ${version}`;
}
