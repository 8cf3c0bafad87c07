import path from 'node:path';
import type { Machine } from '../experiment/estimate';
import { taskRequest, type TaskRequest } from '../experiment/taskRequest';
import { checkDataIsThere } from '../runFolder/dataThere';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { batchRequestOf, digitsOnNode, readTemplate, type SlurmSettings } from './clusterSettings';
import type { ClusterPlan } from './clusterPlan';
import type { BatchRequest } from './slurm/batchRequest';
import { scriptFile } from './slurm/folders';
import type { Ledger } from './slurm/ledger';
import { SlurmError } from './slurm/slurmError';
import { planSubmission, submitPlanned, type BatchSettings, type PlannedJob, type Submissions } from './slurm/submissions';
import { countTasks } from './slurm/taskRanges';
import { submissionsOf } from './tasksAtSlurm';

export interface SlurmExecutorOptions {
  readonly settings: SlurmSettings;
  /** The words that start `digits` on this machine, which the nodes take too unless the settings say others. */
  readonly digits: readonly string[];
  /** Told of each job that Slurm has and that this product did not know to be submitted. */
  readonly onTakenUp?: Submissions['onTakenUp'];
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
   * @throws {ParameterError} for a data set that is not there, or not on this computer
   */
  async propose(plan: ClusterPlan, runs: readonly number[], machine: Machine): Promise<Proposal> {
    const { settings, digits } = this.options;
    const chosen = runs.map(place => plan.runs[place]!);
    for (const { parameters } of chosen) checkOnThisComputer(parameters);
    // Each task would find it out on its node.
    for (const dataset of new Set(chosen.map(run => run.parameters.dataset))) if (dataset !== 'mnist') checkDataIsThere(dataset);
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
      digits: digitsOnNode(settings, digits),
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

  private submissionsOf(plan: ClusterPlan): Submissions {
    const { onTakenUp } = this.options;
    return { ...submissionsOf(plan), ...(onTakenUp && { onTakenUp }) };
  }
}
