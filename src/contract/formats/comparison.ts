/** What the host and a page of several runs (the comparison, or all runs as a table) say to each other, and what such a page keeps. */
import * as v from 'valibot';
import { runStatuses } from '../runState';
import { count, flag, list, number, oneOf, only, record, runId, text, whole } from './basics';
import { range, savedContent, smoothing, xUnit } from './dashboard';
import { matrixPlace } from './difference';
import { differenceRequests } from './differenceRequests';
import { epochEnded, runResumed, runStarted } from './events';
import { allLabels } from './labels';
import { knownParameters } from './parameters';
import { drawnCurve, scalarUnit } from './recorded';
import { runSummary } from './summary';
import { tracking } from './tracking';

export const comparisonMode = oneOf(['comparison', 'table']);

/** A run as a row has it. */
export const comparedRun = record({
  id: text,
  /** What it is called in the tree too, with everything that differs. */
  label: text,
  status: oneOf(runStatuses),
  parameters: knownParameters,
  labels: allLabels,
  createdAt: text,
  /** Of a run that is being trained: what it has come to so far. Without what has a row for each class. */
  summary: v.exactOptional(runSummary),
  config: v.exactOptional(record({ author: v.exactOptional(v.nullable(text)), parent: v.exactOptional(v.nullable(text)) })),
  tracking: v.exactOptional(tracking),
  /** Absent of a run that was trained here, which alone has epochs. `recorded`: another tool recorded curves of it; `imported`: arrays of its test. */
  origin: v.exactOptional(oneOf(['recorded', 'imported'])),
  /** What else its result depends on: engine, data, threads, code. */
  making: list(record({ name: text, value: text }), 100),
});

/** The epochs of a run. */
export const comparedCurve = record({
  runId: text,
  epochs: list(epochEnded),
  /** Absent where its data set is not known. */
  batchesPerEpoch: v.exactOptional(whole(1)),
});

/** A way to look at the table that was given a name. */
export const tableView = record({
  name: v.pipe(text, v.minLength(1, 'a name'), v.maxLength(200, 'a name of at most 200 characters')),
  columns: v.nullable(list(text, 200)),
  filter: text,
  sort: v.nullable(record({ column: text, descending: flag })),
  grouping: text,
  /** As in `savedComparison`; absent in views of older versions, which leave it as it is. */
  baseline: v.exactOptional(v.nullable(text)),
});

export const comparisonState = record({
  mode: comparisonMode,
  runs: list(comparedRun),
  /** In the tree, and in every such panel. */
  checked: list(text),
  /** Of the runs that are compared. */
  curves: list(comparedCurve),
  views: list(tableView, 1000),
});

export const comparisonChange = v.variant(
  'type',
  [
    /** Runs that are new or different, and the ids of those that are gone. */
    record({ type: only('runs'), runs: list(comparedRun), gone: list(text) }),
    record({ type: only('checked'), checked: list(text) }),
    record({ type: only('curve'), curve: comparedCurve }),
    record({ type: only('events'), runId: text, events: list(v.variant('type', [epochEnded, runStarted, runResumed])) }),
    record({ type: only('views'), views: list(tableView, 1000) }),
  ],
  'a change of the comparison',
);

export const comparisonPageRequest = record({ type: only('highlight'), runId: text });

export const comparisonRequest = v.variant(
  'type',
  [
    record({ type: only('check'), runIds: list(text), isChecked: flag }),
    record({ type: only('openRun'), runId: text }),
    /** The comparison of the checked runs. */
    record({ type: only('compare') }),
    /** VS Code's diff editor on two configs. */
    record({ type: only('diff'), from: text, to: text }),
    /** On how many test images exactly one of the baseline and each of some runs is right, in words. */
    record({ type: only('paired'), baseline: text, runIds: list(text, 1000) }),
    ...differenceRequests,
    /** What other tools recorded of some runs: the answer is `comparedKeys`. */
    record({ type: only('recordedKeys'), runIds: list(text, 1000) }),
    /** The curves of one of those keys; the answer is `comparedScalars`. */
    record({
      type: only('recordedCurves'),
      runIds: list(text, 1000),
      key: text,
      xUnit: scalarUnit,
      smoothing,
      range: v.nullable(range),
    }),
    record({ type: only('saveView'), view: tableView }),
    record({ type: only('deleteView'), name: text }),
    /** What was dropped on the page, as addresses. */
    record({ type: only('importArrays'), addresses: list(text, 1000) }),
    /** Through the host's save dialog. */
    record({ type: only('save'), fileName: text, content: savedContent }),
    /** Something broke in the page. */
    record({ type: only('failed'), message: text }),
  ],
  'a request of the comparison',
);

/** The keys that any of the runs has logged, and how many rows they have together: with more there are other curves. */
export const comparedKeys = record({ keys: list(text, 100_000), rows: count });

/** The curves of those runs that have logged the key. */
export const comparedScalars = list(record({ runId: text, curve: drawnCurve }), 1000);

/** The sentence on what single runs tell; null where there is nothing to say. */
export const pairedAnswer = v.nullable(text);

/** What a panel shows of itself, kept over a tab switch and a restart. */
export const savedComparison = record({
  mode: comparisonMode,
  /** The runs that are compared, checked or not; empty of a table of all. */
  runIds: v.optional(v.fallback(list(runId, 100_000), []), []),
  /** Names of columns in their order; null: those that vary. */
  columns: v.optional(v.fallback(v.nullable(list(text, 200)), null), null),
  filter: v.optional(v.fallback(text, ''), ''),
  sort: v.optional(v.fallback(v.nullable(record({ column: text, descending: flag })), { column: 'val_accuracy', descending: true }), {
    column: 'val_accuracy',
    descending: true,
  }),
  grouping: v.optional(v.fallback(text, 'none'), 'none'),
  baseline: v.optional(v.fallback(v.nullable(text), null), null),
  selected: v.optional(v.fallback(v.nullable(text), null), null),
  /** The metric that is drawn, by its name. */
  metric: v.optional(v.fallback(text, 'val_accuracy'), 'val_accuracy'),
  xUnit: v.optional(v.fallback(xUnit, 'epochs'), 'epochs'),
  scale: v.optional(v.fallback(oneOf(['log', 'linear']), 'linear'), 'linear'),
  smoothing: v.optional(v.fallback(smoothing, 0), 0),
  /** The part of the curves that is shown; null: all. */
  range: v.optional(v.fallback(v.nullable(range), null), null),
  /** Curves that are off, by run or group. */
  hidden: v.optional(v.fallback(list(text, 100_000), []), []),
  /** A cell of the difference matrix whose images are shown. */
  openCell: v.optional(v.fallback(v.nullable(record(matrixPlace)), null), null),
  scatter: v.optional(v.fallback(record({ parameter: v.nullable(text), metric: text }), { parameter: null, metric: 'val_accuracy' }), {
    parameter: null,
    metric: 'val_accuracy',
  }),
  /** The curves of what other tools recorded. */
  recorded: v.exactOptional(
    v.fallback(v.nullable(record({ key: v.nullable(text), xUnit: scalarUnit, scale: oneOf(['log', 'linear']), smoothing })), null),
  ),
  /** Rows scrolled by. */
  scrollTop: v.optional(v.fallback(number, 0), 0),
});
