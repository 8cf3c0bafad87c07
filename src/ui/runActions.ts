import type { RunAction } from '../contract/dashboard';
import { isResumable } from '../contract/runState';
import type { LabRun } from '../runs/labRun';

/**
 * What a person may do with a run as it is now.
 * @param isTrusted whether anything may be trained or changed
 */
export function actionsOf({ status, isOwn, isStopping, parent, config, readOnly }: LabRun, isTrusted: boolean): RunAction[] {
  const actions: RunAction[] = ['showLog'];
  if (config) actions.push('openConfig', 'openNotes', 'reveal');
  if (parent !== null) actions.push('openParent');
  if (!isTrusted || config?.kind === 'imported') return actions;
  actions.push('rerun');
  if (isOwn && !isStopping) actions.push('stop');
  if (config && readOnly === null && isResumable(status)) actions.push('resume');
  if (status === 'completed') actions.push('reproduce');
  return actions;
}
