import { isStuck, stateInBrief, taskExplained, type TaskRun } from '../cluster/taskInWords';
import type { ClusterTask } from '../cluster/clusterTask';
import { counted, grouped } from '../util/format';
import { displayWidth, padEndTo } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { wrapped } from '../util/wrapped';
import type { Output } from './output';

/** Tasks of which the same is to be said. */
export interface TaskGroup {
  /** Slurm's own state and reason: `PENDING (Resources)`. */
  readonly state: string;
  /** What it means, and what to do about it; empty where there is nothing to add. */
  readonly means: string;
  readonly tasks: readonly ClusterTask[];
}

/** Tasks by what is to be said of them, in the order of their first ones. @param find the run of each */
export function taskGroups(tasks: readonly ClusterTask[], find: (runId: string) => TaskRun): TaskGroup[] {
  const groups = new Map<string, { readonly state: string; readonly means: string; readonly tasks: ClusterTask[] }>();
  for (const task of tasks) {
    const state = stateInBrief(task);
    const means = taskExplained(task, find(task.runId));
    const key = `${state}\n${means}`;
    const group = groups.get(key);
    if (group) group.tasks.push(task);
    else groups.set(key, { state, means, tasks: [task] });
  }
  return [...groups.values()];
}

/** `2 tasks PENDING (BadConstraints): No node has what it asks for: …` */
export function groupInWords({ state, means, tasks }: TaskGroup): string {
  return `${counted(tasks.length, 'task')} ${state}${means === '' ? '' : `: ${means}`}`;
}

/** Tasks that do not begin by themselves, by what keeps them. */
export function stuckGroups(tasks: readonly ClusterTask[]): TaskGroup[] {
  return taskGroups(tasks.filter(isStuck), () => undefined);
}

/** `2 RUNNING   214 PENDING (Resources)` */
export function statesInBrief(tasks: readonly ClusterTask[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    const state = stateInBrief(task);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${grouped(count)} ${state}`).join('   ');
}

/** For each state that tasks under way have, how many of them, and what it means; in a terminal no wider than it is. */
export function stateLines(groups: readonly TaskGroup[], { isTerminal, columns }: Pick<Output, 'isTerminal' | 'columns'>): string[] {
  const heads = groups.map(({ state, tasks }) => [counted(tasks.length, 'task'), state] as const);
  const widthOf = (column: 0 | 1): number =>
    maxOf(
      heads.map(head => displayWidth(head[column])),
      0,
    );
  const [count, state] = [widthOf(0), widthOf(1)];
  return groups.flatMap(({ means }, i) => {
    const head = `  ${heads[i]![0].padStart(count)}  ${padEndTo(heads[i]![1], state)}`;
    if (!isTerminal || head.length + 2 + means.length <= columns) return [`${head}  ${means}`.trimEnd()];
    return [
      head.trimEnd(),
      ...wrapped(means, columns - count - 5)
        .split('\n')
        .map(line => `${' '.repeat(count + 4)}${line}`),
    ];
  });
}
