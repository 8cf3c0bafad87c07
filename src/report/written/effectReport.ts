import type { Effect, Pair } from '../../contract/effects';
import { engineTitle } from '../../contract/engines';
import { effectsToShow, mainEffects, mainMetric, type ComparisonResult } from '../../experiment/effects/comparisonResult';
import {
  comparisonTitle,
  effectInWords,
  hypothesisInWords,
  levelInWords,
  pInWords,
  signedAmount,
  valueOfMetric,
  verdictInWords,
} from '../../experiment/effects/effectInWords';
import { meansOf } from '../../experiment/effects/effects';
import { effectMetric, effectMetrics } from '../../experiment/effects/effectMetrics';
import { methods } from '../../experiment/effects/method';
import { hasLatePair } from '../../experiment/effects/pairs';
import { remarksOn } from '../../experiment/effects/remarks';
import { counted } from '../../util/format';
import { Markdown } from '../../util/markdown';
import { VERSION } from '../../util/version';
import { blocks, table, type Words } from './blocks';
import { REPORT_MARK } from './reportMark';
import type { Report } from './reportedRun';

/** Units as they stand in the head of a column. */
const units: Readonly<Record<Effect['unit'], string>> = { share: '%', nats: 'nats', ms: 'time' };

/** What one parameter did, as Markdown that is plain and can be compared line by line. All that runs and people say in it is text. */
export function effectReport(result: ComparisonResult): Report {
  const { plan } = result;
  const body = blocks(
    Markdown.of`# Effect of one parameter: ${comparisonTitle(plan)}`,
    mainEffects(result).flatMap(effect => [Markdown.of`**${effectInWords(effect)}**`, verdictLine(effect, result)]),
    hypothesisLine(result),
    setUp(result),
    Markdown.of`## Effects`,
    effectsTable(result, 'choosing'),
    under(Markdown.of`Reported, never chosen by:`, effectsTable(result, 'reported')),
    under(Markdown.of`Time, of pairs that were trained on one machine with as much beside:`, effectsTable(result, 'time')),
    remarksOn(result).map(remark => Markdown.text(remark, remark.length)),
    Markdown.of`## Pairs, by ${effectMetric(mainMetric(result)).label}`,
    pairsTables(result),
    Markdown.of`## Held equal`,
    heldTable(result),
    Markdown.of`## Runs`,
    runsTable(result),
    Markdown.of`## How this is computed`,
    Object.values(methods).map(text => Markdown.text(text, text.length)),
    Markdown.of`---\n\nWritten by Digits Lab ${VERSION} from comparison ${plan.id}.`,
  );
  return { markdown: `${REPORT_MARK}\n\n${body.source}\n`, pictures: [] };
}

function verdictLine(effect: Effect, { plan, pairs }: ComparisonResult): Markdown {
  const words = verdictInWords(effect, plan, hasLatePair(pairs, effect.levels[1]));
  return Markdown.of`Verdict: **${effect.verdict ?? 'none yet'}**. ${words}`;
}

function hypothesisLine(result: ComparisonResult): Markdown | undefined {
  const { hypothesis, factor, createdAt } = result.plan;
  // The verdict says it.
  if (!hypothesis && mainEffects(result).every(({ verdict }) => verdict === 'estimate')) return undefined;
  if (!hypothesis) return Markdown.of`No hypothesis was typed before the runs: all figures are estimates.`;
  const words = hypothesis.text.trim();
  const said = words === '' ? Markdown.of`` : Markdown.of` "${words}"`;
  return Markdown.of`Hypothesis, typed ${createdAt.slice(0, 10)} before the first run: changing ${factor} ${hypothesisInWords(hypothesis)}.${said}`;
}

function setUp({ plan, held }: ComparisonResult): Markdown {
  const data = held.find(({ name }) => name === 'data')?.values[0]?.slice(0, 12);
  const { engine, threads, seeds, baseline } = plan;
  const hash = data === undefined ? Markdown.of`` : Markdown.of` (${data})`;
  return Markdown.of`It holds for this set-up: ${baseline.dataset}${hash}, ${counted(baseline.epochs, 'epoch')}, ${counted(seeds.length, 'seed')} planned, ${engineTitle(engine)} with ${counted(threads, 'thread')}, and what is held equal below.`;
}

function under(heading: Markdown, rows: Markdown | undefined): Markdown | undefined {
  return rows && blocks(heading, rows);
}

function effectsTable(result: ComparisonResult, role: 'choosing' | 'reported' | 'time'): Markdown | undefined {
  const names = effectMetrics.filter(metric => metric.role === role).map(({ name }) => name);
  const { plan } = result;
  const rows = effectsToShow(result)
    .filter(({ metric }) => names.includes(metric))
    .map((effect): Words[] => {
      const { label } = effectMetric(effect.metric);
      const [from, to] = meansOf(effect) ?? [];
      const { mean, low, high, unit } = effect;
      return [
        label,
        comparisonTitle({ factor: plan.factor, levels: effect.levels }),
        from === undefined ? '–' : valueOfMetric(unit, from),
        to === undefined ? '–' : valueOfMetric(unit, to),
        mean === null ? '–' : `${signedAmount(unit, mean)}${unit === 'share' ? ' points' : unit === 'nats' ? ' nats' : ''}`,
        low === null || high === null ? '–' : `${signedAmount(unit, low)} to ${signedAmount(unit, high)}`,
        pInWords(effect.p),
        pInWords(effect.pHolm),
        String(effect.n),
      ];
    });
  const interval = plan.levels.length > 2 ? Markdown.of`95 % CI, all levels together (Bonferroni)` : '95 % CI';
  return table(['Metric', 'Change', 'from', 'to', 'Difference', interval, 'p', Markdown.of`p (Holm)`, 'N'], rows, { wordColumns: 2 });
}

function pairsTables(result: ComparisonResult): Markdown[] {
  const { plan, pairs } = result;
  return mainEffects(result).flatMap(effect => {
    const [from, to] = effect.levels.map(level => `${levelInWords(plan.factor, level)}, ${units[effect.unit]}`);
    const rows = pairs.filter(({ level }) => level === effect.levels[1]).map(pair => pairRow(pair, effect));
    return table(['Seed', 'Status', from!, to!, 'Difference'], rows, { wordColumns: 2 }) ?? [];
  });
}

function pairRow({ seed, state, reason, isLate }: Pair, { pairs, unit }: Effect): Words[] {
  const counted = pairs.find(pair => pair.seed === seed);
  const status = [state === 'paired' ? (counted ? 'paired' : 'not measured') : (reason ?? state), isLate && 'late']
    .filter(Boolean)
    .join(', ');
  if (!counted) return [String(seed), status, '–', '–', '–'];
  const [a, b] = counted.values;
  return [String(seed), status, valueOfMetric(unit, a), valueOfMetric(unit, b), signedAmount(unit, counted.difference)];
}

function heldTable({ held }: ComparisonResult): Markdown | undefined {
  const states = {
    equal: 'equal',
    decided: 'decided by the parameter too',
    differs: 'differs in a pair',
    unverified: 'not verified',
  } as const;
  return table(
    ['', 'Value', ''],
    held.map(({ name, values, state }): Words[] => [name, values.map(value => value.slice(0, 40)).join(', ') || '–', states[state]]),
    { wordColumns: 3 },
  );
}

function runsTable({ plan, runs }: ComparisonResult): Markdown | undefined {
  const rows = runs.map(({ id, run }): Words[] => {
    const planned = plan.runs.find(one => one.id === id)!;
    const git = run?.config.git;
    return [
      id,
      levelInWords(plan.factor, planned.level),
      String(planned.seed),
      run?.status ?? 'not there yet',
      planned.late === true ? 'late' : '',
      git ? `${git.commit.slice(0, 7)}${git.dirty ? ', changed' : ''}` : '',
      run?.config.author ?? '',
    ];
  });
  return table(['Run', plan.factor, 'Seed', 'Status', '', Markdown.of`Commit (shown, not compared)`, 'Author'], rows, { wordColumns: 7 });
}
