import { SCHEMA_VERSION } from '../../contract/formats/config';
import { isJsonObject, type RecordedRow, type Recording } from '../../contract/recording';
import type { Scores } from '../../contract/scores';
import type { RunSummary } from '../../contract/summary';
import type { RecordedEpochs } from './recordedEpochs';

type Summary = Recording['summary'];

/**
 * `summary.json` of a run of another tool that has ended. Loss and accuracy of the test are what the script logged as `test_loss` and
 * `test_accuracy`; where it did not, those of the evaluation.
 * @param first the first row, which says from which number the epochs are counted
 */
export function recordedSummary(
  id: string,
  recording: Recording,
  {
    scores,
    first,
    epochs,
  }: { readonly scores: Scores | undefined; readonly first: RecordedRow | undefined; readonly epochs?: RecordedEpochs | undefined },
): RunSummary {
  const { state, exitCode, summary, endedAt, heardAt } = recording;
  const accuracy = numberOf(summary, ['test_accuracy', 'test_acc', 'test/accuracy', 'test/acc']);
  const loss = numberOf(summary, ['test_loss', 'test/loss']);
  return {
    schemaVersion: SCHEMA_VERSION,
    id,
    status: state === 'finished' ? 'completed' : 'failed',
    reason: state === 'failed' && exitCode !== null ? `It ended with exit code ${exitCode}.` : null,
    endedAt: endedAt ?? heardAt,
    durationMs: durationOf(recording),
    epochs: epochs?.count ?? epochsOf(summary, first),
    // What a script has in the end are the weights of its last epoch, unless it does something about it, which no tool tells.
    keptEpoch: epochs?.final.epoch ?? null,
    final: epochs?.final ?? null,
    best: epochs?.best ?? null,
    testLoss: loss !== undefined && loss >= 0 ? loss : (scores?.logLoss ?? null),
    testAccuracy: accuracy !== undefined && accuracy >= 0 && accuracy <= 1 ? accuracy : (scores?.accuracy ?? null),
    confusionMatrix: scores?.confusionMatrix ?? null,
    perClass: scores?.perClass ?? null,
    macro: scores?.macro ?? null,
    micro: scores?.micro ?? null,
    weighted: scores?.weighted ?? null,
  };
}

/** Its tool's own count, which leaves out pauses; else from begin to end. In milliseconds. */
function durationOf({ summary, startedAt, endedAt, heardAt }: Recording): number | null {
  const own = summary['_wandb'];
  const runtime = isJsonObject(own) ? own['runtime'] : undefined;
  const seconds = typeof runtime === 'number' ? runtime : summary['_runtime'];
  if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const ms = Date.parse(endedAt ?? heardAt) - Date.parse(startedAt);
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}

/** Whole epochs, where the script logs their number; else 0. */
function epochsOf(summary: Summary, first: RecordedRow | undefined): number {
  for (const key of ['epoch', 'epoch/epoch']) {
    const last = summary[key];
    if (typeof last !== 'number' || !Number.isSafeInteger(last) || last < 0) continue;
    const begin = first?.[key];
    return last + (typeof begin === 'number' && (begin === 0 || begin === 1) ? 1 - begin : 0);
  }
  return 0;
}

function numberOf(summary: Summary, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = summary[key];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return undefined;
}
