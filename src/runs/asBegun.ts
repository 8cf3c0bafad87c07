import type { Parameters } from '../contract/parameters';
import type { RunConfig } from '../contract/run';
import type { QueuedRun } from './queueState';

/** Whether a run's folder still has the parameters that it was begun with: another process may have changed them. */
export function isAsBegun({ parameters }: Pick<QueuedRun, 'parameters'>, config: Pick<RunConfig, 'parameters'> | undefined): boolean {
  return !config || Object.entries(parameters).every(([name, value]) => config.parameters[name as keyof Parameters] === value);
}
