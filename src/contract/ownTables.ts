import { epochMetrics } from './metrics';

/** What the exported table of epochs has before its metrics: which run a row is of, what that is called, and its epoch. */
export const epochsHead: readonly string[] = ['run', 'name', 'epoch'];
/** What the exported table of all that other tools logged has before its keys. */
export const historyHead: readonly string[] = ['run', 'name', '_step', '_timestamp'];
/** How the exported table of runs begins. */
export const runsHead: readonly string[] = ['id', 'name', 'status', 'created'];

/** Which of the tables that Digits Lab exports has that head: the one of runs, or one of the rows of several runs; undefined if none. */
export function ownTableOf(head: readonly string[]): 'runs' | 'rows' | undefined {
  if (beginsWith(head, runsHead)) return 'runs';
  if (beginsWith(head, historyHead)) return 'rows';
  const areMetrics = head.slice(epochsHead.length).every(name => epochMetrics.some(metric => metric.name === name));
  return beginsWith(head, epochsHead) && areMetrics ? 'rows' : undefined;
}

function beginsWith(head: readonly string[], names: readonly string[]): boolean {
  return names.every((name, i) => head[i] === name);
}
