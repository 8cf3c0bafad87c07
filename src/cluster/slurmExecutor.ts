import path from 'node:path';
import type { Machine } from '../experiment/estimate';
import { taskRequest, type TaskRequest } from '../experiment/taskRequest';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { batchRequestOf, readTemplate, type SlurmSettings } from './clusterSettings';
import type { ClusterPlan } from './clusterPlan';
import { isUnderWay, type ClusterTask } from './clusterTask';
import type { BatchRequest } from './slurm/batchRequest';
import { scriptFile } from './slurm/folders';
import type { Ledger } from './slurm/ledger';
import { SlurmClient, type TasksOfJob } from './slurm/slurmClient';
import { SlurmError } from './slurm/slurmError';
import { dismissTasks, planSubmission, submitPlanned, type BatchSettings, type PlannedJob, type Submissions } from './slurm/submissions';
import { countTasks, listOfTasks } from './slurm/taskRanges';

export interface SlurmExecutorOptions {
  readonly settings: SlurmSettings;
  /** The words that start `digits` on this machine, which the nodes take too unless the settings say others. */
  readonly digits: readonly string[];
}

/** What would be submitted: the scripts are written and can be read. */
export interface Proposal {
  readonly plan: ClusterPlan;
  readonly request: BatchRequest;
  /** What the request was made of, where the settings do not say it; undefined if it cannot be told. */
  readonly estimate: TaskRequest | undefined;
  /** Their full paths, in the order in which they are submitted; none where nothing is left to submit. */
  readonly scripts: readonly string[];
  /** The array jobs, in that order. */
  readonly jobs: readonly PlannedJob[];
  /** Tasks in all. */
  readonly tasks: number;
  readonly batch: BatchSettings;
}

/**
 * Has the runs of plans trained by a Slurm cluster: a plan becomes an array job, or some where the cluster's arrays are shorter, each of whose
 * tasks runs `digits run-plan`. What the machines exchange is in the shared folder of the runs. A run outlives the process that submitted it.
 * @throws {SlurmError} every method
 */
export class SlurmExecutor {
  constructor(private readonly options: SlurmExecutorOptions) {}

  /**
   * Writes the batch scripts of some runs of a plan beside it. Of those that were submitted before, the ones that Slurm has waiting or running
   * are left out.
   * @param runs their places in the plan, ascending
   * @param machine its speeds, from which time and memory are estimated
   * @throws {ParameterError} for a data set that is not on this computer
   */
  async propose(plan: ClusterPlan, runs: readonly number[], machine: Machine): Promise<Proposal> {
    const { settings, digits } = this.options;
    const chosen = runs.map(place => plan.runs[place]!);
    for (const { parameters } of chosen) checkOnThisComputer(parameters);
    const [first] = plan.runs;
    if (!first) throw new SlurmError('invalid', `${plan.file}: the plan has no runs.`);
    const { threads, engine } = first;
    const parameters = (chosen.length > 0 ? chosen : plan.runs).map(run => run.parameters);
    const estimate = taskRequest(parameters, { ...machine, threads, engine });
    const request = batchRequestOf(settings, { runsFolder: plan.runsFolder, threads, estimate });
    const template = await readTemplate(settings);
    const batch: BatchSettings = {
      request,
      ...(template !== undefined && { template }),
      planFile: plan.file,
      runsFolder: plan.runsFolder,
      digits: settings.command ?? (settings.container ? ['digits'] : digits),
    };
    const { jobs } = await planSubmission(this.submissionsOf(plan), { ...batch, runs, again: true });
    const planned = jobs.filter(({ submission: { type } }) => type !== 'submitted');
    return {
      plan,
      request,
      estimate,
      scripts: planned.map(({ name }) => path.join(plan.folder, scriptFile(name))),
      tasks: planned.reduce((sum, job) => sum + countTasks(job.tasks), 0),
      jobs: planned,
      batch,
    };
  }

  /** Submits what was proposed, and nothing else: another process may have proposed something meanwhile. @returns what is now submitted of the plan */
  submit({ plan, batch, jobs }: Proposal): Promise<Ledger> {
    return submitPlanned(this.submissionsOf(plan), batch, jobs);
  }

  /** Cancels tasks, those that wait and those that run, which save their run. */
  async cancel(plan: Pick<ClusterPlan, 'folder'>, tasks: readonly ClusterTask[]): Promise<void> {
    await new SlurmClient(plan.folder).cancel(jobsOf(tasks));
  }

  /** Has tasks that run, or that Slurm has not forgotten, begin anew; each goes on with its run. */
  async requeue(plan: Pick<ClusterPlan, 'folder'>, tasks: readonly ClusterTask[]): Promise<void> {
    await new SlurmClient(plan.folder).requeue(jobsOf(tasks));
  }

  /** What has become of tasks is not shown any more; of those that are under way it will be. */
  async dismiss(plan: Pick<ClusterPlan, 'folder' | 'id' | 'runs'>, tasks: readonly ClusterTask[]): Promise<void> {
    const byJob = new Map<string, number[]>();
    for (const { job, task } of tasks.filter(one => !isUnderWay(one))) {
      const known = byJob.get(job.name);
      if (known) known.push(task);
      else byJob.set(job.name, [task]);
    }
    if (byJob.size > 0) await dismissTasks(this.submissionsOf(plan), byJob);
  }

  private submissionsOf({ folder, id, runs }: Pick<ClusterPlan, 'folder' | 'id' | 'runs'>): Submissions {
    return { folder, plan: id, size: runs.length, client: new SlurmClient(folder) };
  }
}

/** Tasks by their jobs, as Slurm's programs name them; those that were never submitted are none. */
function jobsOf(tasks: readonly ClusterTask[]): TasksOfJob[] {
  const byJob = new Map<string, { readonly name: string; readonly jobId: number; readonly tasks: number[] }>();
  for (const { job, task } of tasks) {
    if (job.jobId === null) continue;
    const key = `${job.jobId} ${job.name}`;
    const known = byJob.get(key) ?? { name: job.name, jobId: job.jobId, tasks: [] };
    known.tasks.push(task);
    byJob.set(key, known);
  }
  return [...byJob.values()].map(job => ({ ...job, tasks: listOfTasks(job.tasks.toSorted((a, b) => a - b)) }));
}
