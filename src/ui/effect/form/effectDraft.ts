import type { EffectMetricName, Expectation, Factor, Hypothesis, Level } from '../../../contract/effects';
import { MOST_LEVELS } from '../../../contract/formats/comparisonFile';
import { findParameter, ParameterError, type Parameters } from '../../../contract/parameters';
import { formatParameter, parseParameterText } from '../../../contract/parseParameters';
import { conflictOf, outlook } from '../../form/formModel';

/** What a person fills in to ask what one parameter does. */
export interface EffectDraft {
  /** What is held equal. */
  readonly baseline: Parameters;
  /** The run that it is asked of. */
  readonly baselineRun: string | null;
  readonly factor: Factor;
  /** The first is what the others are compared with. */
  readonly levels: readonly Level[];
  /** Seeds. */
  readonly count: number;
  readonly expected: Expectation | null;
  readonly metric: EffectMetricName;
  readonly margin: number | null;
  readonly text: string;
  /** Whether runs that exist take the place of new ones. */
  readonly reuses: boolean;
}

export const DEFAULT_SEEDS = 5;

/** The form as it begins. */
export function draftFor(baseline: Parameters, baselineRun: string | null): EffectDraft {
  const factor = 'num_filters';
  return {
    baseline,
    baselineRun,
    factor,
    levels: suggestedLevels(factor, baseline),
    count: DEFAULT_SEEDS,
    expected: null,
    metric: 'val_accuracy',
    margin: null,
    text: '',
    reuses: false,
  };
}

/** What was typed before the first run; null where nothing is expected. */
export function hypothesisOf({ expected, metric, margin, text }: EffectDraft): Hypothesis | null {
  if (expected === null) return null;
  return { text, metric, expected, ...(expected === 'no effect' && margin !== null && { margin }) };
}

/** Levels to begin with: the baseline's, and one that is worth to be tried. */
export function suggestedLevels(factor: Factor, baseline: Parameters): Level[] {
  const parameter = findParameter(factor)!;
  const now = baseline[factor];
  switch (parameter.kind) {
    case 'choice': {
      const other = [parameter.default, ...parameter.choices].find(choice => choice !== now);
      return other === undefined ? [now] : [now, other];
    }
    case 'dataset':
      return [now];
    case 'integer':
    case 'number':
      return numericLevels(factor, baseline);
  }
}

/** Twice as much, or half as much where that is too much; from 0, the default or what is nearest to it. */
function numericLevels(factor: Factor, baseline: Parameters): Level[] {
  const now = Number(baseline[factor]);
  const usual = Number(findParameter(factor)!.default);
  const candidates = [now * 2, now / 2, usual, usual * 2, now + 1, now - 1, 0.25, 1, 0.1, 1e-4];
  for (const candidate of candidates) {
    const level = parsedLevel(factor, String(Number(candidate.toPrecision(6))));
    if (level !== undefined && level !== now && conflictOf({ ...baseline, [factor]: level }, factor) === undefined) return [now, level];
  }
  return [now];
}

function parsedLevel(factor: Factor, text: string): Level | undefined {
  try {
    return parseParameterText(findParameter(factor)!, text);
  } catch (error) {
    if (error instanceof ParameterError) return undefined;
    throw error;
  }
}

/** Levels as they are typed: `32, 64`, `relu tanh`. */
export function levelsInText(factor: Factor, levels: readonly Level[]): string {
  return levels.map(level => formatParameter(findParameter(factor)!, level)).join(', ');
}

/**
 * Levels that were typed, or what is wrong with them, for a person.
 * @param draft what they are levels of
 */
export function levelsFromText(text: string, { factor, baseline }: Pick<EffectDraft, 'factor' | 'baseline'>): readonly Level[] | string {
  const parameter = findParameter(factor)!;
  // A path may contain spaces.
  const words = text
    .split(parameter.kind === 'dataset' ? /,/ : /[,;\s→]+/)
    .map(word => word.trim())
    .filter(word => word !== '');
  if (words.length < 2) return 'Expected two levels at least, such as 32, 64; the first is what the others are compared with.';
  if (words.length > MOST_LEVELS) return `Expected at most ${MOST_LEVELS} levels.`;
  const levels: Level[] = [];
  for (const word of words) {
    try {
      levels.push(parseParameterText(parameter, word));
    } catch (error) {
      if (error instanceof ParameterError) return `${word}: expected ${error.expectation}.`;
      throw error;
    }
  }
  if (new Set(levels).size < levels.length) return 'Expected levels that are all different.';
  for (const level of levels) {
    const conflict = conflictOf({ ...baseline, [factor]: level }, factor);
    if (conflict !== undefined) return `${formatParameter(parameter, level)}: ${conflict}`;
  }
  return levels;
}

/** Why it cannot start, for a person; undefined if it can. */
export function problemOf(draft: EffectDraft): string | undefined {
  const { factor, levels, baseline, expected, margin, metric } = draft;
  const checked = levelsFromText(levelsInText(factor, levels), draft);
  if (typeof checked === 'string') return checked;
  const { error } = outlook({ ...baseline, [factor]: levels[0] });
  if (error) return error.message;
  if (metric.startsWith('val_') && baseline.validation_samples === 0 && factor !== 'validation_samples')
    return 'No images are held back for validation, so that there is no validation accuracy to choose by: set validation_samples, or expect something of another metric.';
  if (expected === 'no effect' && !(margin !== null && margin > 0))
    return 'Expecting no effect needs a margin: differences below it are none.';
  return undefined;
}

/** The same with another factor: its levels are suggested anew. */
export function withFactor(draft: EffectDraft, factor: Factor): EffectDraft {
  return factor === draft.factor ? draft : { ...draft, factor, levels: suggestedLevels(factor, draft.baseline) };
}

/** The same with another baseline. */
export function withBaseline(draft: EffectDraft, baseline: Parameters, baselineRun: string | null): EffectDraft {
  const [, ...others] = draft.levels;
  const now = baseline[draft.factor];
  const levels = others.includes(now) || draft.levels.includes(now) ? draft.levels : [now, ...others];
  return { ...draft, baseline, baselineRun, levels };
}
