import type { ComparisonPlan, Effect, Hypothesis, Pair, Verdict } from '../../contract/effects';

/** Below it a difference counts as one that chance alone does not make. */
export const ALPHA = 0.05;

/** So many pairs a verdict on a hypothesis needs. */
const ENOUGH = 3;

/**
 * What may be said of an effect. A hypothesis is judged on its own metric alone, and only by what was planned before any result could be seen:
 * adding seeds one at a time until the interval leaves zero finds an effect that is none in 13 of 100 cases.
 * @param pairs those of the level, whether they count or not
 * @returns null while no pair counts and none is refused
 */
export function verdictOf(
  effect: Omit<Effect, 'verdict'>,
  { hypothesis }: Pick<ComparisonPlan, 'hypothesis'>,
  pairs: readonly Pair[],
): Verdict | null {
  const { n, refused, metric } = effect;
  if (n === 0) return refused.length > 0 ? 'not identified' : null;
  if (n === 1) return 'single run';
  if (n < ENOUGH || hypothesis?.metric !== metric) return 'estimate';
  if (pairs.some(({ isLate, state }) => isLate && state === 'paired')) return 'estimate';
  const judged = judge(effect, hypothesis);
  // What is not there yet could still speak against it: of a run that diverged nobody knows how far off it would have been.
  const isWhole = effect.diverged + effect.missing + refused.length + effect.unmeasured === 0;
  return judged === 'supported' && !isWhole ? 'inconclusive' : judged;
}

function judge({ mean, low, high, pHolm }: Omit<Effect, 'verdict'>, { expected, margin = 0 }: Hypothesis): Verdict {
  if (mean === null || low === null || high === null || pHolm === null) return 'inconclusive';
  if (expected === 'no effect') {
    if (low > -margin && high < margin) return 'supported';
    return low > margin || high < -margin ? 'refuted' : 'inconclusive';
  }
  if (pHolm >= ALPHA) return 'inconclusive';
  return mean > 0 === (expected === 'higher') ? 'supported' : 'refuted';
}
