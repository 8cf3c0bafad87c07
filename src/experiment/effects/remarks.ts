import { pairsNeeded } from '../../statistics/pairsNeeded';
import { counted } from '../../util/format';
import { mainEffects, mainMetric, type ComparisonResult } from './comparisonResult';
import { levelInWords, pInWords, signedAmount, subjectInWords } from './effectInWords';
import { effectMetric, USUAL_METRIC } from './effectMetrics';

/** What must be said of a comparison beside its figures, a sentence or two each: what it does not tell, and what would tell more. */
export function remarksOn(result: ComparisonResult): string[] {
  return [
    ...anotherMetricInWords(result),
    ...disagreement(result),
    ...noiseInWords(result),
    ...decidedInWords(result),
    ...unverifiedInWords(result),
    ...result.moot.map(({ name, where }) => `${name} makes no difference where ${where}.`),
    ...precisionInWords(result),
  ];
}

function anotherMetricInWords(result: ComparisonResult): string[] {
  const main = mainMetric(result);
  if (result.plan.hypothesis || main === USUAL_METRIC) return [];
  const usual = result.effects.find(({ metric, understoodAs }) => metric === USUAL_METRIC && understoodAs.length > 0);
  const names = usual ? ` Of a script it is known where that logs ${usual.understoodAs.join(', ')}.` : '';
  return [`The answer is about ${subjectInWords(main, null)}.${names}`];
}

function disagreement({ effects }: ComparisonResult): string[] {
  const labels = effects.filter(({ disagrees }) => disagrees).map(({ metric }) => effectMetric(metric).label);
  if (labels.length === 0) return [];
  return [`Holm's p and Bonferroni's interval disagree on ${[...new Set(labels)].join(', ')}: p, the sharper of the two, decides.`];
}

/** Of each level with a single pair: what the test images alone leave open. */
export function noiseInWords({ noise, plan }: Pick<ComparisonResult, 'noise' | 'plan'>): string[] {
  return noise.map(({ level, seed, onlyLevel, onlyReference, images, low, high, p }) => {
    const [is, was] = [level, plan.levels[0]!].map(one => levelInWords(plan.factor, one));
    const bounds = `${signedAmount('share', low)} to ${signedAmount('share', high)} points`;
    return `Of the single pair of seed ${seed}, ${onlyLevel} of ${counted(images, 'test image')} are right only with ${is} and ${onlyReference} only with ${was}: ${bounds} of test accuracy had other images been drawn (Newcombe), p ${pInWords(p)} (McNemar, exact). Other seeds are not in it.`;
  });
}

function decidedInWords({ held, plan: { factor } }: ComparisonResult): string[] {
  // A build that was accepted is decided by a person.
  const decided = held.filter(({ state }) => state === 'decided');
  if (decided.length === 0) return [];
  const values = (of: readonly string[]): string => of.map(value => value.slice(0, 12)).join(' → ');
  const named = `Not equal in a pair, and named rather than refused: ${decided.map(one => `${one.name} ${values(one.values)}`).join(', ')}.`;
  if (!decided.some(({ name }) => name === 'validation images')) return [named];
  return [named, `${factor} changes the validation images, so that the interval on validation also holds what other images make of it.`];
}

function unverifiedInWords({ held }: ComparisonResult): string[] {
  const names = held.filter(({ state }) => state === 'unverified').map(({ name }) => name);
  return names.length === 0 ? [] : [`Not verified, since a run does not tell: ${names.join(', ')}.`];
}

function precisionInWords(result: ComparisonResult): string[] {
  return mainEffects(result).flatMap(({ metric, deviation, low, high, confidence, levels, n }) => {
    if (deviation === null || deviation === 0 || low === null || high === null) return [];
    const needed = pairsNeeded(deviation, (high - low) / 4, confidence);
    if (needed === undefined || needed <= n) return [];
    const where = `${effectMetric(metric).label} at ${levelInWords(result.plan.factor, levels[1])}`;
    return [`An interval of half the width on ${where} needs ${counted(needed, 'seed')}, if they go on to vary as they did.`];
  });
}
