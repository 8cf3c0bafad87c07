import type { InferOutput } from 'valibot';
import type { comparisonFile, effectMetricNames, expectations, hypothesis } from './formats/comparisonFile';
import type { ParameterName } from './parameters';

/** A comparison of the levels of one parameter as it is kept: `comparison.json`. */
export type ComparisonPlan = InferOutput<typeof comparisonFile>;
export type ComparedRunPlan = ComparisonPlan['runs'][number];
export type Hypothesis = InferOutput<typeof hypothesis>;
export type Level = ComparisonPlan['levels'][number];
export type Factor = Exclude<ParameterName, 'seed'>;
export type EffectMetricName = (typeof effectMetricNames)[number];
export type Expectation = (typeof expectations)[number];

/** Something besides the factor that is not equal in a pair of runs. */
export interface Confounder {
  /** A parameter, or what else it is: `threads`, `data`, `numerics version`, … */
  readonly name: string;
  /** As they are shown, of the reference and of the other run. */
  readonly values: readonly [string, string];
}

/** How two runs may be compared. */
export interface Identification {
  /** Why the pair does not count; empty if it does. */
  readonly confounders: readonly Confounder[];
  /** What the factor itself decides besides: named, not refused. */
  readonly decided: readonly Confounder[];
  /** What is not known of one of the runs. */
  readonly unverified: readonly string[];
}

/**
 * What came of a pair of a level and a seed. `paired`: it counts. `refused`: something else differs too. `waiting`: a run is missing, at work,
 * interrupted or stopped. `diverged`: the loss of a run was no number any more, which is an outcome. `failed`: otherwise.
 */
export type PairState = 'paired' | 'refused' | 'waiting' | 'diverged' | 'failed';

/** A run with the reference level and one with another level, of the same seed. */
export interface Pair {
  readonly level: Level;
  readonly seed: number;
  /** Of the reference and of the other level; null of one that is not in the plan. */
  readonly runs: readonly [string | null, string | null];
  readonly state: PairState;
  readonly identification: Identification;
  /** In words, why it does not count; null if it does. */
  readonly reason: string | null;
  /** One of its runs was chosen when results could be seen. */
  readonly isLate: boolean;
}

/**
 * `not identified`: no pair counts, since something else differs too. `single run`: one pair. `estimate`: two pairs, no hypothesis on this
 * metric, or runs that were chosen when results could be seen. `supported`, `refuted`: of the hypothesis. `inconclusive`: none of them.
 */
export type Verdict = 'not identified' | 'single run' | 'estimate' | 'supported' | 'refuted' | 'inconclusive';

export interface CountedPair {
  readonly seed: number;
  /** Of the reference and of the other level. */
  readonly runs: readonly [string, string];
  /** The metric of both. */
  readonly values: readonly [number, number];
  /** That of the other level less that of the reference. */
  readonly difference: number;
}

export interface RefusedPair {
  readonly seed: number;
  readonly runs: readonly [string, string];
  readonly confounders: readonly Confounder[];
}

/** What a level did to a metric, against the reference. */
export interface Effect {
  readonly parameter: Factor;
  readonly levels: readonly [reference: Level, level: Level];
  readonly metric: EffectMetricName;
  /** `share` (0 to 1), `nats`, or `ms`. */
  readonly unit: 'share' | 'nats' | 'ms';
  readonly pairs: readonly CountedPair[];
  /** Pairs that count. */
  readonly n: number;
  /** Mean difference; null without a pair. */
  readonly mean: number | null;
  /** Standard deviation of the differences; null of fewer than two. */
  readonly deviation: number | null;
  /** The interval of the mean, by the paired t; null where there is none: of fewer than two, or of differences that are all equal. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of the interval: 0.95, with several levels more (Bonferroni), so that all of them hold at once with 95 %. */
  readonly confidence: number;
  readonly p: number | null;
  /** Corrected for the number of levels by Holm. */
  readonly pHolm: number | null;
  /** p and interval are corrected in different ways: one of them says that there is a difference and the other does not. */
  readonly disagrees: boolean;
  readonly verdict: Verdict | null;
  /** Pairs of which a run diverged. */
  readonly diverged: number;
  /** Pairs that do not count yet, or failed. */
  readonly missing: number;
  readonly refused: readonly RefusedPair[];
  /** Pairs whose runs do not have this metric. */
  readonly unmeasured: number;
  /** The runs of these pairs that do not have it. */
  readonly lacking: readonly string[];
  /** The keys by which it would be known of a run of another tool; empty where no such run lacks it. */
  readonly understoodAs: readonly string[];
}

/** How the answers of two models on the same test images differ: what another set of test images could have made of it. */
export interface TestNoise {
  readonly level: Level;
  readonly seed: number;
  /** Images that only the other level, and only the reference, got right, of all. */
  readonly onlyLevel: number;
  readonly onlyReference: number;
  readonly images: number;
  readonly difference: number;
  /** Newcombe's paired interval of the difference, method 10. */
  readonly low: number;
  readonly high: number;
  /** McNemar's exact test. */
  readonly p: number;
}
