import { isResumable, type RunStatus } from '../../contract/runState';
import { wouldDivergeAgain } from '../../wording/divergence';

/** What is known of a run that a plan asks for. */
export interface FoundRun {
  readonly status: RunStatus;
  readonly summary?: { readonly reason: string | null } | undefined;
}

/** What is to be done about a run of a plan: nothing where it is done, or at work in any process. */
export function nextStep(run: FoundRun | undefined): 'start' | 'resume' | 'nothing' {
  if (!run) return 'start';
  // That its loss was no number any more is what came of it.
  return isResumable(run.status) && !wouldDivergeAgain(run.summary?.reason) ? 'resume' : 'nothing';
}

/** Whether nothing is left to do of a run of a plan, and nobody is at it: it is done, or has diverged. */
export function hasEnded(run: FoundRun | undefined): boolean {
  return nextStep(run) === 'nothing' && run?.status !== 'running' && run?.status !== 'starting';
}
