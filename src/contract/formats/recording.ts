/**
 * What another tool recorded while it trained, in the folder of a run of kind `imported`: `recording.json`, and the lines of `history.jsonl`
 * and `system.jsonl`. The console is in `console.log`, files in `files/`, artifacts in `artifacts/NAME/VERSION/`.
 */
import * as v from 'valibot';
import { count, flag, list, oneOf, record, text, time, whole } from './basics';

/** Deeper objects would not be written as JSON again. */
const DEEPEST = 64;

/** A value of JSON that is passed on as it is; the size of its file bounds it. */
const json = v.custom<JsonValue>(value => isJson(value, DEEPEST), `a value of JSON, nested ${DEEPEST} deep at most`);

/** What JSON can hold. Numbers that it does not have are the texts `NaN`, `Infinity` and `-Infinity`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const jsonObject = v.pipe(v.record(v.string('text'), json, 'an object'), v.readonly());

/** More keys than any script logs. */
export const MOST_KEYS = 10_000;

/** A key is not longer. */
export const LONGEST_KEY = 1_000;

/** Aliases of one version of an artifact. */
export const MOST_ALIASES = 1_000;

/** How a script said that a metric is meant (`define_metric` of W&B). */
const definedMetric = record({
  /** The key, or its beginning before a `*` at its end. */
  name: text,
  /** The key over whose values it is drawn; absent: over the steps of the rows. */
  step: v.exactOptional(text),
  /** Which value of it the summary has; absent: the last one. */
  summary: v.exactOptional(oneOf(['min', 'max', 'mean', 'last', 'best', 'none'])),
  /** Which of two values is the better one, where the script said so. */
  better: v.exactOptional(oneOf(['lower', 'higher'])),
  /** It is not drawn. */
  hidden: v.exactOptional(flag),
});

const recordedFile = record({
  /** Below `files/`, or below the folder of its artifact, with `/` on every system. */
  path: text,
  bytes: count,
});

const recordedArtifact = record({
  name: text,
  type: text,
  /** `v0`, `v1`, … */
  version: text,
  aliases: list(text, MOST_ALIASES),
  description: v.nullable(text),
  /** What its tool tells its contents by, for instance W&B's MD5 of the manifest; absent where there is none. */
  digest: v.exactOptional(text),
  files: list(recordedFile, 100_000),
  /** Why files of it are not there, for a person: one that was too large, for instance. */
  missing: list(text, 1000),
});

/** What its tool tells of a run. */
export const toldOfRun = {
  /** What its tool said last. A run that says `running` and has no living owner (owner.json) has crashed. */
  state: oneOf(['running', 'finished', 'failed']),
  /** Of the script; null while it runs, and where the tool does not tell. */
  exitCode: v.nullable(whole(-(2 ** 31), 2 ** 32)),
  /** When the script began, not this folder; ISO 8601, UTC. */
  startedAt: time,
  /** When the tool was last heard of. */
  heardAt: time,
  endedAt: v.nullable(time),
  /** Where the run belongs in its tool. */
  entity: v.nullable(text),
  project: v.nullable(text),
  group: v.nullable(text),
  jobType: v.nullable(text),
  /** The machine and the program, as the tool tells. */
  host: v.nullable(text),
  program: v.nullable(text),
};

export const recording = record({
  schemaVersion: whole(1),
  ...toldOfRun,
  /** All of its settings, as the script gave them. */
  config: jsonObject,
  summary: jsonObject,
  metrics: list(definedMetric, MOST_KEYS),
  /** What its tool called it last. What a person has made of that is in `labels.json` and `notes.md`. Absent: nothing. */
  labels: v.exactOptional(record({ name: text, tags: list(text, 1000), notes: text })),
  files: list(recordedFile, 100_000),
  artifacts: list(recordedArtifact, 10_000),
  /** What is known to be missing, for a person: rows that never arrived, files that were too large. */
  missing: list(text, 1000),
  /**
   * How the rows and files of a run that has ended were understood, and which figures were not taken, for a person; absent where there is nothing
   * to say.
   */
  understood: v.exactOptional(list(text, 1000)),
});

/** A row: what was logged at a step, by its keys, with `_step`, `_timestamp` (seconds since 1970) and `_runtime` (seconds) where known. */
export const recordedRow = jsonObject;

function isJson(value: unknown, left: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object' || left === 0) return false;
  if (Array.isArray(value)) return Array.from(value, one => isJson(one, left - 1)).every(Boolean);
  const proto: unknown = Object.getPrototypeOf(value);
  return (proto === Object.prototype || proto === null) && Object.values(value).every(one => isJson(one, left - 1));
}
