/** MLflow's store in SQLite: the tables `experiments`, `runs`, `params`, `metrics` and `tags`. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkFolders, isMissing } from '../../files/location';
import { listFiles } from '../../files/tree';
import { isInside } from '../../util/isInside';
import { messageOf } from '../../util/messageOf';
import { ForeignError } from '../foreignError';
import type { ForeignFile, ForeignRun, FoundRun } from '../foreignRun';
import { Points } from '../points';
import { mlflowRun } from './mlflowRun';
import { Tables, type DatabaseFile, type Row } from './sqlite';

const MOST_RUNS = 10_000;
const MOST_ARTIFACTS = 10_000;
/** Parameters or tags of a run. */
const MOST_TEXTS = 20_000;
/** All of them together, in UTF-16 units. */
const MOST_TEXT = 20_000_000;
/** MLflow's own have 32 letters and digits. */
const LONGEST_ID = 200;

/** Where MLflow keeps artifacts beside its database unless it is told otherwise. */
const ARTIFACT_FOLDERS = ['mlruns', 'mlartifacts'];

const runColumns = ['run_uuid', 'name', 'experiment_id', 'user_id', 'status', 'start_time', 'end_time', 'artifact_uri', 'lifecycle_stage'];

/** The runs in a database that were not deleted there. @throws {ForeignError} if it is none of MLflow, or cannot be read */
export async function sqliteRuns(database: DatabaseFile): Promise<FoundRun[]> {
  const file = path.join(database.folder, database.name);
  return Tables.use(database, tables => {
    if (!tables.has('runs', ['run_uuid']) || !tables.has('metrics', ['run_uuid', 'key', 'value']))
      throw new ForeignError(`${file}: this is no database of MLflow: it lacks its tables runs and metrics.`);
    const ids: string[] = [];
    for (const [id, stage] of tables.rows('runs', ['run_uuid', 'lifecycle_stage'], `LIMIT ${MOST_RUNS + 1}`))
      if (typeof id === 'string' && id.length <= LONGEST_ID && stage !== 'deleted') ids.push(id);
    if (ids.length > MOST_RUNS) throw new ForeignError(`${file}: it has more than ${MOST_RUNS} runs; export those that are wanted.`);
    if (ids.length === 0) throw new ForeignError(`${file}: there are no runs in this database.`);
    return ids.map(id => ({ path: `${file}, run ${id}`, read: () => readSqliteRun(database, id) }));
  });
}

async function readSqliteRun(database: DatabaseFile, id: string): Promise<ForeignRun> {
  const file = path.join(database.folder, database.name);
  const missing: string[] = [];
  const found = await Tables.use(database, tables => {
    const [run] = tables.rows('runs', runColumns, 'WHERE run_uuid = ?', [id]);
    if (!run) throw new ForeignError(`${file}: there is no run ${id} any more.`);
    const [experiment] = tables.has('experiments', ['experiment_id', 'name'])
      ? tables.rows('experiments', ['name'], 'WHERE experiment_id = ?', [run[2] ?? null])
      : [];
    const names = new Map<string, string>();
    const tags = textsOf(tables, { table: 'tags', id, missing });
    const parent = tags.get('mlflow.parentRunId');
    if (parent !== undefined)
      for (const [name] of tables.rows('runs', ['name'], 'WHERE run_uuid = ?', [parent]))
        if (typeof name === 'string') names.set(parent, name);
    return {
      run,
      experiment: text(experiment?.[0]),
      names,
      tags,
      params: textsOf(tables, { table: 'params', id, missing }),
      points: pointsOf(tables, id, file),
    };
  });
  const { run, experiment, names, tags, params, points } = found;
  const [, name, experimentId, user, status, start, end, uri] = run;
  const files = await artifactsOf(database.folder, id, { uri: text(uri), missing });
  return mlflowRun(
    {
      id,
      name: text(name) || (tags.get('mlflow.runName') ?? ''),
      experiment: experiment === '' ? String(experimentId ?? '') : experiment,
      user: text(user) || null,
      status: text(status),
      startMs: typeof start === 'number' ? start : null,
      endMs: typeof end === 'number' ? end : null,
      params,
      tags,
      points,
      files,
      missing,
    },
    one => names.get(one),
  );
}

function text(value: Row[number] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(
  tables: Tables,
  { table, id, missing }: { readonly table: 'params' | 'tags'; readonly id: string; readonly missing: string[] },
): Map<string, string> {
  const texts = new Map<string, string>();
  if (!tables.has(table, ['run_uuid', 'key', 'value'])) return texts;
  let length = 0;
  for (const [key, value] of tables.rows(table, ['key', 'value'], `WHERE run_uuid = ? ORDER BY key LIMIT ${MOST_TEXTS}`, [id])) {
    if (typeof key !== 'string') continue;
    const text = String(value ?? '');
    length += key.length + text.length;
    if (length > MOST_TEXT) {
      missing.push(`Only ${texts.size} of its ${table} were read: they are too long.`);
      break;
    }
    texts.set(key, text);
  }
  return texts;
}

function pointsOf(tables: Tables, id: string, file: string): Points {
  const points = new Points(file);
  const columns = ['key', 'value', 'timestamp', 'step', 'is_nan'];
  for (const [key, value, time, step, isNan] of tables.rows('metrics', columns, 'WHERE run_uuid = ? ORDER BY key, step, timestamp', [id])) {
    if (typeof key !== 'string' || typeof value !== 'number') continue;
    const at = typeof step === 'number' ? step : 0;
    // An infinite value is the largest number there: MLflow keeps it so, and reads it so.
    points.add(key, at, typeof time === 'number' ? time / 1000 : NaN, isNan === 1 ? NaN : value);
  }
  return points;
}

/** Files of another place on the machine are nobody's business: only what lies where MLflow itself puts it beside its database goes along. */
async function artifactsOf(
  folder: string,
  id: string,
  { uri, missing }: { readonly uri: string; readonly missing: string[] },
): Promise<ForeignFile[]> {
  if (uri === '') return [];
  const home = localFolder(uri, folder);
  const isOwn =
    home !== undefined && ARTIFACT_FOLDERS.some(one => isInside(home, path.join(folder, one))) && home.split(path.sep).includes(id);
  if (!isOwn) {
    missing.push(`Artifacts that are kept elsewhere (${uri.slice(0, 200)}) were left out.`);
    return [];
  }
  const below = path.relative(folder, home).split(path.sep).join('/');
  try {
    await checkFolders(folder, `${below}/any`);
    const { files, isCut } = await listFiles(home, MOST_ARTIFACTS);
    if (isCut) missing.push(`Only ${MOST_ARTIFACTS} of its artifacts go along.`);
    return files
      .map(({ name, bytes }) => ({ path: name, bytes, folder, name: `${below}/${name}` }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (!isMissing(error)) missing.push(`Its artifacts were left out: ${messageOf(error)}`);
    return [];
  }
}

function localFolder(uri: string, folder: string): string | undefined {
  // What a server keeps for its clients lies in mlartifacts beside its database.
  if (/^mlflow-artifacts:\/+/.test(uri)) return path.join(folder, 'mlartifacts', uri.replace(/^mlflow-artifacts:\/+/, ''));
  if (uri.startsWith('file:')) {
    try {
      return fileURLToPath(uri);
    } catch {
      return undefined;
    }
  }
  return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? undefined : path.resolve(folder, uri);
}
