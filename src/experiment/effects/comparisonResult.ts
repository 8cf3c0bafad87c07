import type { ComparisonPlan, Effect, EffectMetricName, Pair, TestNoise } from '../../contract/effects';
import type { ComparedRun } from './comparedRun';
import { effectMetrics, USUAL_METRIC, type EffectMetric } from './effectMetrics';
import { effectsOf } from './effects';
import { heldItems, type HeldItem } from './heldItems';
import { mootParameters, type MootParameter } from './moot';
import { pairsOf, type FindRun } from './pairs';
import { countedRuns, parametersOf } from './planned';

/** A comparison with what has come of it so far. */
export interface ComparisonResult {
  readonly plan: ComparisonPlan;
  /** Of every metric and level but the reference. */
  readonly effects: readonly Effect[];
  readonly pairs: readonly Pair[];
  readonly held: readonly HeldItem[];
  readonly moot: readonly MootParameter[];
  /** Of a level with a single pair: what the test images alone leave open. */
  readonly noise: readonly TestNoise[];
  /** The runs that count, in the order in which they are trained; those that do not exist yet are undefined. */
  readonly runs: readonly { readonly id: string; readonly run: ComparedRun | undefined }[];
}

/** What has come of a comparison so far. */
export function comparisonResult(plan: ComparisonPlan, find: FindRun, noise: readonly TestNoise[] = []): ComparisonResult {
  const pairs = pairsOf(plan, find);
  const settings = plan.levels.map(level => parametersOf(plan, { level, seed: plan.baseline.seed }));
  return {
    plan,
    effects: effectsOf(plan, find, pairs),
    pairs,
    held: heldItems(plan, pairs, find),
    moot: mootParameters(plan.factor, settings),
    noise,
    runs: countedRuns(plan).map(({ id }) => ({ id, run: find(id) })),
  };
}

/**
 * The metric that a comparison is about: that of its hypothesis. Without one the first that some pair has, which is validation accuracy unless
 * no pair, of scripts for instance, has it; time never is.
 */
export function mainMetric({ plan: { hypothesis }, effects }: Pick<ComparisonResult, 'plan' | 'effects'>): EffectMetricName {
  if (hypothesis) return hypothesis.metric;
  const isMeasured = ({ name, role }: EffectMetric): boolean =>
    role !== 'time' && effects.some(({ metric, n }) => metric === name && n > 0);
  return effectMetrics.find(isMeasured)?.name ?? USUAL_METRIC;
}

/** The effects that a comparison is about, one for each level but the reference. */
export function mainEffects(result: Pick<ComparisonResult, 'plan' | 'effects'>): Effect[] {
  const main = mainMetric(result);
  return result.effects.filter(({ metric }) => metric === main);
}

/** Pairs that count, of all that were planned. */
export function progressOf({ pairs }: Pick<ComparisonResult, 'pairs'>): { readonly done: number; readonly all: number } {
  return { done: pairs.filter(({ state }) => state !== 'waiting').length, all: pairs.length };
}

/** The runs that are in no pair that counts, by their ids. */
export function unusedRuns({ pairs, runs }: Pick<ComparisonResult, 'pairs' | 'runs'>): string[] {
  const used = new Set(pairs.flatMap(pair => (pair.state === 'paired' ? pair.runs : [])));
  return runs.flatMap(({ id }) => (used.has(id) ? [] : [id]));
}

/** The effects that a table shows: those on metrics that some pair has, and those that the comparison is about. */
export function effectsToShow(result: Pick<ComparisonResult, 'plan' | 'effects'>): Effect[] {
  const main = mainMetric(result);
  const measured = new Set(result.effects.flatMap(({ metric, n }) => (n > 0 ? [metric] : [])));
  return result.effects.filter(({ metric }) => metric === main || measured.has(metric));
}
