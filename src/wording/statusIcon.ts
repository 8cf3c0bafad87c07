import type { RunStatus } from '../contract/runState';

/** The codicon that stands for each status, in the tree and in the dashboard. */
export const statusIcons: Readonly<Record<RunStatus, string>> = {
  starting: 'sync',
  running: 'sync',
  completed: 'pass',
  stopped: 'debug-stop',
  failed: 'error',
  interrupted: 'warning',
};
