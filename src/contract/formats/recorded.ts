/** What the dashboard of a run shows of what another tool recorded, and the curves that it asks for. */
import * as v from 'valibot';
import { count, flag, list, number, oneOf, record, text } from './basics';
import { toldOfRun } from './recording';

/** A value, or the name of one that JSON does not have. */
const figure = v.union([number, oneOf(['NaN', 'Infinity', '-Infinity'])], 'a number');

/** A key that scalars were logged under. */
export const recordedKey = record({
  key: text,
  /** How often it was logged. */
  count,
  last: figure,
  /** Of its finite values; null if it has none. */
  min: v.nullable(number),
  max: v.nullable(number),
  /** The key over whose values it is drawn; absent: over the steps of the rows. */
  step: v.exactOptional(text),
});

/** A setting, or a figure of a summary, by its place in it (`optimizer.lr`). */
export const recordedSetting = record({ name: text, value: text });

const recordedArtifactInBrief = record({
  name: text,
  type: text,
  version: text,
  aliases: list(text, 1000),
  description: v.nullable(text),
  files: count,
  bytes: count,
  missing: list(text, 1000),
});

/** What its tool tells of the run. */
export const recordedFacts = record({
  ...toldOfRun,
  config: list(recordedSetting, 10_000),
  summary: list(recordedSetting, 10_000),
  artifacts: list(recordedArtifactInBrief, 10_000),
  /** What is not there, or not shown, for a person. */
  remarks: list(text, 10_000),
  /** As recording.json has it. */
  understood: list(text, 1000),
});

/** What was logged so far. */
export const recordedScalars = record({
  rows: count,
  /** Those that are drawn, in the order in which they came first. */
  metrics: list(recordedKey, 10_000),
  /** Of the machine. */
  system: list(recordedKey, 10_000),
  remarks: list(text, 1000),
});

export const recordedConsole = record({
  /** The last ones. */
  lines: list(text, 1000),
  /** Whether there are lines before them. */
  hasMore: flag,
});

export const recordedRun = record({ facts: recordedFacts, scalars: recordedScalars, console: recordedConsole });

/** What of it is different, whole. */
export const recordedChanges = record({
  facts: v.exactOptional(recordedFacts),
  scalars: v.exactOptional(recordedScalars),
  console: v.exactOptional(recordedConsole),
});

export const scalarSource = oneOf(['metrics', 'system']);

/** What the horizontal axis of such curves counts: steps, or the key that stands for them, or the time since the run began. */
export const scalarUnit = oneOf(['steps', 'time']);

/** The rows of so many runs are held at a time for a comparison: of ten thousand rows of fifty metrics those of each take about ten megabytes. */
export const MOST_COMPARED_RECORDINGS = 20;

/** A page asks for so many curves at once. */
export const MOST_CURVES = 100;

const numbers = v.custom<Float64Array>(value => value instanceof Float64Array, 'numbers');

const points = record({ steps: numbers, values: numbers });

export const drawnCurve = record({
  key: text,
  /** What its axis counts: the key, `_step`, or `time` in milliseconds. */
  axis: text,
  /** Null if it has no points. */
  extent: v.nullable(record({ from: number, to: number })),
  /** So many points it has, of which those that a picture needs are here. */
  total: count,
  measured: points,
  smoothed: v.nullable(points),
});

/** What is answered: the curves of those keys that there are. */
export const scalarCurves = list(drawnCurve, MOST_CURVES);

/** All points of one key, for a table. */
export const scalarValues = record({ axis: text, steps: numbers, values: numbers });
