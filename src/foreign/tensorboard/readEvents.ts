import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import type { JsonValue } from '../../contract/formats/recording';
import { LONGEST_KEY, MOST_KEYS } from '../../contract/formats/recording';
import { counted } from '../../util/format';
import { ForeignError } from '../foreignError';
import { nothingElse, type ForeignRun } from '../foreignRun';
import { figureOf } from '../../contract/recorded';
import { asObject } from '../looseJson';
import { readYaml } from '../yaml';
import { Points } from '../points';
import { EventSchema, HParamsPluginDataSchema, type HParamsPluginData, type SummaryValue } from './event_pb';
import { forEachEventFrame } from './eventFrames';
import { tensorScalar } from './tensorScalar';

/** Event files that are one run. */
export interface EventFolder {
  /** The folder of the run. */
  readonly folder: string;
  /** In it, with `/`; sorted, so that the earlier of two comes first. */
  readonly files: readonly string[];
}

/** What the files of a run say, as it is gathered. */
interface Gathered {
  readonly points: Points;
  readonly config: Map<string, JsonValue>;
  /** Tags of what is no scalar, by what it is. */
  readonly leftOut: Map<string, Set<string>>;
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
  const gathered: Gathered = {
    points: new Points(folder),
    config: new Map(),
    leftOut: new Map(),
    missing: [],
    status: 'finished',
  };
  for (const name of files) {
    const below = path.posix.dirname(name);
    // The hparams of PyTorch stand in a folder of their own, which is named after a time and says nothing.
    const prefix = below === '.' || /^\d+(\.\d+)?$/.test(below) ? '' : `${below}/`;
    const plugins = new Map<string, string>();
    const why = await forEachEventFrame(folder, name, data => readEvent(data, { gathered, prefix, plugins }));
    if (why !== undefined) gathered.missing.push(`${name}: ${why}.`);
  }
  const { points, config, missing, status } = gathered;
  if (points.size === 0)
    throw new ForeignError(`${folder}: there are no scalars in its event files (${files.slice(0, MOST_NAMED).join(', ')}).`);
  for (const [what, tags] of gathered.leftOut) missing.push(leftOutInWords(what, [...tags]));
  // Lightning keeps the settings beside its event files.
  const settings = asObject(await readYaml(folder, 'hparams.yaml').catch(() => undefined));
  const [first, last] = points.span() ?? [0, 0];
  return {
    ...nothingElse,
    name: path.basename(folder),
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

interface Place {
  readonly gathered: Gathered;
  readonly prefix: string;
  /** Which plugin a tag of this file is of: only its first value says so. */
  readonly plugins: Map<string, string>;
}

function readEvent(data: Buffer, place: Place): void {
  let event;
  try {
    event = fromBinary(EventSchema, data);
  } catch {
    // Its checksum is right: another program's record in the same frame.
    leaveOut(place.gathered, 'records that are no events', place.prefix);
    return;
  }
  for (const value of event.summary?.value ?? []) readValue(value, { step: Number(event.step), time: event.wallTime }, place);
}

function readValue(value: SummaryValue, { step, time }: { step: number; time: number }, { gathered, prefix, plugins }: Place): void {
  const { tag, metadata } = value;
  const named = metadata?.pluginData?.pluginName ?? '';
  if (named !== '') plugins.set(tag, named);
  const plugin = plugins.get(tag) ?? '';
  if (plugin === 'hparams' && metadata?.pluginData) {
    readHparams(metadata.pluginData.content, gathered);
    return;
  }
  const key = `${prefix}${tag}`;
  const number = scalarOf(value, plugin);
  if (number === undefined) leaveOut(gathered, plugin === '' ? 'values that are no scalars' : `values of the plugin ${plugin}`, key);
  else if (key.length > LONGEST_KEY) leaveOut(gathered, 'tags that are too long', `${key.slice(0, 40)}…`);
  else if (gathered.points.width >= MOST_KEYS && !gathered.points.has(key)) leaveOut(gathered, `tags after the first ${MOST_KEYS}`, key);
  else gathered.points.add(key, step, time, number);
}

/** A text or a picture can be a tensor too, so that of those only what says that it is a scalar counts. */
function scalarOf({ value }: SummaryValue, plugin: string): number | undefined {
  if (value.case === 'simpleValue') return value.value;
  return value.case === 'tensor' && plugin === 'scalars' ? tensorScalar(value.value) : undefined;
}

function leaveOut({ leftOut }: Gathered, what: string, tag: string): void {
  const tags = leftOut.get(what);
  if (!tags) leftOut.set(what, new Set([tag]));
  else if (tags.size < MOST_KEYS) tags.add(tag);
}

function leftOutInWords(what: string, tags: readonly string[]): string {
  const named = tags.slice(0, MOST_NAMED).map(tag => tag.slice(0, 60));
  const more = tags.length > named.length ? `, and ${counted(tags.length - named.length, 'more tag')}` : '';
  return `Left out: ${what} (${named.join(', ')}${more}). Only scalars and hparams are imported.`;
}

function readHparams(content: Uint8Array, gathered: Gathered): void {
  let read: HParamsPluginData;
  try {
    read = fromBinary(HParamsPluginDataSchema, content);
  } catch {
    leaveOut(gathered, 'hparams that cannot be read', '_hparams_');
    return;
  }
  for (const [name, { kind }] of Object.entries(read.sessionStartInfo?.hparams ?? {}))
    if (kind.case !== undefined && gathered.config.size < MOST_KEYS)
      gathered.config.set(name, kind.case === 'numberValue' ? figureOf(kind.value) : kind.value);
  if (read.sessionEndInfo) gathered.status = statusByNumber[read.sessionEndInfo.status] ?? gathered.status;
}
