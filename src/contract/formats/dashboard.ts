/** What the host and the dashboard of a run say to each other, and what a dashboard keeps of itself. */
import * as v from 'valibot';
import { normalisations } from '../normalisation';
import { count, flag, list, oneOf, only, record, runId, text } from './basics';
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
  parent: v.nullable(record({ runId: text, label: text, parameters: knownParameters, epochs: list(epochEnded) })),
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

export const savedView = record({
  runId,
  section: v.optional(dashboardSection, 'live'),
  /** Of the confusion matrix. */
  normalisation: v.optional(oneOf(normalisations), 'counts'),
  lossScale: v.optional(oneOf(['log', 'linear']), 'log'),
  /** All parameters, or only those that differ. */
  showsAllParameters: v.optional(v.fallback(flag, true), true),
  /** Notes that were typed and are not saved yet. */
  draft: v.exactOptional(v.fallback(v.nullable(record({ runId, before: notesText, text: notesText })), null)),
});
