import { wouldDivergeAgain } from '../wording/divergence';
import type { RunOutcome } from './outcome';
import { STOPPED_BEFORE_START } from './process/trainerProcess';
import type { FailedRun, QueuedRun } from './queueState';

/**
 * What is noted of a run that has failed or was interrupted: whether it may be trained once more. Of a run that stands for itself, and would fail
 * again, nothing is: the list of runs says why.
 */
export function noticeOf(run: QueuedRun, outcome: RunOutcome): FailedRun | undefined {
  if (!('reason' in outcome) || outcome.reason === STOPPED_BEFORE_START) return undefined;
  const { reason } = outcome;
  const isRefused = outcome.status === 'failed' && outcome.refused;
  const mayRetry = run.isRetry !== true && !isRefused && !wouldDivergeAgain(reason);
  return mayRetry || run.isRetry === true || run.design !== undefined ? { ...run, reason, mayRetry } : undefined;
}
