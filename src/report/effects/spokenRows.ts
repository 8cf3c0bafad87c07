import type { ToldEffect } from '../../contract/effectPage';
import { amountInWords, signedAmount, valueOfMetric } from '../../experiment/effects/effectInWords';
import type { DifferenceRow } from './differenceRows';

/** A pair, to be read out. */
export function spokenRow({ seed, values, difference, reason }: DifferenceRow, { unit }: ToldEffect): string {
  const both = values.map(value => (value === null ? 'unknown' : valueOfMetric(unit, value))).join(' to ');
  return reason === ''
    ? `Seed ${seed}: ${both}, difference ${signedAmount(unit, difference!)}`
    : `Seed ${seed}: not counted, ${reason}${difference === null ? '' : `, ${both}`}`;
}

/** The mean of those that count, to be read out. */
export function spokenMean(effect: ToldEffect): string {
  const { unit, mean, low, high, n } = effect;
  if (mean === null) return 'Mean: no pair counts yet';
  const interval =
    low === null || high === null
      ? 'no interval'
      : `interval ${signedAmount(unit, low)} to ${signedAmount(unit, high)} ${amountInWords(unit, 0).split(' ')[1] ?? ''}`;
  return `Mean of ${n}: ${signedAmount(unit, mean)}, ${interval.trim()}`;
}
