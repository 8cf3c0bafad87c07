/** What the host and the dashboard of a run say to each other, and what a dashboard keeps of itself. */
import * as v from 'valibot';
import { normalisations } from '../normalisation';
import { count, flag, list, number, oneOf, only, record, runId, text, whole } from './basics';
import { importedConfig, trainedConfig } from './config';
import { drawing } from './drawn';
import { batchEnded, epochEnded, evaluated, logged, resourcesSampled, runEnded, runFailed, trainerEvent } from './events';
import { counted, curveMean, imageOrder, listingPage, otherVerdict } from './inspection';
import { allLabels } from './labels';
import { notes, notesText } from './notes';
import { knownParameters } from './parameters';
import { MOST_CURVES, recordedChanges, recordedRun, scalarSource, scalarUnit } from './recorded';

export const runAction = oneOf([
  'stop',
  'resume',
  'rerun',
  'reproduce',
  'effect',
  'openParent',
  'openConfig',
  'report',
  'showLog',
  'reveal',
  'difference',
]);

export const dashboardSection = oneOf(['live', 'evaluation', 'draw', 'notes', 'artifacts']);

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
  /** What is known of a run that another tool made; null of one that was trained here. */
  imported: v.nullable(importedConfig),
  /** What its tool recorded while such a run was trained; null where nothing was. */
  recorded: v.nullable(recordedRun),
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
        imported: v.exactOptional(besides.imported),
        recorded: v.exactOptional(besides.recorded),
        notes: v.exactOptional(besides.notes),
        artifacts: v.exactOptional(besides.artifacts),
        stderrTail: v.exactOptional(besides.stderrTail),
        actions: v.exactOptional(besides.actions),
      }),
    }),
    record({ type: only('recorded'), changes: recordedChanges }),
  ],
  'a change of the dashboard',
);

export const pageRequest = record({ type: only('show'), section: dashboardSection });

/** An exported picture has a few megabytes at most. */
const saved = v.pipe(v.string('text'), v.maxLength(100_000_000, 'a shorter text'));

export const savedContent = v.union([v.strictObject({ text: saved }), v.strictObject({ base64: saved })], 'an object with text or base64');

/** What is asked about the images that the run was tested on. */
export const imageRequests = [
  record({ type: only('listImages'), ...listingPage }),
  record({ type: only('lookAtImage'), index: count }),
  /** What the other runs on the same images say of one, from some of them on. */
  record({ type: only('otherRuns'), index: count, offset: count }),
] as const;

/** What is answered: some of the other runs, of how many. */
export const otherRuns = record({
  total: count,
  runs: list(record({ runId: text, label: text, verdict: otherVerdict }), 1000),
});

export const DEFAULT_SMOOTHING = 0.8;
export const MOST_SMOOTHING = 0.99;

export const smoothing = v.pipe(
  v.number('a number'),
  v.minValue(0, 'a number from 0'),
  v.maxValue(MOST_SMOOTHING, `at most ${MOST_SMOOTHING}`),
);

export const range = v.pipe(
  record({ from: number, to: number }),
  v.check(({ from, to }) => from < to, 'a range from less to more'),
);

export const dashboardRequest = v.variant(
  'type',
  [
    ...imageRequests,
    record({ type: only('act'), action: runAction }),
    /** The path as it is shown. */
    record({ type: oneOf(['openArtifact', 'revealArtifact']), path: text }),
    /** Of the run that they were written of, which the panel may show no longer; the answer is what they are then. */
    record({ type: only('saveNotes'), runId: text, before: notesText, text: notesText }),
    /** What was dropped on the page, as addresses. */
    record({ type: only('importArrays'), addresses: list(text, 1000) }),
    /** What the run, and others that are looked at with it, take a drawing for; the answer is a `readDrawing`. */
    record({ type: only('readDrawing'), drawing }),
    /** Through the host's save dialog. */
    record({ type: only('save'), fileName: text, content: savedContent }),
    /** The curves behind the scores, and all counts of a class: what the inspector answers to questions of these names. */
    record({ type: only('curves') }),
    record({ type: only('meanCurves'), mean: curveMean }),
    record({ type: only('classCounts'), of: counted }),
    /** The curves of some scalars that another tool recorded, as they are drawn; the answer is `scalarCurves`. */
    record({
      type: only('scalarCurves'),
      source: scalarSource,
      keys: list(text, MOST_CURVES),
      xUnit: scalarUnit,
      smoothing,
      /** What is shown of their axis. */
      range: v.nullable(range),
    }),
    /** All points of one of them; the answer is `scalarValues`. */
    record({ type: only('scalarValues'), source: scalarSource, key: text, xUnit: scalarUnit }),
    /** Something broke in the dashboard. */
    record({ type: only('failed'), message: text }),
  ],
  'a request of the dashboard',
);

/** What the horizontal axis of the curves counts: epochs, batches, or the time of training. */
export const xUnit = oneOf(['epochs', 'steps', 'time']);

export const curveName = oneOf(['training', 'validation', 'parent']);

const probability = v.pipe(number, v.minValue(0, 'a number from 0'), v.maxValue(1, 'a number to 1'));

const shareRange = v.pipe(
  record({ from: probability, to: probability }),
  v.check(({ from, to }) => from < to, 'a range from less to more'),
);

/** A part of the unit square, in which ROC and precision–recall curves are. */
const shownSquare = record({ x: shareRange, y: shareRange });

/** What the section with the threshold shows. */
const thresholdView = record({
  /** Of a class, or a mean over all. */
  of: v.union([whole(0, 255), curveMean], 'a class, macro or micro'),
  threshold: probability,
  /** The threshold with which it is compared. */
  mark: probability,
  isZoomed: flag,
  /** What each chart shows instead, where it was zoomed freely. */
  parts: v.exactOptional(
    v.fallback(record({ roc: v.nullable(shownSquare), precisionRecall: v.nullable(shownSquare) }), { roc: null, precisionRecall: null }),
  ),
  /** Of which precision and recall it is asked what the other one is. */
  precision: probability,
  recall: probability,
});
/** A cell of the confusion matrix whose images are shown: how they are sorted, and so many come before those that are. */
const openCell = record({ truth: count, predicted: count, sort: imageOrder, offset: count });

/** What is on the sheet of Draw a digit: lines, each as x and y in turn, and pictures, a byte a pixel. */
const keptDrawing = list(
  v.variant(
    'kind',
    [record({ kind: only('stroke'), xy: list(number, 100_000) }), record({ kind: only('picture'), base64: text })],
    'a line or a picture',
  ),
  1000,
);

/** How the curves of what another tool recorded are shown. */
const recordedView = record({
  search: text,
  xUnit: scalarUnit,
  scale: oneOf(['log', 'linear']),
  smoothing,
  /** The headings that a person has opened or folded otherwise than they are at first. */
  turned: list(text, 1000),
});

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
  openCell: v.optional(v.fallback(v.nullable(openCell), null), null),
  /** The class of a large confusion matrix that is looked at closer. */
  closerClass: v.optional(v.fallback(v.nullable(count), null), null),
  /** All parameters, or only those that differ. */
  showsAllParameters: v.optional(v.fallback(flag, true), true),
  threshold: v.exactOptional(v.fallback(v.nullable(thresholdView), null)),
  drawing: v.exactOptional(v.fallback(keptDrawing, [])),
  /** What is shown of a run that another tool recorded. */
  recorded: v.exactOptional(v.fallback(v.nullable(recordedView), null)),
  /** Notes that were typed and are not saved yet. */
  draft: v.exactOptional(v.fallback(v.nullable(record({ runId, before: notesText, text: notesText })), null)),
});
