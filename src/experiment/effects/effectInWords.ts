import type { ComparisonPlan, Effect, Hypothesis, Level } from '../../contract/effects';
import { findParameter } from '../../contract/parameters';
import { formatParameter } from '../../contract/parseParameters';
import { counted, duration, loss } from '../../util/format';
import { namedInShort } from '../../util/namedInShort';
import { points } from '../../wording/pairedInWords';
import { effectMetric, USUAL_METRIC } from './effectMetrics';
import { confoundersInWords } from './pairs';
import { ALPHA } from './verdict';

/** A level as it is shown: `none` for 0 dense units. */
export function levelInWords(factor: ComparisonPlan['factor'], level: Level): string {
  return formatParameter(findParameter(factor)!, level);
}

/** `num_filters 8 → 32`, `num_filters 8 → 16, 32` */
export function comparisonTitle({ factor, levels }: Pick<ComparisonPlan, 'factor' | 'levels'>): string {
  const [reference, ...others] = levels.map(level => levelInWords(factor, level));
  return `${factor} ${reference} → ${others.join(', ')}`;
}

/** What an answer is about: `test accuracy, since no pair has a validation accuracy` where nobody asked about it. */
export function subjectInWords(metric: Effect['metric'], hypothesis: unknown): string {
  const { label } = effectMetric(metric);
  return hypothesis || metric === USUAL_METRIC ? label : `${label}, since no pair has a ${effectMetric(USUAL_METRIC).label}`;
}

/** A difference without its sign, in the unit that it is read in: `0.31 points`, `0.0123 nats`, `25.0 s`. */
export function amountInWords(unit: Effect['unit'], amount: number): string {
  switch (unit) {
    case 'share':
      return `${points(Math.abs(amount))} points`;
    case 'nats':
      return `${loss(Math.abs(amount))} nats`;
    case 'ms':
      return duration(Math.abs(amount));
  }
}

/** The same with its sign and without the unit: `+0.31`, `−0.0123`, `+25.0 s`. */
export function signedAmount(unit: Effect['unit'], amount: number): string {
  const words = amountInWords(unit, amount);
  const figure = unit === 'ms' ? words : words.split(' ', 1)[0]!;
  return `${amount > 0 ? '+' : amount < 0 ? '−' : ''}${figure}`;
}

/** A value of a metric, as it stands in a table: `98.86`, `0.0412`, `1m32s`; the unit stands in the head. */
export function valueOfMetric(unit: Effect['unit'], value: number): string {
  return unit === 'share' ? points(value) : unit === 'nats' ? loss(value) : duration(value);
}

/**
 * What a level did to a metric, for a person to quote: `Changing num_filters from 8 to 32 raised validation accuracy by 0.31 points, 95 % CI
 * 0.12 to 0.50, 5 paired seeds.` It never states a mean without N, nor a change that chance could have made as one that was made.
 */
export function effectInWords(effect: Effect): string {
  const { parameter, levels, n, mean } = effect;
  const [from, to] = levels.map(level => levelInWords(parameter, level));
  const subject = `Changing ${parameter} from ${from} to ${to}`;
  const outcome = outcomesInWords(effect);
  if (mean === null || n === 0) return `${subject}: ${nothingCounts(effect)}${outcome}.`;
  return `${subject} ${changeInWords(effect, mean)}${outcome}.`;
}

function changeInWords(effect: Effect, mean: number): string {
  const { metric, unit, n, low, high, p, pHolm } = effect;
  const { label } = effectMetric(metric);
  const amount = amountInWords(unit, mean);
  if (n === 1) {
    const way = mean > 0 ? `${amount} higher` : mean < 0 ? `${amount} lower` : 'equal';
    return `came with a ${label} that is ${way} in a single pair, which tells nothing of other seeds`;
  }
  if (low === null || high === null) {
    if (mean === 0) return `left ${label} exactly as it was in ${pairsInWords(n)}`;
    return `${mean > 0 ? 'raised' : 'lowered'} ${label} by ${amount} in each of ${pairsInWords(n)}: all differences are equal, so that there is no interval`;
  }
  const isClear = (pHolm ?? p ?? 1) < ALPHA;
  const interval = isClear && mean < 0 ? [-high, -low] : [low, high];
  const bounds = interval.map(bound => (bound < 0 ? '−' : '') + amountInWords(unit, bound).replace(/ (points|nats)$/, ''));
  const name = effect.confidence > 0.95 ? '95 % CI of all levels together' : '95 % CI';
  const ci = `${name} ${bounds[0]} to ${bounds[1]}, ${pairsInWords(n)}`;
  if (isClear) return `${mean > 0 ? 'raised' : 'lowered'} ${label} by ${amount}, ${ci}`;
  const sign = mean < 0 ? '−' : '+';
  return `changed ${label} by ${sign}${amount}, ${ci}, which the seeds alone could explain`;
}

function pairsInWords(n: number): string {
  return counted(n, 'paired seed');
}

/** So many runs are named. */
const MOST_NAMED = 6;

function understoodInWords(names: readonly string[]): string {
  return names.length === 0
    ? ''
    : ` (of a script it is known where that logs ${names.slice(0, -1).join(', ')}${names.length > 1 ? ' or ' : ''}${names.at(-1)!})`;
}

function lackInWords({ lacking, understoodAs }: Pick<Effect, 'lacking' | 'understoodAs'>): string {
  if (lacking.length === 0) return 'machine and load are not known of both runs';
  return `${namedInShort(lacking, MOST_NAMED)} ${lacking.length === 1 ? 'has' : 'have'} none${understoodInWords(understoodAs)}`;
}

/** What did not come to a difference. */
function outcomesInWords({ diverged, missing, refused, n, unmeasured, lacking, understoodAs }: Effect): string {
  const parts = [
    n > 0 && unmeasured > 0 && `${counted(unmeasured, 'pair')} without it, as ${lackInWords({ lacking, understoodAs })}`,
    diverged > 0 && `${diverged === 1 ? 'one more pair' : `${diverged} more pairs`} diverged`,
    n > 0 && refused.length > 0 && `${counted(refused.length, 'pair')} refused`,
    n > 0 && missing > 0 && `${counted(missing, 'pair')} not there yet`,
  ].filter(Boolean);
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

function nothingCounts({ refused, missing, unmeasured, metric, lacking, understoodAs }: Effect): string {
  const [first] = refused;
  if (first) return `not identified: also ${confoundersInWords(first)}`;
  if (unmeasured > 0 && lacking.length === 0)
    return `${effectMetric(metric).label} does not compare, as ${lackInWords({ lacking, understoodAs })}`;
  if (unmeasured > 0)
    return `there is no ${effectMetric(metric).label} of ${namedInShort(lacking, MOST_NAMED)}${understoodInWords(understoodAs)}`;
  return missing > 0 ? `${counted(missing, 'pair')} not there yet` : 'no pair counts';
}

/** `raises validation accuracy`, `leaves test loss within ± 0.0100 nats` */
export function hypothesisInWords({ metric, expected, margin = 0 }: Hypothesis): string {
  const { label, unit } = effectMetric(metric);
  if (expected === 'no effect') return `leaves ${label} within ± ${amountInWords(unit, margin)}`;
  return `${expected === 'higher' ? 'raises' : 'lowers'} ${label}`;
}

/** The reason of a verdict, in a sentence; empty where there is none. */
export function verdictInWords(effect: Effect, { hypothesis }: Pick<ComparisonPlan, 'hypothesis'>, hasLate: boolean): string {
  const { verdict, n, metric, diverged, missing, refused, unmeasured } = effect;
  const isOnHypothesis = hypothesis?.metric === metric;
  switch (verdict) {
    case null:
      return unmeasured > 0 ? 'No pair has this metric.' : 'No pair is done yet.';
    case 'not identified':
      return 'No pair counts: something else differs too.';
    case 'single run':
      return 'One pair cannot tell the change from the seed.';
    case 'estimate':
      if (!isOnHypothesis) return hypothesis ? 'The hypothesis is about another metric.' : 'No hypothesis was typed before the runs.';
      if (n === 2) return 'Two pairs are too few for a verdict.';
      return hasLate ? 'Seeds were added or runs reused when results could be seen.' : 'It is an estimate.';
    case 'supported':
      if (hypothesis?.expected === 'no effect') return 'The interval lies within the margin.';
      return `It is as expected, with p ${pInWords(effect.pHolm)} (Holm).`;
    case 'refuted':
      if (hypothesis?.expected === 'no effect') return 'The interval lies outside of the margin.';
      return `It is the other way, with p ${pInWords(effect.pHolm)} (Holm).`;
    case 'inconclusive':
      if (diverged + missing + refused.length + unmeasured > 0) return 'Not all pairs that were planned count.';
      return effect.pHolm === null
        ? 'All differences are equal, so that there is neither an interval nor p.'
        : 'The seeds alone could explain it.';
  }
}

/** `0.004`, `< 0.001` */
export function pInWords(p: number | null): string {
  return p === null ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3);
}
