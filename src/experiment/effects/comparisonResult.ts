import type { ComparisonPlan, Effect, EffectMetricName, Pair, TestNoise } from '../../contract/effects';
import type { ComparedRun } from './comparedRun';
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

/** The metric that a comparison is about: that of its hypothesis, by default validation accuracy. */
export function mainMetric({ hypothesis }: Pick<ComparisonPlan, 'hypothesis'>): EffectMetricName {
  return hypothesis?.metric ?? 'val_accuracy';
}

/** The effects that a comparison is about, one for each level but the reference. */
export function mainEffects({ plan, effects }: Pick<ComparisonResult, 'plan' | 'effects'>): Effect[] {
  return effects.filter(({ metric }) => metric === mainMetric(plan));
}

/** Pairs that count, of all that were planned. */
export function progressOf({ pairs }: Pick<ComparisonResult, 'pairs'>): { readonly done: number; readonly all: number } {
  return { done: pairs.filter(({ state }) => state !== 'waiting').length, all: pairs.length };
}
