import type { Verdict } from '../../contract/effects';
import { mainEffects, type ComparisonResult } from '../../experiment/effects/comparisonResult';
import { comparisonTitle, levelInWords } from '../../experiment/effects/effectInWords';
import { meanInBrief } from '../../report/effects/meanInBrief';
import { maxOf } from '../../util/extremes';
import { counted } from '../../util/format';

/** A comparison as a row of the view. */
export interface ComparisonFace {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly colour: string | undefined;
}

const units = { share: ' points', nats: ' nats', ms: '' } as const;

/**
 * `num_filters 32 → 64` and `+0.28 ± 0.13 points · 5 pairs · supported`, or how far it has come.
 * @param author whose it is; null of one's own
 * @param done runs that have ended, of all that count
 */
export function comparisonFace(
  result: ComparisonResult,
  { author, done, all }: { readonly author: string | null; readonly done: number; readonly all: number },
): ComparisonFace {
  const effects = mainEffects(result);
  const hasSeveral = effects.length > 1;
  const found = effects
    .filter(({ mean }) => mean !== null)
    .map(effect => {
      const level = hasSeveral ? `${levelInWords(effect.parameter, effect.levels[1])}: ` : '';
      return `${level}${meanInBrief(effect)}${units[effect.unit]}`;
    });
  const pairs = maxOf(
    effects.map(({ n }) => n),
    0,
  );
  const verdicts = [...new Set(effects.map(({ verdict }) => verdict))];
  const isWhole = done === all;
  const words = isWhole
    ? [found.join(', '), pairs > 0 ? counted(pairs, 'pair') : '', verdicts.map(verdict => verdict ?? 'no pair counts').join(', ')]
    : [`${done} of ${counted(all, 'run')}`, found.join(', ')];
  const face = isWhole ? (faces[verdicts.length === 1 ? (verdicts[0] ?? 'none') : 'estimate'] ?? faces.none) : faces.none;
  return {
    label: comparisonTitle(result.plan),
    description: [...words, author === null ? '' : `by ${author}`].filter(Boolean).join(' · '),
    ...face,
  };
}

const faces: Readonly<Record<Verdict | 'none', { readonly icon: string; readonly colour: string | undefined }>> = {
  supported: { icon: 'pass-filled', colour: 'charts.green' },
  refuted: { icon: 'error', colour: 'charts.red' },
  'not identified': { icon: 'circle-slash', colour: 'charts.red' },
  inconclusive: { icon: 'question', colour: 'charts.yellow' },
  estimate: { icon: 'graph-scatter', colour: undefined },
  'single run': { icon: 'circle-outline', colour: undefined },
  none: { icon: 'beaker', colour: undefined },
};
