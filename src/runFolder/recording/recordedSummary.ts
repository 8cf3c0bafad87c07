import { SCHEMA_VERSION } from '../../contract/formats/config';
import { isEpochKey, loggedMetric, type LoggedResult } from '../../contract/loggedResults';
import { isJsonObject, scalarsOf, type RecordedRow, type Recording } from '../../contract/recording';
import type { Scores } from '../../contract/scores';
import type { RunSummary } from '../../contract/summary';
import { loggedDivergenceInWords } from '../../wording/divergence';
import { recordedValue } from '../../wording/recordedValue';
import type { RecordedEpochs } from './recordedEpochs';

type Summary = Recording['summary'];

export interface SummarySources {
  readonly scores: Scores | undefined;
  readonly epochs: RecordedEpochs;
  readonly tested: LoggedTest;
  /** The first row, which says from which number the epochs are counted. */
  readonly first: RecordedRow | undefined;
}

/**
 * `summary.json` of a run of another tool that has ended. Loss and accuracy of the test are what the script logged; where it did not, those of the
 * evaluation. A run whose loss was no number any more at its end has failed, as one that was trained here.
 */
export function recordedSummary(id: string, recording: Recording, { scores, first, epochs, tested }: SummarySources): RunSummary {
  const { state, exitCode, summary, endedAt, heardAt } = recording;
  const { diverged } = epochs;
  const ended = state === 'failed' && exitCode !== null ? `It ended with exit code ${exitCode}.` : null;
  return {
    schemaVersion: SCHEMA_VERSION,
    id,
    status: state === 'finished' && !diverged ? 'completed' : 'failed',
    reason: diverged ? loggedDivergenceInWords(diverged.epoch) : ended,
    endedAt: endedAt ?? heardAt,
    durationMs: durationOf(recording),
    epochs: epochs.count || epochsOf(summary, first),
    keptEpoch: null,
    final: epochs.final,
    best: null,
    testLoss: tested.loss ?? scores?.logLoss ?? null,
    testAccuracy: tested.accuracy?.share ?? scores?.accuracy ?? null,
    confusionMatrix: scores?.confusionMatrix ?? null,
    perClass: scores?.perClass ?? null,
    macro: scores?.macro ?? null,
    micro: scores?.micro ?? null,
    weighted: scores?.weighted ?? null,
  };
}

/** What a script logged of its test. */
export interface LoggedTest {
  readonly loss: number | undefined;
  readonly accuracy: LoggedAccuracy | undefined;
  /** What was not taken, in sentences; accuracies that are neither shares nor per cent are told with those of the epochs. */
  readonly remarks: readonly string[];
}

export interface LoggedAccuracy {
  readonly key: string;
  readonly logged: number;
  readonly share: number;
}

/** The results of the test in a summary, else in the rows, by the names that are understood. */
export function loggedTest(summary: Summary, { scales, tested }: Pick<RecordedEpochs, 'scales' | 'tested'>): LoggedTest {
  const told = scalarsOf(summary);
  const all = [...told, ...[...tested].filter(([key]) => !told.has(key))];
  const of = (result: LoggedResult): (readonly [string, number])[] => all.filter(([key]) => loggedMetric(key)?.result === result);
  const losses = of('testLoss');
  const accuracies = of('testAccuracy').flatMap(([key, logged]): LoggedAccuracy[] => {
    const share = scales.shareOf(key, logged);
    return share === null ? [] : [{ key, logged, share }];
  });
  const wrong = [
    ...losses.filter(([, value]) => !(value >= 0 && value < Infinity)),
    ...of('testAccuracy').filter(([, value]) => !Number.isFinite(value)),
  ];
  return {
    loss: losses.find(([, value]) => value >= 0 && value < Infinity)?.[1],
    accuracy: accuracies[0],
    remarks: wrong.map(([key, value]) => `${key} was not taken: its value is ${recordedValue(value)}.`),
  };
}

/** Its tool's own count, which leaves out pauses; else from begin to end. In milliseconds; null where that is 0, as of a file with one time. */
function durationOf({ summary, startedAt, endedAt, heardAt }: Recording): number | null {
  const own = summary['_wandb'];
  const runtime = isJsonObject(own) ? own['runtime'] : undefined;
  const counts = [runtime, summary['_runtime']].map(seconds => (typeof seconds === 'number' ? 1000 * seconds : 0));
  const all = [...counts, Date.parse(endedAt ?? heardAt) - Date.parse(startedAt)];
  return all.find(ms => ms > 0 && ms < Infinity) ?? null;
}

/** Whole epochs, where the script logs their number; else 0. */
function epochsOf(summary: Summary, first: RecordedRow | undefined): number {
  for (const [key, last] of Object.entries(summary)) {
    if (!isEpochKey(key) || typeof last !== 'number' || !Number.isSafeInteger(last) || last < 0) continue;
    const begin = first?.[key];
    return last + (typeof begin === 'number' && (begin === 0 || begin === 1) ? 1 - begin : 0);
  }
  return 0;
}
