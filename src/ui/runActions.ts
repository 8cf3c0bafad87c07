import type { RunAction } from '../contract/dashboard';
import { whyNotResumed, type LabRun } from '../runs/labRun';

/**
 * What a person may do with a run as it is now.
 * @param isTrusted whether anything may be trained or changed
 */
export function actionsOf(run: LabRun, isTrusted: boolean): RunAction[] {
  const { status, isOwn, isStopping, parent, config, summary, readOnly } = run;
  const actions: RunAction[] = ['showLog'];
  if (config) actions.push('openConfig', 'reveal');
  if (parent !== null) actions.push('openParent');
  if (isTrusted && config && readOnly === null) actions.push('report');
  // The comparison shows which images the two read otherwise.
  if (summary?.confusionMatrix != null) actions.push('difference');
  if (!isTrusted || config?.kind === 'imported') return actions;
  actions.push('rerun', 'effect');
  if (isOwn && !isStopping) actions.push('stop');
  if (whyNotResumed(run) === undefined) actions.push('resume');
  if (status === 'completed') actions.push('reproduce');
  return actions;
}
