/** What the host and the dashboard of a run say to each other, and what a dashboard keeps of itself. */
import * as v from 'valibot';
import { normalisations } from '../normalisation';
import { count, flag, list, number, oneOf, only, record, runId, text, whole } from './basics';
import { trainedConfig } from './config';
import { batchEnded, epochEnded, evaluated, logged, resourcesSampled, runEnded, runFailed, trainerEvent } from './events';
import { allLabels } from './labels';
import { notes, notesText } from './notes';
import { knownParameters } from './parameters';

export const runAction = oneOf(['stop', 'resume', 'rerun', 'reproduce', 'openParent', 'openConfig', 'showLog', 'reveal']);

export const dashboardSection = oneOf(['live', 'evaluation', 'notes', 'artifacts']);

const toldStatuses = ['starting', 'running', 'completed', 'stopped', 'failed'] as const;

const status = oneOf([...toldStatuses, 'interrupted']);

/** As runState.ts makes it of a run's events; what is undefined does not come over the wire. */
const run = record({
  status: oneOf(toldStatuses),
  attempt: count,
  config: v.exactOptional(trainedConfig),
  batches: list(batchEnded),
  epochs: list(epochEnded),
  resources: list(resourcesSampled),
  log: list(logged),
  evaluated: v.exactOptional(evaluated),
  ended: v.exactOptional(runEnded),
  failed: v.exactOptional(runFailed),
});

/** How a run that was trained again compares with the one that it repeats. */
const comparison = record({
  /** `unknown`: they cannot be compared. */
  verdict: oneOf(['identical', 'within tolerance', 'different', 'unknown']),
  /** What was not the same when they were made. */
  causes: list(text),
  /** The whole of it, for a person. */
  lines: list(text),
});

/** What is shown beside what the run's own events tell. */
const besides = {
  label: text,
  status,
  labels: allLabels,
  parent: v.nullable(
    record({
      runId: text,
      label: text,
      parameters: knownParameters,
      epochs: list(epochEnded),
      /** Absent where its data set is not known. */
      batchesPerEpoch: v.exactOptional(whole(1)),
    }),
  ),
  comparison: v.nullable(comparison),
  notes,
  artifacts: list(record({ path: text, bytes: count })),
  stderrTail: text,
  actions: list(runAction),
};

export const dashboardState = record({ ...besides, runId: text, run });

export const dashboardChange = v.variant(
  'type',
  [
    record({ type: only('events'), runId: text, events: list(trainerEvent) }),
    record({ type: only('run'), run, status }),
    record({
      type: only('changed'),
      changes: record({
        label: v.exactOptional(besides.label),
        status: v.exactOptional(besides.status),
        labels: v.exactOptional(besides.labels),
        parent: v.exactOptional(besides.parent),
        comparison: v.exactOptional(besides.comparison),
        notes: v.exactOptional(besides.notes),
        artifacts: v.exactOptional(besides.artifacts),
        stderrTail: v.exactOptional(besides.stderrTail),
        actions: v.exactOptional(besides.actions),
      }),
    }),
  ],
  'a change of the dashboard',
);

export const pageRequest = record({ type: only('show'), section: dashboardSection });

/** An exported picture has a few megabytes at most. */
const saved = v.pipe(v.string('text'), v.maxLength(100_000_000, 'a shorter text'));

export const savedContent = v.union([v.strictObject({ text: saved }), v.strictObject({ base64: saved })], 'an object with text or base64');

export const dashboardRequest = v.variant(
  'type',
  [
    record({ type: only('act'), action: runAction }),
    /** The path as it is shown. */
    record({ type: oneOf(['openArtifact', 'revealArtifact']), path: text }),
    /** Of the run that they were written of, which the panel may show no longer; the answer is what they are then. */
    record({ type: only('saveNotes'), runId: text, before: notesText, text: notesText }),
    /** Through the host's save dialog. */
    record({ type: only('save'), fileName: text, content: savedContent }),
    /** Something broke in the dashboard. */
    record({ type: only('failed'), message: text }),
  ],
  'a request of the dashboard',
);

/** What the horizontal axis of the curves counts: epochs, batches, or the time of training. */
export const xUnit = oneOf(['epochs', 'steps', 'time']);

export const curveName = oneOf(['training', 'validation', 'parent']);

export const DEFAULT_SMOOTHING = 0.8;
export const MOST_SMOOTHING = 0.99;

const smoothing = v.pipe(v.number('a number'), v.minValue(0, 'a number from 0'), v.maxValue(MOST_SMOOTHING, `at most ${MOST_SMOOTHING}`));

const range = v.pipe(
  record({ from: number, to: number }),
  v.check(({ from, to }) => from < to, 'a range from less to more'),
);

export const savedView = record({
  runId,
  section: v.optional(dashboardSection, 'live'),
  /** Of the confusion matrix. */
  normalisation: v.optional(oneOf(normalisations), 'counts'),
  lossScale: v.optional(oneOf(['log', 'linear']), 'log'),
  xUnit: v.optional(v.fallback(xUnit, 'epochs'), 'epochs'),
  smoothing: v.optional(v.fallback(smoothing, DEFAULT_SMOOTHING), DEFAULT_SMOOTHING),
  /** By the name of their chart. */
  hiddenCurves: v.optional(v.fallback(list(record({ chart: text, curve: curveName }), 100), []), []),
  /** The part of the run that the curves show, in the unit of their axis; null: all of it. */
  range: v.optional(v.fallback(v.nullable(range), null), null),
  /** All parameters, or only those that differ. */
  showsAllParameters: v.optional(v.fallback(flag, true), true),
  /** Notes that were typed and are not saved yet. */
  draft: v.exactOptional(v.fallback(v.nullable(record({ runId, before: notesText, text: notesText })), null)),
});
