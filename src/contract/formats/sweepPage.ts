/** What the host and the page of one sweep say to each other, and what such a page keeps. */
import * as v from 'valibot';
import { count, flag, list, number, only, positive, record, runId, share, text, whole } from './basics';
import { savedContent } from './dashboard';
import { knownParameters } from './parameters';
import { MOST_RUNS } from './sweepPlan';

const MOST_NAMES = 100;

/** A setting in its order. */
const setting = record({
  /** Null of one that has none. */
  rank: v.nullable(whole(1)),
  values: knownParameters,
  /** Mean validation accuracy over the seeds; null without any. */
  mean: v.nullable(share),
  deviation: v.nullable(positive),
  /** Seeds with a result, of so many. */
  n: count,
  /** `1 diverged`; empty where all is as it was planned. */
  remarks: text,
  runs: list(record({ id: text, seed: count, isThere: flag }), MOST_RUNS),
});

const shownSweep = record({
  id: runId,
  title: text,
  kind: text,
  /** The parameters that vary. */
  names: list(text, MOST_NAMES),
  /** `12 runs: 10 done, 2 not at the end` */
  counts: text,
  /** Who planned it and when, and what all runs have in common. */
  origin: text,
  hypothesis: text,
  /** On the best setting, and what its figure is worth. */
  best: list(text, 10),
  settings: list(setting, MOST_RUNS),
  shares: record({
    title: text,
    rows: list(record({ name: text, share: number, words: text, chance: text }), MOST_NAMES),
    note: text,
  }),
  how: record({ ranked: text, shared: text }),
  /** Runs that are still to be trained, and how long they take; null where all are at their end or wait for their turn. */
  missing: v.nullable(record({ runs: count, words: text })),
  /** Whether what is missing can be submitted to Slurm. */
  maySubmit: flag,
  /** Why nothing can be trained; empty if it can. */
  whyFixed: text,
});

export const sweepState = record({ shown: shownSweep });

export const sweepChange = record({ type: only('shown'), shown: shownSweep });

/** The host asks nothing of the page. */
export const sweepPageRequest = record({ type: only('none') });

export const sweepRequest = v.variant(
  'type',
  [
    record({ type: only('openRun'), runId: text }),
    record({ type: only('openReport') }),
    record({ type: only('openPlan') }),
    /** Queues what is neither trained nor waits. */
    record({ type: only('queueMissing') }),
    /** Asks whether the same is to be submitted to Slurm. */
    record({ type: only('submitMissing') }),
    /** Through the host's save dialog. */
    record({ type: only('save'), fileName: text, content: savedContent }),
    /** Something broke in the page. */
    record({ type: only('failed'), message: text }),
  ],
  'a request of the page of a sweep',
);

/** A part of an axis, by the places of its values in their order. */
const brush = record({ axis: text, from: count, to: count });

/** What a panel shows of itself, kept over a tab switch and a restart. */
export const savedSweep = record({
  sweepId: runId,
  brushes: v.optional(v.fallback(list(brush, MOST_NAMES), []), []),
  asTable: v.optional(v.fallback(flag, false), false),
});
