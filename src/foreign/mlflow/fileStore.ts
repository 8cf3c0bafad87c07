/** MLflow's file store: `mlruns/EXPERIMENT/RUN/` with `meta.yaml` and a file for each parameter, metric and tag. */
import path from 'node:path';
import type { JsonValue } from '../../contract/formats/recording';
import { fileSizeIn, readFileIn, useFileIn, type OpenFile } from '../../files/readFiles';
import { listFiles } from '../../files/tree';
import { wholeLines } from '../../files/wholeLines';
import { counted, grouped } from '../../util/format';
import { forEachLine } from '../../util/jsonLines';
import { messageOf } from '../../util/messageOf';
import { namesIn } from '../fileNames';
import { asForeignError, ForeignError } from '../foreignError';
import type { ForeignFile, ForeignRun, FoundRun } from '../foreignRun';
import { asObject, textOr } from '../looseJson';
import { Points } from '../points';
import { readYaml } from '../yaml';
import { mlflowRun, statusNames } from './mlflowRun';

export const META = 'meta.yaml';

/** Deleted experiments. */
const TRASH = '.trash';

/** A parameter or a tag. */
const LIMIT_BYTES = 1_000_000;
/** All parameters, or all tags, of a run. */
const ALL_BYTES = 20_000_000;
/** A metric of every batch. */
const METRIC_BYTES = 256_000_000;
/** Of a metric: three numbers, and what it was measured on. */
const LONGEST_LINE = 10_000;
/** Of an experiment. */
const MOST_RUNS = 10_000;
/** Parameters, tags or metrics. */
const MOST_FILES = 20_000;
const MOST_ARTIFACTS = 10_000;

const LINE_FEED = 10;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** What the meta.yaml of a folder is of; undefined if there is none. @throws {ForeignError} */
export async function metaKind(folder: string): Promise<'run' | 'experiment' | undefined> {
  const meta = await readYaml(folder, META);
  if (meta === undefined) return undefined;
  const { run_id, run_uuid, experiment_id, artifact_location } = asObject(meta);
  if (textOr(run_id) ?? textOr(run_uuid)) return 'run';
  return experiment_id !== undefined && artifact_location !== undefined ? 'experiment' : undefined;
}

/** The runs of an experiment's folder. @throws {ForeignError} */
export async function experimentRuns(folder: string): Promise<FoundRun[]> {
  const found: FoundRun[] = [];
  const names = new Map<string, string>();
  for (const id of (await namesIn(folder)).folders) {
    if (id === TRASH || (await fileSizeIn(folder, `${id}/${META}`)) === undefined) continue;
    if (found.length === MOST_RUNS)
      throw new ForeignError(`${folder}: it has more than ${grouped(MOST_RUNS)} runs; name the folders of those that are to be imported.`);
    found.push({ path: path.join(folder, id), read: () => readFileRun(path.join(folder, id), names) });
  }
  // A run is called by its name where another one says what it is nested in.
  for (const one of found) {
    const meta = asObject(await readYaml(one.path, META).catch(() => undefined));
    const name = textOr(meta['run_name']);
    if (name !== null) names.set(path.basename(one.path), name);
  }
  return found;
}

/** @throws {ForeignError} if it is no run of MLflow, was deleted there, or cannot be read */
export async function readFileRun(folder: string, names: ReadonlyMap<string, string> = new Map()): Promise<ForeignRun> {
  const file = path.join(folder, META);
  const meta = asObject(await readYaml(folder, META));
  const id = textOr(meta['run_id']) ?? textOr(meta['run_uuid']);
  if (id === null) throw new ForeignError(`${file}: this is no run of MLflow: it has no run_id.`);
  if (meta['lifecycle_stage'] === 'deleted')
    throw new ForeignError(`${folder}: this run was deleted in MLflow (mlflow gc would remove it).`);
  const missing: string[] = [];
  const params = await textsIn(folder, 'params', missing);
  const tags = await textsIn(folder, 'tags', missing);
  const points = await metricsIn(folder, missing);
  const files = await artifactsIn(folder, textOr(meta['artifact_uri']), missing);
  const { status, start_time: start, end_time: end } = meta;
  const experiment = asObject(await readYaml(path.dirname(folder), META).catch(() => undefined));
  return mlflowRun(
    {
      id,
      name: textOr(meta['run_name']) ?? tags.get('mlflow.runName') ?? '',
      experiment: textOr(experiment['name']) ?? idOf(meta['experiment_id']) ?? path.basename(path.dirname(folder)),
      user: textOr(meta['user_id']),
      status: typeof status === 'number' ? (statusNames[status] ?? '') : (textOr(status) ?? ''),
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

/** YAML may take it for a number. */
function idOf(value: JsonValue | undefined): string | null {
  return typeof value === 'number' ? String(value) : textOr(value);
}

/** The texts of a folder's files by their names, which may have slashes. */
async function textsIn(folder: string, below: 'params' | 'tags', missing: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const names = await filesIn(folder, below);
  let length = 0;
  for (const name of names) {
    const bytes = await read(folder, `${below}/${name}`, LIMIT_BYTES);
    length += bytes.length;
    if (length > ALL_BYTES) {
      missing.push(`Only ${texts.size} of its ${names.length} ${below} were read: they are too long.`);
      break;
    }
    texts.set(name, bytes.toString('utf8'));
  }
  return texts;
}

async function metricsIn(folder: string, missing: string[]): Promise<Points> {
  const points = new Points(folder);
  for (const name of await filesIn(folder, 'metrics')) {
    const below = `metrics/${name}`;
    try {
      const broken = await useFileIn(folder, below, open =>
        readMetric(open, path.join(folder, below), (...point) => points.add(name, ...point)),
      );
      if (broken)
        missing.push(`${below}: ${counted(broken, 'line')} ${broken === 1 ? 'is no value' : 'are no values'} of a metric, and left out.`);
    } catch (error) {
      throw asForeignError(error, path.join(folder, below));
    }
  }
  return points;
}

/** Lines of `time value step`, the time in ms; later versions add what it was measured on. @returns how many lines are none */
async function readMetric(open: OpenFile, file: string, onPoint: (step: number, time: number, value: number) => void): Promise<number> {
  if (open.size > METRIC_BYTES)
    throw new ForeignError(`${file}: it has ${grouped(open.size)} bytes; expected at most ${grouped(METRIC_BYTES)}.`);
  const tooLong = (at: number): ForeignError => new ForeignError(`${file}: the line at byte ${at} is longer than any of a metric.`);
  let broken = 0;
  for await (const part of wholeLines(open, { bytes: LONGEST_LINE, error: tooLong }))
    forEachLine(part.at(-1) === LINE_FEED ? part : Buffer.concat([part, Buffer.of(LINE_FEED)]), text => {
      const line = text.trim();
      if (line === '') return;
      const [time, value, step = '0'] = line.split(' ', 3);
      const number = pythonNumber(value ?? '');
      if (number === undefined || !NUMBER.test(time!) || !NUMBER.test(step)) broken++;
      else onPoint(Number(step), Number(time) / 1000, number);
    });
  return broken;
}

function pythonNumber(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  return { nan: NaN, inf: Infinity, '-inf': -Infinity }[text.toLowerCase()];
}

async function artifactsIn(folder: string, uri: string | null, missing: string[]): Promise<ForeignFile[]> {
  const { files, isCut } = await listFiles(path.join(folder, 'artifacts'), MOST_ARTIFACTS).catch(() => ({ files: [], isCut: false }));
  if (isCut) missing.push(`Only ${MOST_ARTIFACTS} of its artifacts go along.`);
  const ending = `${path.basename(folder)}/artifacts`;
  if (files.length === 0 && uri !== null && !uri.replace(/\/$/, '').endsWith(ending))
    missing.push(`Its artifacts are kept elsewhere (${uri.slice(0, 200)}), and were left out.`);
  return files
    .map(({ name, bytes }) => ({ path: name, bytes, folder, name: `artifacts/${name}` }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function filesIn(folder: string, below: string): Promise<string[]> {
  try {
    const { files, isCut } = await listFiles(path.join(folder, below), MOST_FILES);
    if (isCut) throw new ForeignError(`${path.join(folder, below)}: it has more than ${MOST_FILES} files, which no run has.`);
    return files.map(({ name }) => name).sort();
  } catch (error) {
    throw asForeignError(error, path.join(folder, below));
  }
}

async function read(folder: string, name: string, limit: number): Promise<Buffer> {
  try {
    return (await readFileIn(folder, name, limit)) ?? Buffer.alloc(0);
  } catch (error) {
    throw error instanceof ForeignError ? error : new ForeignError(`${path.join(folder, name)}: ${messageOf(error)}`, { cause: error });
  }
}
