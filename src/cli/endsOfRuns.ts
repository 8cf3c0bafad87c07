import { isCompleted } from '../cluster/taskInWords';
import type { ClusterTask } from '../cluster/clusterTask';
import { comparedRuns, type FindOverview } from '../designs/comparedRuns';
import type { RunOverview } from '../runFolder/readRun';
import { hasEnded } from '../runs/designs/nextStep';
import { systemClock } from '../util/clock';

/** Other machines may see for so long what was there before, of a file system that is shared. */
const [LOOKS, BETWEEN_MS] = [20, 3000];

/** The runs of some tasks, as their folders have them now. */
export function runsOfTasks(tasks: readonly ClusterTask[], runsFolder: string): Promise<FindOverview> {
  return comparedRuns([{ runs: tasks.map(({ runId: id }) => ({ id })) }], runsFolder);
}

/** Whether a task says that all went well, and its run is not seen at its end. */
export function isSeenLate(task: ClusterTask, run: RunOverview | undefined): boolean {
  return isCompleted(task) && !hasEnded(run);
}

/**
 * The runs of some tasks that are over, as their folders have them now. Where a task says that all went well and its run is not at its end, it
 * is looked again for a minute.
 */
export async function endsOfRuns(tasks: readonly ClusterTask[], runsFolder: string, clock = systemClock): Promise<FindOverview> {
  const find = await runsOfTasks(tasks, runsFolder);
  let late = tasks.filter(task => isSeenLate(task, find(task.runId)));
  let again: FindOverview = () => undefined;
  for (let look = 1; look <= LOOKS && late.length > 0; look++) {
    await new Promise<void>(resolve => void clock.after(BETWEEN_MS, resolve));
    const before = again;
    const newer = await runsOfTasks(late, runsFolder);
    again = id => newer(id) ?? before(id);
    late = late.filter(task => isSeenLate(task, newer(task.runId)));
  }
  return id => again(id) ?? find(id);
}
