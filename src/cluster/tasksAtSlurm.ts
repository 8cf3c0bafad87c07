import type { ClusterPlan } from './clusterPlan';
import { isUnderWay, type ClusterTask } from './clusterTask';
import { SlurmClient, type TasksOfJob } from './slurm/slurmClient';
import { dismissTasks, type Submissions } from './slurm/submissions';
import { listOfTasks } from './slurm/taskRanges';

/*
 * What a person does about tasks that were submitted. It takes no settings: they may be damaged, and what runs can be cancelled all the same.
 */

type PlanFolder = Pick<ClusterPlan, 'folder'>;

/** Cancels tasks, those that wait and those that run, which save their run. @throws {SlurmError} */
export async function cancelTasks(plan: PlanFolder, tasks: readonly ClusterTask[]): Promise<void> {
  await new SlurmClient(plan.folder).cancel(jobsOf(tasks));
}

/** Has tasks that run, or that Slurm has not forgotten, begin anew; each goes on with its run. @throws {SlurmError} */
export async function requeueTasks(plan: PlanFolder, tasks: readonly ClusterTask[]): Promise<void> {
  await new SlurmClient(plan.folder).requeue(jobsOf(tasks));
}

/** What has become of tasks is not shown any more; of those that are under way it will be. @throws {SlurmError} */
export async function dismissEnded(plan: Pick<ClusterPlan, 'folder' | 'id' | 'runs'>, tasks: readonly ClusterTask[]): Promise<void> {
  const ended = byJob(tasks.filter(task => !isUnderWay(task)));
  if (ended.length === 0) return;
  await dismissTasks(submissionsOf(plan), new Map(ended.map(({ job, numbers }) => [job.name, numbers])));
}

/** What is submitted of a plan. */
export function submissionsOf({ folder, id, runs }: Pick<ClusterPlan, 'folder' | 'id' | 'runs'>): Submissions {
  return { folder, plan: id, size: runs.length, client: new SlurmClient(folder) };
}

/** As Slurm's programs name them; those that were never submitted are none. */
function jobsOf(tasks: readonly ClusterTask[]): TasksOfJob[] {
  return byJob(tasks).flatMap(({ job: { name, jobId }, numbers }) =>
    jobId === null ? [] : [{ name, jobId, tasks: listOfTasks(numbers) }],
  );
}

/** The numbers of tasks in their array, ascending, by the job, whose name is its alone. */
function byJob(tasks: readonly ClusterTask[]): { readonly job: ClusterTask['job']; readonly numbers: readonly number[] }[] {
  const jobs = new Map<string, { readonly job: ClusterTask['job']; readonly numbers: number[] }>();
  for (const { job, task } of tasks) {
    const known = jobs.get(job.name);
    if (known) known.numbers.push(task);
    else jobs.set(job.name, { job, numbers: [task] });
  }
  return [...jobs.values()].map(({ job, numbers }) => ({ job, numbers: numbers.toSorted((a, b) => a - b) }));
}
