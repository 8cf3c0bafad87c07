import type { ShownEffect } from '../../contract/effectPage';
import { effectMetricNames } from '../../contract/formats/comparisonFile';
import { toCsv } from '../csv';
import { differenceGroups } from './differenceRows';

/** Every pair of each level, a row each, on every metric: its runs, both values, the difference, and why it does not count. Numbers in full. */
export function differencesCsv(shown: ShownEffect): string {
  const runsOf = new Map(shown.pairs.map(({ level, seed, runs }) => [`${level} ${seed}`, runs]));
  return toCsv(
    [
      'parameter',
      'reference',
      'level',
      'metric',
      'unit',
      'seed',
      'reference_run',
      'run',
      'reference_value',
      'value',
      'difference',
      'counts',
      'reason',
    ],
    effectMetricNames.flatMap(metric =>
      differenceGroups(shown, metric).flatMap(({ effect, level, rows }) =>
        rows.map(({ seed, values, difference, isCounted, reason }) => {
          const runs = runsOf.get(`${level} ${seed}`) ?? [null, null];
          return [
            shown.factor,
            effect.levels[0],
            level,
            metric,
            effect.unit,
            seed,
            ...runs,
            ...values,
            difference,
            isCounted ? 'yes' : 'no',
            reason,
          ];
        }),
      ),
    ),
  );
}

/** What each level did to each metric, a row each. */
export function effectsCsv({ effects }: Pick<ShownEffect, 'effects'>): string {
  return toCsv(
    [
      'parameter',
      'reference',
      'level',
      'metric',
      'unit',
      'n',
      'mean',
      'low',
      'high',
      'confidence',
      'p',
      'p_holm',
      'verdict',
      'diverged',
      'missing',
      'refused',
    ],
    effects.map(effect => [
      effect.parameter,
      ...effect.levels,
      effect.metric,
      effect.unit,
      effect.n,
      effect.mean,
      effect.low,
      effect.high,
      effect.confidence,
      effect.p,
      effect.pHolm,
      effect.verdict,
      effect.diverged,
      effect.missing,
      effect.refused.length,
    ]),
  );
}
