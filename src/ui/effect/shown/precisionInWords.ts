import type { Effect } from '../../../contract/effects';
import type { ComparisonResult } from '../../../experiment/effects/comparisonResult';
import { amountInWords, levelInWords } from '../../../experiment/effects/effectInWords';
import { parametersOf, seedsOf } from '../../../experiment/effects/planned';
import type { Machine } from '../../../experiment/estimate';
import { estimateOf } from '../../../experiment/estimateInWords';
import { tQuantile } from '../../../statistics/distributions';
import { pairsNeeded } from '../../../statistics/pairsNeeded';
import { counted } from '../../../util/format';
import { wholeSeconds } from '../../../wording/timeInWords';

/** How many seeds an interval of some width needs, from how the differences vary so far. */
export function precisionInWords(effect: Effect, { plan }: Pick<ComparisonResult, 'plan'>, machine: Machine): string[] {
  const { deviation, low, high, n, unit, confidence, levels } = effect;
  if (deviation === null || deviation === 0 || low === null || high === null) return [];
  const now = (high - low) / 2;
  const halfWith = (pairs: number): number => (tQuantile(1 - (1 - confidence) / 2, pairs - 1) * deviation) / Math.sqrt(pairs);
  const price = (pairs: number): string => {
    const more = pairs - seedsOf(plan).length;
    if (more <= 0) return 'seeds that are planned already';
    const runs = plan.levels.length * more;
    const one = plan.levels.map(level =>
      estimateOf(parametersOf(plan, { level, seed: 0 }), { ...machine, engine: plan.engine, threads: plan.threads }),
    );
    const ms = one.reduce<number | undefined>((sum, time) => (sum === undefined || !time ? undefined : sum + time.ms), 0);
    return `${counted(runs, 'run')} more${ms === undefined ? '' : `, about ${wholeSeconds(ms * more)}`}`;
  };
  const of = plan.levels.length > 2 ? `${levelInWords(plan.factor, levels[1])}: ` : '';
  const two = `${of}two more pairs (${price(n + 2)}) would narrow ± ${amountInWords(unit, now)} to about ± ${amountInWords(unit, halfWith(n + 2))}, if the differences go on to vary as they did.`;
  const half = pairsNeeded(deviation, now / 2, confidence);
  const halved =
    half === undefined ? [] : [`${of}half the width, ± ${amountInWords(unit, now / 2)}, needs ${counted(half, 'pair')} (${price(half)}).`];
  const { hypothesis } = plan;
  const margin = hypothesis?.metric === effect.metric && hypothesis.expected === 'no effect' ? hypothesis.margin : undefined;
  const left = margin === undefined || effect.mean === null ? 0 : margin - Math.abs(effect.mean);
  const forMargin = left > 0 && now > left ? pairsNeeded(deviation, left, confidence) : undefined;
  const within =
    forMargin === undefined
      ? []
      : [
          `${of}an interval within the margin of ± ${amountInWords(unit, margin!)} needs ${counted(forMargin, 'pair')} (${price(forMargin)}), if the mean stays.`,
        ];
  return [two, ...halved, ...within].map(words => `${words.charAt(0).toUpperCase()}${words.slice(1)}`);
}
