import type { Effect } from '../contract/effects';
import { effectsToShow, mainEffects, mainMetric, type ComparisonResult } from '../experiment/effects/comparisonResult';
import {
  effectInWords,
  hypothesisInWords,
  levelInWords,
  pInWords,
  signedAmount,
  valueOfMetric,
  verdictInWords,
} from '../experiment/effects/effectInWords';
import { meansOf } from '../experiment/effects/effects';
import { effectMetric, type EffectMetric } from '../experiment/effects/effectMetrics';
import { hasLatePair } from '../experiment/effects/pairs';
import { remarksOn } from '../experiment/effects/remarks';
import { maxOf } from '../util/extremes';
import { wrapped } from '../util/wrapped';
import type { Format } from './textSink';
import type { Output } from './output';

type Screen = Pick<Output, 'columns' | 'style'>;

/**
 * What one parameter did, for a terminal.
 * @param isPlanned whether it was planned: then runs can be trained in the place of those that do not fit, and one that was chosen later is marked
 */
export function effectLines(result: ComparisonResult, screen: Screen, { isPlanned = true } = {}): string[] {
  const { plan } = result;
  return [
    ...mainEffects(result).flatMap(effect => headline(effect, result, screen)),
    ...(plan.hypothesis ? [screen.style('dim', `hypothesis: changing ${plan.factor} ${hypothesisInWords(plan.hypothesis)}`)] : []),
    ...effectTable(result, screen),
    '',
    ...table(pairRows(result, isPlanned), screen),
    ...[...remarksOn(result), ...(isPlanned ? howToSettle(result) : [])].flatMap(remark => [
      '',
      ...wrapped(remark, screen.columns).split('\n'),
    ]),
  ];
}

const colours: Readonly<Record<NonNullable<Effect['verdict']>, Format>> = {
  supported: 'green',
  refuted: 'red',
  estimate: 'cyan',
  'single run': 'yellow',
  inconclusive: 'yellow',
  'not identified': 'red',
};

function headline(effect: Effect, { plan, pairs }: ComparisonResult, { columns, style }: Screen): string[] {
  const { verdict } = effect;
  const sentence = wrapped(effectInWords(effect), columns).split('\n');
  const word = verdict ?? 'none yet';
  const why = verdictInWords(effect, plan, hasLatePair(pairs, effect.levels[1]));
  return [...sentence.map(line => style('bold', line)), `verdict: ${verdict ? style(colours[verdict], word) : word}. ${why}`];
}

/** What each metric is good for; units stand here, since a terminal has no room for them in each row. */
const roles: Readonly<Record<EffectMetric['role'], string>> = {
  choosing: 'to choose by (accuracy in %, differences in points, loss in nats):',
  reported: 'reported, never chosen by:',
  time: 'time, of pairs trained on one machine with as much beside:',
};

/** The effects, those that runs are chosen by first, below an empty line; nothing where there are no figures. */
function effectTable(result: ComparisonResult, screen: Screen): string[] {
  const effects = effectsToShow(result);
  if (effects.every(({ n }) => n === 0)) return [];
  const [head, ...rows] = table(effectRows(effects, result), screen);
  const role = (row: number): EffectMetric['role'] => effectMetric(effects[row]!.metric).role;
  return [
    '',
    head!,
    ...rows.flatMap((row, i) => (i === 0 || role(i) !== role(i - 1) ? [screen.style('dim', roles[role(i)]), row] : [row])),
  ];
}

function effectRows(effects: readonly Effect[], { plan }: ComparisonResult): string[][] {
  const several = plan.levels.length > 2;
  const head = [
    'metric',
    ...(several ? [plan.factor] : ['from', 'to']),
    'difference',
    several ? 'CI (Bonferroni)' : '95 % CI',
    'p (Holm)',
    'N',
  ];
  const rows = effects.map(effect => {
    const { unit, n, mean, low, high, levels } = effect;
    const means = meansOf(effect)?.map(one => valueOfMetric(unit, one)) ?? ['–', '–'];
    return [
      effectMetric(effect.metric).label,
      ...(several ? [levelInWords(plan.factor, levels[1])] : means),
      mean === null ? '–' : signedAmount(unit, mean),
      low === null || high === null ? '–' : `${signedAmount(unit, low)} to ${signedAmount(unit, high)}`,
      pInWords(effect.pHolm),
      String(n),
    ];
  });
  return [head, ...rows];
}

/** Each pair by the metric that the comparison is about. */
function pairRows(result: ComparisonResult, isPlanned: boolean): string[][] {
  const { plan, pairs } = result;
  const main = mainEffects(result);
  const { label } = effectMetric(mainMetric(result));
  const rows = pairs.map(({ level, seed, state, reason, isLate }) => {
    const effect = main.find(({ levels }) => levels[1] === level);
    const pair = effect?.pairs.find(one => one.seed === seed);
    const values = pair && effect ? pair.values.map(value => valueOfMetric(effect.unit, value)) : ['–', '–'];
    return [
      `seed ${seed}`,
      levelInWords(plan.factor, level),
      ...values,
      pair && effect ? signedAmount(effect.unit, pair.difference) : '–',
      [state === 'paired' ? '' : (reason ?? state), isPlanned && isLate && 'late'].filter(Boolean).join(', '),
    ];
  });
  const [reference, ...others] = plan.levels.map(level => levelInWords(plan.factor, level));
  return [[label, plan.factor, reference!, others.length === 1 ? others[0]! : `that ${plan.factor}`, 'difference', ''], ...rows];
}

function howToSettle({ pairs }: ComparisonResult): string[] {
  const isRefused = pairs.some(({ state }) => state === 'refused');
  return isRefused ? ['--settle trains runs in the place of those that are not like the others.'] : [];
}

/** The first column to the left, figures to the right, and a last one without a head, which says something, to the left. */
function table(rows: readonly (readonly string[])[], { style }: Screen): string[] {
  const last = rows[0]?.at(-1) === '' ? rows[0].length - 1 : -1;
  const widths = (rows[0] ?? []).map((_, column) => maxOf(rows.map(row => (row[column] ?? '').length)));
  return rows.map((row, i) => {
    const cells = row.map((cell, column) =>
      column === 0 || column === last ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    const line = cells.join('  ').trimEnd();
    return i === 0 ? style('dim', line) : line;
  });
}
