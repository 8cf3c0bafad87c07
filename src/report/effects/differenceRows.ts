import type { Level } from '../../contract/effects';
import type { ShownEffect, ToldEffect, ToldPair } from '../../contract/effectPage';
import { effectMetricNames } from '../../contract/formats/comparisonFile';
import { confoundersNamed } from './confoundersNamed';

/** A pair as a row of a drawing or a table. */
export interface DifferenceRow {
  readonly seed: number;
  /** Of the reference and of the other level; null where it is not known. */
  readonly values: readonly [number | null, number | null];
  /** Null where there is none. */
  readonly difference: number | null;
  readonly isCounted: boolean;
  readonly isLate: boolean;
  /** Why it does not count: `refused: also batch_size 32 → 64`; empty if it does. */
  readonly reason: string;
}

/** All pairs of a level on a metric, whether they count or not, by seed. */
export interface DifferenceGroup {
  readonly effect: ToldEffect;
  readonly level: Level;
  readonly rows: readonly DifferenceRow[];
}

/** The pairs of every level on a metric. */
export function differenceGroups({ effects, pairs, runs }: ShownEffect, metric: ToldEffect['metric']): DifferenceGroup[] {
  const index = effectMetricNames.indexOf(metric);
  const values = new Map(runs.map(run => [run.id, run.values[index] ?? null]));
  const valueOf = (id: string | null): number | null => (id === null ? null : (values.get(id) ?? null));
  return effects
    .filter(effect => effect.metric === metric)
    .map(effect => {
      const [, level] = effect.levels;
      const rows = pairs
        .filter(pair => pair.level === level)
        .map((pair): DifferenceRow => {
          const counted = effect.pairs.find(({ seed }) => seed === pair.seed);
          const [a, b] = [valueOf(pair.runs[0]), valueOf(pair.runs[1])];
          const shown = counted?.values ?? ([a, b] as const);
          return {
            seed: pair.seed,
            values: shown,
            difference: counted?.difference ?? (a === null || b === null ? null : b - a),
            isCounted: counted !== undefined,
            isLate: pair.isLate,
            reason: counted ? '' : reasonOf(pair, effect, a !== null && b !== null),
          };
        });
      return { effect, level, rows };
    });
}

function reasonOf(pair: ToldPair, { refused }: ToldEffect, isMeasured: boolean): string {
  const named = refused.find(({ seed }) => seed === pair.seed)?.confounders;
  if (named && named.length > 0) return `refused: also ${confoundersNamed(named)}`;
  switch (pair.state) {
    case 'paired':
      return isMeasured ? 'machine and load are not known of both runs' : 'not measured';
    case 'refused':
      return 'refused';
    case 'diverged':
      return 'diverged: an outcome, without a difference';
    case 'failed':
      return 'failed';
    case 'waiting':
      return 'not there yet';
  }
}
