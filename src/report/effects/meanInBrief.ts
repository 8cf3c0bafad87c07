import type { Effect } from '../../contract/effects';
import { signedAmount } from '../../experiment/effects/effectInWords';

/** `+0.28 ± 0.13` */
export function meanInBrief({ unit, mean, low, high }: Pick<Effect, 'unit' | 'mean' | 'low' | 'high'>): string {
  if (mean === null) return '';
  const half = low === null || high === null ? '' : ` ± ${signedAmount(unit, (high - low) / 2).replace(/^\+/, '')}`;
  return `${signedAmount(unit, mean)}${half}`;
}
