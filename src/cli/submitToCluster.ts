import type { ClusterPlan } from '../cluster/clusterPlan';
import type { TakenUp } from '../cluster/slurm/submissions';
import { countTasks } from '../cluster/slurm/taskRanges';
import { SlurmExecutor, type Proposal } from '../cluster/slurmExecutor';
import { counted } from '../util/format';
import type { Cli } from './context';
import { digitsHere } from './digitsHere';
import { requestLines } from './requestLines';
import type { RunsOption } from './runsOption';
import type { AskedOfCluster } from './slurmFlags';
import type { TextSink } from './textSink';
import { thisMachine } from './thisMachine';

export interface ToSubmit {
  readonly plan: ClusterPlan;
  /** Places of runs, ascending. */
  readonly places: readonly number[];
  readonly asked: AskedOfCluster;
  readonly options: RunsOption;
  /** Where it is said what is asked for. */
  readonly told: TextSink;
}

/** A job that was submitted. */
export interface SubmittedTasks {
  readonly name: string;
  readonly jobId: number;
  readonly tasks: number;
}

/**
 * Writes the batch scripts of some runs of a plan and says what they ask for.
 * @returns undefined where the cluster has all of them already
 * @throws {SlurmError} if they cannot be written
 */
export async function proposeToCluster({ plan, places, asked, options, told }: ToSubmit, cli: Cli): Promise<Proposal | undefined> {
  const [first] = plan.runs;
  if (places.length === 0 || !first) return undefined;
  const machine = await thisMachine({ ...options, threads: first.threads, engine: first.engine }, cli);
  const proposal = await executorFor(asked, cli).propose(plan, places, machine);
  if (proposal.tasks === 0) return undefined;
  told.lines(requestLines(proposal, asked, cli));
  return proposal;
}

/** Submits what was proposed, and says as which jobs. @throws {SlurmError} at the first job that could not be */
export async function submitToCluster(
  proposal: Proposal,
  { asked, told }: Pick<ToSubmit, 'asked' | 'told'>,
  cli: Cli,
): Promise<SubmittedTasks[]> {
  const takenUp = new Set<string>();
  const { jobs } = await executorFor(asked, cli, ({ name }) => takenUp.add(name)).submit(proposal);
  const submitted = jobs.flatMap(({ name, submission }) => {
    const job = takenUp.has(name) ? undefined : proposal.jobs.find(one => one.name === name);
    return job && submission.type === 'submitted' ? [{ name, jobId: submission.jobId, tasks: countTasks(job.tasks) }] : [];
  });
  if (submitted.length === 0) return submitted;
  const runs = submitted.reduce((sum, { tasks }) => sum + tasks, 0);
  const numbers = submitted.map(({ jobId }) => jobId);
  told.line(`Submitted ${counted(runs, 'run')} as ${numbers.length === 1 ? 'job' : 'jobs'} ${numbers.join(', ')}.`);
  return submitted;
}

/** What acts on a cluster, and tells of a job that it finds there. */
function executorFor(
  { settings }: Pick<AskedOfCluster, 'settings'>,
  cli: Cli,
  onTakenUp: (job: TakenUp) => void = () => undefined,
): SlurmExecutor {
  return new SlurmExecutor({
    settings,
    digits: digitsHere(cli),
    onTakenUp: job => {
      cli.output.err.line(takenUpInWords(job));
      onTakenUp(job);
    },
  });
}

function takenUpInWords({ was, tasks, jobId }: TakenUp): string {
  const runs = counted(countTasks(tasks), 'run');
  return was === 'planned'
    ? `The batch script of ${runs} was submitted by hand as job ${jobId}, which is taken up.`
    : `An earlier submission of ${runs}, whose end was not known, was found at Slurm as job ${jobId} and is taken up.`;
}
