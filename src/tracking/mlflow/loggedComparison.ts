import type { Effect } from '../../contract/effects';
import { mainEffects, mainMetric, type ComparisonResult } from '../../experiment/effects/comparisonResult';
import { comparisonTitle, effectInWords, hypothesisInWords, verdictInWords } from '../../experiment/effects/effectInWords';
import { seedsOf } from '../../experiment/effects/planned';
import { mlflowNames, mlflowNumber, paramValue, tagValue } from './limits';
import { ORIGIN, tagsOf, type MlflowRun, type SentFile } from './loggedRun';

/**
 * A comparison as the run of MLflow that its runs are nested in: what was asked as parameters, the verdict with its sentence as tags, and each
 * effect with its interval and N as metrics.
 * @param endTime of its last run, in ms since 1970
 */
export function comparisonRun(result: ComparisonResult, files: readonly SentFile[], endTime: number): MlflowRun {
  const { plan } = result;
  const startTime = Date.parse(plan.createdAt);
  const effects = mainEffects(result);
  const hasLate = result.pairs.some(({ isLate }) => isLate);
  const sentences = effects.map(effect => `${effectInWords(effect)} ${verdictInWords(effect, plan, hasLate)}`.trim());
  const verdicts = effects.map(effect => [effects.length === 1 ? 'digits.verdict' : `digits.verdict.${effect.levels[1]}`, effect.verdict]);
  const timestamp = Math.max(startTime, endTime);
  const values = result.effects.flatMap(figuresOf);
  const names = mlflowNames(values.map(([name]) => name));
  const params = { factor: plan.factor, levels: plan.levels.join(', '), seeds: seedsOf(plan).join(', '), engine: plan.engine };
  return {
    id: plan.id,
    name: comparisonTitle(plan),
    user: tagValue(plan.author ?? ''),
    startTime,
    endTime: timestamp,
    status: 'FINISHED',
    logged: {
      metrics: values.map(([name, value]) => ({ key: names.get(name)!, value: mlflowNumber(value), timestamp, step: 0 })),
      params: Object.entries(params).map(([key, value]) => ({ key, value: paramValue(value) })),
      tags: tagsOf({
        'mlflow.source.name': 'Digits Lab',
        'mlflow.source.type': 'LOCAL',
        'mlflow.note.content': sentences.join('\n\n') || undefined,
        [ORIGIN]: plan.id,
        'digits.kind': 'comparison',
        'digits.metric': mainMetric(result),
        'digits.hypothesis': plan.hypothesis ? `${plan.hypothesis.text} (${hypothesisInWords(plan.hypothesis)})` : undefined,
        'digits.effect': sentences.join('\n') || undefined,
        ...Object.fromEntries(verdicts.map(([key, verdict]) => [key, verdict ?? 'no pair is done yet'])),
      }),
    },
    files,
    remarks: [],
  };
}

/** An effect never stands without its N. */
function figuresOf({ metric, levels, n, mean, low, high, pHolm }: Effect): [string, number][] {
  const figures = { n, mean, low, high, p_holm: pHolm };
  return Object.entries(figures).flatMap(([name, value]): [string, number][] =>
    value === null ? [] : [[`effect/${metric}/${levels[1]}/${name}`, value]],
  );
}
