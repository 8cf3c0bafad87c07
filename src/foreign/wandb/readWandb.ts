import path from 'node:path';
import type { JsonValue } from '../../contract/formats/recording';
import type { RecordedRow } from '../../contract/recording';
import { fileSizeIn, fileTimeIn, readFileIn, readRange, useFileIn } from '../../files/readFiles';
import { listFiles } from '../../files/tree';
import { counted } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { namesIn } from '../fileNames';
import { asForeignError, ForeignError } from '../foreignError';
import { nothingElse, type ForeignFile, type ForeignRun, type JsonObject } from '../foreignRun';
import { isJsonObject } from '../../contract/recording';
import { asJson, asObject, parseLooseJson, textOr } from '../looseJson';
import { readYaml } from '../yaml';
import { objectOf } from './items';
import { wandbArtifacts } from './wandbArtifacts';
import { rowOf, secondsOf, systemRowOf, WandbFacts } from './wandbFacts';
import { wandbRecords } from './wandbRecords';

/** How W&B calls the folder of a run: `offline-run-20261123_132647-nhewr0fr`, `run-…`. */
export const RUN_FOLDER = /^(?:offline-)?run-\d{8}_\d{6}-(.+)$/;

/** What W&B writes on the terminal goes here too. */
const CONSOLE = 'files/output.log';
const PART_BYTES = 1_000_000;

/** Summary and metadata. */
const LIMIT_BYTES = 16_000_000;
const MOST_FILES = 10_000;

/**
 * The run of a folder that W&B's client wrote, of version 0.13 to 0.31, offline or online: its `.wandb` file, and what lies in `files/`.
 * @throws {ForeignError} if there is none, or it cannot be read
 */
export async function readWandb(folder: string): Promise<ForeignRun> {
  const name = await recordFileIn(folder);
  const file = path.join(folder, name);
  const missing: string[] = [];
  const facts = new WandbFacts();
  for await (const record of wandbRecords(folder, name, what => missing.push(`${name}: ${what}.`))) facts.add(record);
  const { run } = facts;
  const metadata = asObject(await jsonIn(folder, 'files/wandb-metadata.json', missing));
  const config = run ? objectOf(facts.config) : configOf(asObject(await readYaml(folder, 'files/config.yaml').catch(() => undefined)));
  const summary = facts.summary.size > 0 ? objectOf(facts.summary) : asObject(await jsonIn(folder, 'files/wandb-summary.json', missing));
  if (!run && facts.rows === 0 && Object.keys(summary).length === 0)
    throw new ForeignError(`${file}: there is no record of a run in it${missing.length > 0 ? ` (${missing[0]})` : ''}.`);
  if (facts.artifactsLeftOut > 0) missing.push(`Left out: ${counted(facts.artifactsLeftOut, 'artifact')} after so many or so large ones.`);
  if (!run) missing.push(`${name}: how the run was begun is not in it.`);
  const id = run?.runId || (RUN_FOLDER.exec(path.basename(folder))?.[1] ?? name.replace(/^run-|\.wandb$/g, ''));
  const written = (await fileTimeIn(folder, name)) ?? 0;
  const started = run?.startTime ? secondsOf(run.startTime) * 1000 : startIn(folder, written);
  const heard = facts.lastTime === undefined ? Math.max(started, written) : Math.max(started, facts.lastTime * 1000);
  const { exitCode } = facts;
  // Without the commit that it was built from.
  const [version = ''] = (facts.version || (textOr(asObject(config['_wandb'])['cli_version']) ?? '')).split('+');
  return {
    ...nothingElse,
    name: run?.displayName || id,
    tool: version === '' ? 'wandb' : `wandb ${version}`.slice(0, 60),
    source: [run?.entity, run?.project, id].filter(Boolean).join('/'),
    state: exitCode === undefined ? 'running' : exitCode === 0 ? 'finished' : 'failed',
    exitCode: exitCode ?? null,
    startedAt: new Date(started),
    heardAt: new Date(heard),
    endedAt: exitCode === undefined ? null : new Date(heard),
    entity: run?.entity || null,
    project: run?.project || null,
    group: run?.runGroup || null,
    jobType: run?.jobType || null,
    host: run?.host || textOr(metadata['host']),
    program: textOr(metadata['program']),
    author: textOr(metadata['username']),
    tags: run?.tags ?? [],
    notes: run?.notes ?? '',
    config: withoutOwn(config),
    summary: withoutOwn(summary),
    metrics: [...facts.metrics.values()],
    files: await filesOf(folder, missing),
    artifacts: await wandbArtifacts(folder, facts.artifacts),
    missing,
    rows: () => rowsOf(folder, name),
    system: () => systemOf(folder, name),
    console: () => consoleOf(folder, name),
  };
}

/** The `.wandb` file of a folder. @throws {ForeignError} if there is none, or more than one */
async function recordFileIn(folder: string): Promise<string> {
  const files = (await namesIn(folder)).files.filter(name => name.endsWith('.wandb'));
  const [name, ...others] = files;
  if (name === undefined) throw new ForeignError(`${folder}: there is no file run-ID.wandb in this folder, as W&B's client writes one.`);
  if (others.length > 0) throw new ForeignError(`${folder}: there is more than one .wandb file in it (${files.slice(0, 5).join(', ')}).`);
  return name;
}

async function* rowsOf(folder: string, name: string): AsyncGenerator<RecordedRow> {
  for await (const { recordType } of wandbRecords(folder, name)) if (recordType.case === 'history') yield rowOf(recordType.value);
}

async function* systemOf(folder: string, name: string): AsyncGenerator<RecordedRow> {
  for await (const { recordType } of wandbRecords(folder, name)) if (recordType.case === 'stats') yield systemRowOf(recordType.value);
}

/** The console as W&B's client keeps it as a file, else out of its records. */
async function* consoleOf(folder: string, name: string): AsyncGenerator<string> {
  if (((await fileSizeIn(folder, CONSOLE)) ?? 0) > 0) {
    yield* textIn(folder, CONSOLE);
    return;
  }
  for await (const { recordType } of wandbRecords(folder, name)) if (recordType.case === 'outputRaw') yield recordType.value.line;
}

async function* textIn(folder: string, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for (let position = 0; ;) {
    const part = await useFileIn(folder, name, file => readRange(file, position, PART_BYTES));
    if (!part || part.length === 0) return;
    position += part.length;
    yield decoder.decode(part, { stream: true });
  }
}

/** What lies in `files/`, but for the console, which is kept as such. */
async function filesOf(folder: string, missing: string[]): Promise<ForeignFile[]> {
  try {
    const { files, isCut } = await listFiles(path.join(folder, 'files'), MOST_FILES);
    if (isCut) missing.push(`Only ${MOST_FILES} of its files go along.`);
    return files
      .map(({ name, bytes }) => ({ path: name, bytes, folder, name: `files/${name}` }))
      .filter(({ name }) => name !== CONSOLE)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    missing.push(`Its files were left out: ${messageOf(error)}`);
    return [];
  }
}

async function jsonIn(folder: string, name: string, missing: string[]): Promise<JsonValue | undefined> {
  const file = path.join(folder, name);
  try {
    const bytes = await readFileIn(folder, name, LIMIT_BYTES);
    return bytes && asJson(parseLooseJson(bytes.toString('utf8')));
  } catch (error) {
    missing.push(`Left out: ${asForeignError(error, file).message}`);
    return undefined;
  }
}

/** config.yaml has each value in an object, beside a description. */
function configOf(file: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(file).map(([key, value]) => [key, isJsonObject(value) && 'value' in value ? value['value']! : value]),
  );
}

/** What W&B keeps for itself. */
export function withoutOwn(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== '_wandb'));
}

/** The time in the name of a folder is that of the place where it was written; it is taken as of here. */
function startIn(folder: string, otherwise: number): number {
  const [, date = '', time = ''] = /run-(\d{8})_(\d{6})-/.exec(path.basename(folder)) ?? [];
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number);
  const [hour, minute, second] = [time.slice(0, 2), time.slice(2, 4), time.slice(4)].map(Number);
  const at = new Date(year!, month! - 1, day, hour, minute, second).getTime();
  return date === '' || Number.isNaN(at) ? otherwise : at;
}
