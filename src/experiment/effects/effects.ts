import type { ComparisonPlan, CountedPair, Effect, Level, Pair, RefusedPair } from '../../contract/effects';
import { usualNames } from '../../contract/loggedResults';
import { holm } from '../../statistics/holm';
import { pairedT, type PairedT } from '../../statistics/pairedT';
import { effectMetrics, type EffectMetric } from './effectMetrics';
import { isOnOneMachine } from './identification';
import { pairsOf, type FindRun } from './pairs';
import { ALPHA, verdictOf } from './verdict';

/**
 * What each level did to each metric, against the reference: the metrics in their order, of each the levels in theirs.
 * @param plain the pairs of the plan, where they are known already
 */
export function effectsOf(plan: ComparisonPlan, find: FindRun, plain = pairsOf(plan, find)): Effect[] {
  const timed = pairsOf(plan, find, true);
  return effectMetrics.flatMap(metric => effectsOn(metric, plan, { pairs: metric.role === 'time' ? timed : plain, find }));
}

interface Found {
  readonly pairs: readonly Pair[];
  readonly find: FindRun;
}

function effectsOn(metric: EffectMetric, plan: ComparisonPlan, { pairs, find }: Found): Effect[] {
  const [reference, ...levels] = plan.levels;
  // Bonferroni: all intervals of a metric hold at once with 95 %.
  const confidence = 1 - ALPHA / levels.length;
  const parts = levels.map(level => {
    const ofLevel = pairs.filter(pair => pair.level === level);
    const measured = ofLevel.map(pair => (pair.state === 'paired' ? measure(pair, metric, find) : undefined));
    const counted = measured.flatMap(pair => pair ?? []);
    const result =
      counted.length === 0
        ? undefined
        : pairedT(
            counted.map(({ difference }) => difference),
            confidence,
          );
    return { level, ofLevel, counted, result };
  });
  // A level without p has nothing to correct; it still was one of those that were asked about.
  const corrected = holm(parts.map(({ result }) => result?.p ?? 1));
  return parts.map(({ level, ofLevel, counted, result }, i): Effect => {
    const pHolm = result?.p == null ? null : corrected[i]!;
    const states = (state: Pair['state']): number => ofLevel.filter(pair => pair.state === state).length;
    const effect = {
      parameter: plan.factor,
      levels: [reference!, level] as readonly [Level, Level],
      metric: metric.name,
      unit: metric.unit,
      pairs: counted,
      n: counted.length,
      ...figures(result),
      confidence,
      pHolm,
      disagrees: pHolm !== null && result?.interval != null && pHolm < ALPHA === holdsZero(result.interval),
      diverged: states('diverged'),
      missing: states('waiting') + states('failed'),
      refused: ofLevel.flatMap(refusal),
      unmeasured: states('paired') - counted.length,
      ...lackOf(metric, ofLevel, find),
    };
    return { ...effect, verdict: verdictOf(effect, plan, ofLevel) };
  });
}

/** The means of the reference and of the other level over the pairs that count; undefined without one. */
export function meansOf({ pairs, n }: Pick<Effect, 'pairs' | 'n'>): readonly [number, number] | undefined {
  const mean = (side: 0 | 1): number => pairs.reduce((sum, { values }) => sum + values[side], 0) / n;
  return n === 0 ? undefined : [mean(0), mean(1)];
}

function figures(result: PairedT | undefined): Pick<Effect, 'mean' | 'deviation' | 'low' | 'high' | 'p'> {
  const { mean = null, deviation = null, interval = null, p = null } = result ?? {};
  return { mean, deviation, low: interval?.low ?? null, high: interval?.high ?? null, p };
}

function holdsZero({ low, high }: { readonly low: number; readonly high: number }): boolean {
  return low <= 0 && high >= 0;
}

/** Undefined where a run does not have the metric, or times were measured on who knows which machine, beside who knows what. */
function measure({ seed, runs: [a, b], identification }: Pair, { ofRun, role }: EffectMetric, find: FindRun): CountedPair | undefined {
  if (role === 'time' && !isOnOneMachine(identification)) return undefined;
  const [reference, other] = [a, b].map(id => (id === null ? undefined : find(id)?.summary));
  const values = [reference && ofRun(reference), other && ofRun(other)];
  const [from, to] = values;
  if (from == null || to == null) return undefined;
  return { seed, runs: [a!, b!], values: [from, to], difference: to - from };
}

/** The runs of pairs that do not have a metric, and under which names it would have been understood. */
function lackOf({ ofRun, logged }: EffectMetric, pairs: readonly Pair[], find: FindRun): Pick<Effect, 'lacking' | 'understoodAs'> {
  const ids = new Set(pairs.flatMap(({ state, runs }) => (state === 'paired' ? runs : [])));
  const lacking = [...ids].flatMap(id => {
    const run = id === null ? undefined : find(id);
    return run && (!run.summary || ofRun(run.summary) === null) ? [run] : [];
  });
  const isLogged = logged !== undefined && lacking.some(({ config }) => config.kind === 'imported');
  return { lacking: lacking.map(({ id }) => id), understoodAs: isLogged ? usualNames[logged] : [] };
}

function refusal({ state, seed, runs: [a, b], identification: { confounders } }: Pair): RefusedPair[] {
  return state === 'refused' && a !== null && b !== null ? [{ seed, runs: [a, b], confounders }] : [];
}
