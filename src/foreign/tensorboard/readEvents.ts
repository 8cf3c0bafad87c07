import path from 'node:path';
import type { JsonValue } from '../../contract/formats/recording';
import { LONGEST_KEY, MOST_KEYS } from '../../contract/formats/recording';
import { decoded } from '../decoded';
import { nameByFolder } from '../folderName';
import { ForeignError } from '../foreignError';
import { nothingElse, type ForeignRun } from '../foreignRun';
import { figureOf } from '../../contract/recorded';
import { settingsBeside } from '../hparams';
import { LeftOut } from '../leftOut';
import { Points } from '../points';
import { EventSchema, HParamsPluginDataSchema, type SummaryValue } from './event_pb';
import { forEachEventFrame, type Cursor } from './eventFrames';
import { tensorScalar } from './tensorScalar';

/** Event files that are one run. */
export interface EventFolder {
  /** The folder of the run. */
  readonly folder: string;
  /** In it, with `/`; sorted, so that the earlier of two comes first. */
  readonly files: readonly string[];
}

/** What the files of a run say, as it is gathered. */
export interface Gathered {
  readonly points: Points;
  readonly config: Map<string, JsonValue>;
  readonly leftOut: LeftOut;
  readonly missing: string[];
  status: 'running' | 'finished' | 'failed';
}

/** What the hparams plugin says of how a session ended (api.proto). */
const statusByNumber: Readonly<Record<number, Gathered['status']>> = { 1: 'finished', 2: 'failed', 3: 'running' };

/** Not shown in a message. */
const MOST_NAMED = 5;

/**
 * The scalars and hyperparameters of a run's event files. Tags of files in a subfolder have its name before them: `validation/epoch_loss`.
 * Values are float32, as the files have them.
 * @throws {ForeignError} if none of the files is one, or nothing in them is a scalar
 */
export async function readEvents({ folder, files }: EventFolder): Promise<ForeignRun> {
  const gathered = nothingGathered(folder);
  for (const name of files) {
    const why = await readEventFile(folder, placeOf(name, gathered));
    if (why !== undefined) gathered.missing.push(`${name}: ${why}.`);
  }
  const { points, config, missing, status } = gathered;
  if (points.size === 0)
    throw new ForeignError(`${folder}: there are no scalars in its event files (${files.slice(0, MOST_NAMED).join(', ')}).`);
  const leftOut = gathered.leftOut.sentences();
  for (const one of leftOut) missing.push(one);
  if (leftOut.length > 0) missing.push('Only scalars and hparams are imported.');
  const settings = await settingsBeside(folder, missing);
  const [first, last] = points.span() ?? [0, 0];
  return {
    ...nothingElse,
    name: nameByFolder(folder),
    tool: 'tensorboard',
    source: `${path.basename(path.dirname(folder))}/${path.basename(folder)}`,
    state: status,
    startedAt: new Date(first),
    heardAt: new Date(last),
    endedAt: status === 'running' ? null : new Date(last),
    config: { ...settings, ...Object.fromEntries(config) },
    summary: points.latest(),
    missing,
    rows: async function* () {
      yield* points.rows();
    },
  };
}

/** @param folder for errors */
export function nothingGathered(folder: string): Gathered {
  return { points: new Points(folder), config: new Map(), leftOut: new LeftOut(), missing: [], status: 'finished' };
}

/** A file of a run, as its events are read. */
export interface Place {
  readonly gathered: Gathered;
  /** Of the file. */
  readonly name: string;
  readonly prefix: string;
  /** Which plugin a tag of this file is of: only its first value says so. */
  readonly plugins: Map<string, string>;
}

/** @param name of the file in the run's folder, with `/` */
export function placeOf(name: string, gathered: Gathered): Place {
  const below = path.posix.dirname(name);
  // The hparams of PyTorch stand in a folder of their own, which is named after a time and says nothing.
  const prefix = below === '.' || /^\d+(\.\d+)?$/.test(below) ? '' : `${below}/`;
  return { gathered, name, prefix, plugins: new Map() };
}

/**
 * Takes the values of the events of a file.
 * @param cursor see `forEachEventFrame`
 * @returns why it ends before its last byte, for a person
 */
export function readEventFile(folder: string, place: Place, cursor?: Cursor): Promise<string | undefined> {
  const { gathered, name } = place;
  const data = (bytes: Buffer): void => readEvent(bytes, place);
  const tooLong = (): void => gathered.leftOut.add('record', 'too long to be read', name);
  return forEachEventFrame(folder, name, { data, tooLong }, cursor);
}

function readEvent(data: Buffer, place: Place): void {
  const event = decoded(EventSchema, data);
  if (!event) {
    // Its checksum is right: another program's record in the same frame.
    place.gathered.leftOut.add('record', 'of another kind, or of far too many parts', place.name);
    return;
  }
  for (const value of event.summary?.value ?? []) readValue(value, { step: Number(event.step), time: event.wallTime }, place);
}

function readValue(value: SummaryValue, { step, time }: { step: number; time: number }, { gathered, prefix, plugins }: Place): void {
  const { tag, metadata } = value;
  const named = metadata?.pluginData?.pluginName ?? '';
  if (named !== '' && plugins.size < MOST_KEYS && tag.length <= LONGEST_KEY) plugins.set(tag, named);
  const plugin = plugins.get(tag) ?? '';
  if (plugin === 'hparams' && metadata?.pluginData) {
    readHparams(metadata.pluginData.content, gathered);
    return;
  }
  const key = `${prefix}${tag}`;
  const number = scalarOf(value, plugin);
  const { leftOut, points } = gathered;
  if (number === undefined) leftOut.add('value', plugin === '' ? 'of another kind than a scalar' : `of the plugin ${plugin}`, key);
  else if (key.length > LONGEST_KEY) leftOut.add('value', 'of a tag that is too long', key);
  else if (points.width >= MOST_KEYS && !points.has(key)) leftOut.add('value', `of tags after the first ${MOST_KEYS}`, key);
  else points.add(key, step, time, number);
}

/** A text or a picture can be a tensor too, so that of those only what says that it is a scalar counts. */
function scalarOf({ value }: SummaryValue, plugin: string): number | undefined {
  if (value.case === 'simpleValue') return value.value;
  return value.case === 'tensor' && plugin === 'scalars' ? tensorScalar(value.value) : undefined;
}

function readHparams(content: Uint8Array, gathered: Gathered): void {
  const read = decoded(HParamsPluginDataSchema, content);
  if (!read) {
    gathered.leftOut.add('value', 'of hparams that cannot be read');
    return;
  }
  for (const [name, { kind }] of Object.entries(read.sessionStartInfo?.hparams ?? {}))
    if (kind.case !== undefined && gathered.config.size < MOST_KEYS)
      gathered.config.set(name, kind.case === 'numberValue' ? figureOf(kind.value) : kind.value);
  if (read.sessionEndInfo) gathered.status = statusByNumber[read.sessionEndInfo.status] ?? gathered.status;
}
