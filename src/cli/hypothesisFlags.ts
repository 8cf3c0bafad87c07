import { Option, type Command } from 'commander';
import type { EffectMetricName, Expectation, Hypothesis } from '../contract/effects';
import { effectMetricNames, LONGEST_HYPOTHESIS } from '../contract/formats/comparisonFile';
import { effectMetric } from '../experiment/effects/effectMetrics';
import { offering } from './completion/offered';
import { UsageError } from './exitCode';

/** As they are typed. */
const expectations = { higher: 'higher', lower: 'lower', none: 'no effect' } as const satisfies Readonly<Record<string, Expectation>>;
type ExpectationWord = keyof typeof expectations;

export interface HypothesisFlags {
  readonly hypothesis?: string;
  readonly metric?: EffectMetricName;
  readonly expect?: ExpectationWord;
  readonly margin?: number;
}

/** What is expected of the change: it is kept before the first run, and the verdict is on it alone. */
export function addHypothesisFlags(command: Command): void {
  const heading = 'Hypothesis:';
  const metric = new Option('--metric <name>', 'What the hypothesis is about. [val_accuracy]');
  const expect = new Option('--expect <what>', 'What the other levels make of it: higher, lower or none. [higher accuracy, lower loss]');
  command
    .addOption(new Option('--hypothesis <text>', 'What you expect, and why; typed before the runs.').helpGroup(heading))
    .addOption(offering(metric.argParser(metricNamed).helpGroup(heading), { kind: 'words', words: effectMetricNames }))
    .addOption(offering(expect.argParser(expectationNamed).helpGroup(heading), { kind: 'words', words: Object.keys(expectations) }))
    .addOption(
      new Option('--margin <x>', 'With --expect none: how small is no effect, in points, nats or seconds.')
        .argParser(parseMargin)
        .helpGroup(heading),
    );
}

/** The hypothesis of the flags; null without any. @throws {UsageError} if they do not go together */
export function hypothesisOf({ hypothesis: text, metric, expect, margin }: HypothesisFlags): Hypothesis | null {
  if (text === undefined && metric === undefined && expect === undefined && margin === undefined) return null;
  if (text !== undefined && text.length > LONGEST_HYPOTHESIS)
    throw new UsageError(`--hypothesis: ${text.length} characters; expected at most ${LONGEST_HYPOTHESIS}.`);
  const { name, better, unit } = effectMetric(metric ?? 'val_accuracy');
  const expected = expect === undefined ? better : expectations[expect];
  if ((expected === 'no effect') !== (margin !== undefined))
    throw new UsageError(
      margin === undefined
        ? '--expect none: how small is no effect? Say it with --margin, in points, nats or seconds.'
        : '--margin says how small is no effect; it is given with --expect none.',
    );
  const scale = unit === 'share' ? 0.01 : unit === 'ms' ? 1000 : 1;
  return { text: text ?? '', metric: name, expected, ...(margin !== undefined && { margin: margin * scale }) };
}

function metricNamed(text: string): EffectMetricName {
  const found = effectMetricNames.find(name => name === text);
  if (found === undefined) throw new UsageError(`--metric ${text}: expected one of ${effectMetricNames.join(', ')}.`);
  return found;
}

function expectationNamed(text: string): ExpectationWord {
  const found = (Object.keys(expectations) as ExpectationWord[]).find(word => word === text);
  if (found === undefined) throw new UsageError(`--expect ${text}: expected ${Object.keys(expectations).join(', ')}.`);
  return found;
}

function parseMargin(text: string): number {
  const margin = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(margin) || margin <= 0) throw new UsageError(`--margin ${text}: expected a number above 0.`);
  return margin;
}
