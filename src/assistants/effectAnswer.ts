import type { Effect, Pair } from '../contract/effects';
import { mainEffects, progressOf, unusedRuns, type ComparisonResult } from '../experiment/effects/comparisonResult';
import { comparisonTitle, effectInWords, hypothesisInWords, verdictInWords } from '../experiment/effects/effectInWords';
import { effectMetric } from '../experiment/effects/effectMetrics';
import { hasLatePair } from '../experiment/effects/pairs';
import { remarksOn } from '../experiment/effects/remarks';
import { effectJson, type EffectJson } from '../queries/effectJson';
import type { EffectFound } from '../queries/effectResults';

/** So many pairs of an effect are listed. */
const MOST_PAIRS = 20;

/** What is known of a parameter's effect, each figure with what belongs to it: there is no mean without its N, interval and verdict. */
export function effectAnswer({ source, result }: EffectFound): Readonly<Record<string, unknown>> {
  const { plan, effects, pairs } = result;
  const json = effectJson(result);
  const outside = pairs.filter(({ state }) => state !== 'paired');
  return {
    from:
      source === 'comparison'
        ? { comparison: plan.id, created: plan.createdAt, author: plan.author }
        : {
            runs: result.runs.map(({ id }) => id),
            notUsed: unusedRuns(result),
            note: 'Nobody planned these runs as a comparison: the result is an estimate.',
          },
    question: comparisonTitle(plan),
    hypothesis: plan.hypothesis && { text: plan.hypothesis.text, expected: hypothesisInWords(plan.hypothesis) },
    conclusion: mainEffects(result).map(effect => conclusionOf(effect, result)),
    effects: effects.map((effect, i) => effectOf(effect, json[i]!)),
    pairs: progressOf(result),
    pairsThatDoNotCount: outside.slice(0, MOST_PAIRS).map(outsideOf),
    ...(outside.length > MOST_PAIRS && { pairsThatDoNotCountLeftOut: outside.length - MOST_PAIRS }),
    remarks: remarksOn(result),
  };
}

/** What may be said of it, in the words of every surface. */
function conclusionOf(effect: Effect, { plan, pairs }: ComparisonResult): Readonly<Record<string, unknown>> {
  const { verdict, n, levels } = effect;
  return { sentence: effectInWords(effect), n, verdict, why: verdictInWords(effect, plan, hasLatePair(pairs, levels[1])) };
}

function effectOf(effect: Effect, json: EffectJson): Readonly<Record<string, unknown>> {
  const { pairs, refused } = json;
  return {
    ...json,
    // Of the test images, or of the machine: runs are not chosen by it.
    role: effectMetric(effect.metric).role,
    sentence: effectInWords(effect),
    pairs: pairs.slice(0, MOST_PAIRS),
    refused: refused.slice(0, MOST_PAIRS),
    ...(pairs.length > MOST_PAIRS && { pairsLeftOut: pairs.length - MOST_PAIRS }),
    ...(refused.length > MOST_PAIRS && { refusedLeftOut: refused.length - MOST_PAIRS }),
  };
}

function outsideOf({ level, seed, state, reason, identification }: Pair): Readonly<Record<string, unknown>> {
  return { level, seed, state, reason, confounders: identification.confounders };
}
