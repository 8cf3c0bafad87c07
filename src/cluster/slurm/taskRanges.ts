/** Lists of an array's tasks as Slurm writes them: `0-3,7`. */

export interface TaskRange {
  readonly first: number;
  readonly last: number;
  /** Every one of them: 1. */
  readonly step: number;
}

/** @param tasks a list as `taskRanges` of the formats describes it; its throttle is left out */
export function rangesOf(tasks: string): TaskRange[] {
  const [list = ''] = tasks.split('%');
  return list.split(',').map(part => {
    const [, first, last = first, step = '1'] = /^(\d+)(?:-(\d+)(?::(\d+))?)?$/.exec(part) ?? [];
    return { first: Number(first), last: Number(last), step: Math.max(1, Number(step)) };
  });
}

/** How many tasks a list has. */
export function countTasks(tasks: string): number {
  return rangesOf(tasks).reduce((sum, { first, last, step }) => sum + Math.max(0, Math.floor((last - first) / step) + 1), 0);
}

/** The tasks of a list that are below a number, in its order. */
export function* tasksOf(tasks: string, below = Infinity): Generator<number> {
  for (const { first, last, step } of rangesOf(tasks)) for (let task = first; task <= last && task < below; task += step) yield task;
}

/** The shortest list of some tasks. @param tasks ascending, each of them once */
export function listOfTasks(tasks: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < tasks.length;) {
    const first = tasks[i]!;
    let last = first;
    for (i++; tasks[i] === last + 1; i++) last++;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(',');
}
