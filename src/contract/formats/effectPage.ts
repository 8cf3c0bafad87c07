/** What the host and the page of one comparison (what one parameter did) say to each other, and what such a page keeps. */
import * as v from 'valibot';
import { runStatuses } from '../runState';
import { count, flag, list, number, oneOf, only, positive, record, runId, share, text, whole } from './basics';
import { comparedCurve } from './comparison';
import { effectMetricNames, expectations, factorNames, MOST_LEVELS, MOST_SEEDS } from './comparisonFile';
import { range, savedContent } from './dashboard';
import { epochEnded, runResumed, runStarted } from './events';

const MOST_PAIRS = MOST_LEVELS * MOST_SEEDS;

const level = v.union([number, text], 'a value of the parameter');
const difference = v.nullable(number);
const factor = v.picklist(factorNames, 'a parameter');

const confounder = record({ name: text, values: v.tuple([text, text]) });

const pair = record({
  level,
  seed: count,
  runs: v.tuple([v.nullable(text), v.nullable(text)]),
  state: oneOf(['paired', 'refused', 'waiting', 'diverged', 'failed']),
  identification: record({ confounders: list(confounder, 1000), decided: list(confounder, 1000), unverified: list(text, 1000) }),
  reason: v.nullable(text),
  isLate: flag,
});

const verdict = oneOf(['not identified', 'single run', 'estimate', 'supported', 'refuted', 'inconclusive']);

/** As effects.ts has it, with a sentence that a person can quote. */
const effect = record({
  parameter: factor,
  levels: v.tuple([level, level]),
  metric: oneOf(effectMetricNames),
  unit: oneOf(['share', 'nats', 'ms']),
  pairs: list(record({ seed: count, runs: v.tuple([text, text]), values: v.tuple([number, number]), difference: number }), MOST_SEEDS * 2),
  n: count,
  mean: difference,
  deviation: v.nullable(positive),
  low: difference,
  high: difference,
  confidence: share,
  p: v.nullable(share),
  pHolm: v.nullable(share),
  disagrees: flag,
  verdict: v.nullable(verdict),
  diverged: count,
  missing: count,
  refused: list(record({ seed: count, runs: v.tuple([text, text]), confounders: list(confounder, 1000) }), MOST_SEEDS * 2),
  unmeasured: count,
  lacking: list(text, 4 * MOST_SEEDS),
  understoodAs: list(text, 100),
  /** `Changing num_filters from 32 to 64 raised validation accuracy by 0.31 points, 95 % CI 0.12 to 0.50, 5 paired seeds.` */
  sentence: text,
});

/** A run that counts, is to come, or was replaced. */
const run = record({
  id: text,
  label: text,
  level,
  seed: count,
  /** `missing`: it was neither trained nor does it wait. */
  status: oneOf([...runStatuses, 'queued', 'missing']),
  author: v.nullable(text),
  /** The workspace's commit: it is shown and never compared. */
  commit: v.nullable(text),
  /** It was chosen when results could be seen. */
  isLate: flag,
  /** Another one took its place. */
  isReplaced: flag,
  /** In the order of `effectMetricNames`. */
  values: list(v.nullable(number), effectMetricNames.length),
});

/** What is held equal, and how it is. */
const held = record({
  name: text,
  /** The common value, or both. */
  value: text,
  /** `decided`: the factor decides it; `moot`: it makes no difference where another parameter has some value. */
  state: oneOf(['equal', 'decided', 'moot', 'unverified', 'differs']),
  note: text,
});

/** Everything that is shown but the curves. */
const shownEffect = record({
  id: runId,
  /** `num_filters 32 → 64` */
  title: text,
  factor,
  /** The first is what the others are compared with. */
  levels: list(level, MOST_LEVELS),
  /** The metric that the verdict is on. */
  metric: oneOf(effectMetricNames),
  /** The hypothesis as it was typed before the first run; null where there is none. */
  hypothesis: v.nullable(record({ expectation: text, text, expected: oneOf(expectations), margin: v.exactOptional(positive) })),
  /** In how far the answer rests on what was chosen when results could be seen; empty if it does not. */
  late: text,
  setUp: text,
  /** Who planned it and when. */
  origin: text,
  /** `3 of 10 runs`; empty once all have ended. */
  progress: text,
  pairs: list(pair, MOST_PAIRS * 2),
  /** Of all metrics and levels. */
  effects: list(effect, MOST_LEVELS * effectMetricNames.length),
  runs: list(run, MOST_PAIRS * 2),
  held: list(held, 200),
  /** The workspace's commits, in words. */
  commits: text,
  /** What the runs that settle what is not identified would cost; null where nothing is to be settled. */
  settling: v.nullable(record({ runs: count, words: text })),
  /** Pairs whose runs differ in nothing but the trainer's build, which can be accepted; null where there are none. */
  builds: v.nullable(text),
  /** Runs that are neither trained nor wait; null where none is missing. */
  missing: v.nullable(record({ runs: count, words: text })),
  /** Whether what is missing can be submitted to Slurm. */
  maySubmit: flag,
  /** How much the test images alone leave open, of single pairs. */
  noise: list(text, MOST_LEVELS),
  /** How many seeds a narrower interval needs. */
  precision: list(text, 10),
  /** What it costs: time and weights. */
  price: list(record({ amount: text, words: text }), 10),
  /** Student's t at 97.5 %, from one degree of freedom on. */
  quantiles: list(positive, MOST_SEEDS * 2),
  /** Why nothing can be trained or changed; empty if it can. */
  whyFixed: text,
});

export const effectState = record({ shown: shownEffect, curves: list(comparedCurve, MOST_PAIRS * 2) });

export const effectChange = v.variant(
  'type',
  [
    record({ type: only('shown'), shown: shownEffect }),
    record({ type: only('curve'), curve: comparedCurve }),
    record({ type: only('events'), runId: text, events: list(v.variant('type', [epochEnded, runStarted, runResumed])) }),
  ],
  'a change of the comparison',
);

/** The host asks nothing of the page. */
export const effectPageRequest = record({ type: only('none') });

export const effectRequest = v.variant(
  'type',
  [
    record({ type: only('openRun'), runId: text }),
    record({ type: only('addSeeds') }),
    record({ type: only('copyMarkdown') }),
    record({ type: only('openReport') }),
    record({ type: only('openPlan') }),
    /** Queues the runs that take the place of those that cannot be counted. */
    record({ type: only('settle') }),
    /** Queues what is neither trained nor waits. */
    record({ type: only('queueMissing') }),
    /** Asks whether the same is to be submitted to Slurm. */
    record({ type: only('submitMissing') }),
    record({ type: only('acceptBuilds') }),
    /** VS Code's diff editor on the configs of a pair. */
    record({ type: only('diff'), from: text, to: text }),
    /** Through the host's save dialog. */
    record({ type: only('save'), fileName: text, content: savedContent }),
    /** Something broke in the page. */
    record({ type: only('failed'), message: text }),
  ],
  'a request of the page of a comparison',
);

export const spreads = ['range', 'interval', 'runs'] as const;

/** What a panel shows of itself, kept over a tab switch and a restart. */
export const savedEffect = record({
  comparisonId: runId,
  /** The metric whose differences are shown; null: that of the hypothesis. */
  metric: v.optional(v.fallback(v.nullable(oneOf(effectMetricNames)), null), null),
  /** The metric whose curves are drawn, by its name. */
  curve: v.optional(v.fallback(text, 'val_accuracy'), 'val_accuracy'),
  /** What lies around the mean curves. */
  spread: v.optional(v.fallback(oneOf(spreads), 'range'), 'range'),
  range: v.optional(v.fallback(v.nullable(range), null), null),
  /** Levels whose curves are off, by their place. */
  hidden: v.optional(v.fallback(list(text, MOST_LEVELS), []), []),
  /** Rows scrolled by. */
  scrollTop: v.optional(v.fallback(whole(0), 0), 0),
});
