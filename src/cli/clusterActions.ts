import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { ClusterQueue, type ClusterDesign, type ClusterSnapshot } from '../cluster/clusterQueue';
import { isUnderWay, type ClusterTask } from '../cluster/clusterTask';
import { logFile } from '../cluster/slurm/folders';
import { SlurmError } from '../cluster/slurm/slurmError';
import { isTroubled } from '../cluster/taskInWords';
import { cancelTasks, dismissEnded, requeueTasks } from '../cluster/tasksAtSlurm';
import { readTailIn } from '../files/readFiles';
import { readingError } from '../runFolder/runFolderError';
import { nextStep } from '../runs/designs/nextStep';
import { counted } from '../util/format';
import type { Cli } from './context';
import { runsOfTasks } from './endsOfRuns';
import { ExitCode, UsageError } from './exitCode';
import { foundById } from './foundById';
import { leftAloneInWords, type AskedAgain } from './leftAlone';
import { commandOn, runsFolder, type RunsOption } from './runsOption';
import { askedOfCluster, requestFlagOf, type SlurmFlags } from './slurmFlags';
import { proposeToCluster, submitToCluster } from './submitToCluster';
import { seenFrom } from './syncInWords';

/** What can be done about the tasks of a cluster. */
export const clusterActions = ['cancel', 'requeue', 'log', 'dismiss'] as const;
export type ClusterAction = (typeof clusterActions)[number];

export interface ClusterActionOptions extends RunsOption, SlurmFlags {
  readonly all?: true;
  readonly json?: true;
}

/** The end of a log is so long at most, in bytes and in lines. */
const [TAIL_BYTES, TAIL_LINES] = [64 << 10, 40];

/**
 * `digits queue cancel|requeue|log|dismiss`.
 * @returns an exit code: `failed` where everything was meant, and of some plans it is not known what there is
 * @throws {UsageError} for what cannot be done; {SlurmError} what Slurm says
 */
export async function actOnCluster(
  action: ClusterAction,
  ids: readonly string[],
  options: ClusterActionOptions,
  cli: Cli,
): Promise<number> {
  if (options.json && action === 'log')
    throw new UsageError(`log shows text: leave --json out. ${commandOn('digits queue --json', options)} names the log of every task.`);
  if (options.all ? ids.length > 0 : ids.length === 0)
    throw new UsageError(
      options.all
        ? '--all is everything: name no runs with it.'
        : `${action}: of which ${action === 'dismiss' ? 'plan' : 'runs'}? ${commandOn('digits queue', options)} lists their ids.`,
    );
  const snapshot = await new ClusterQueue([runsFolder(options, cli)]).look();
  const { broken } = snapshot;
  // With --json what is shown afterwards says it.
  if (!options.json) for (const { reason } of broken) cli.output.err.line(`warning: ${reason}`);
  switch (action) {
    case 'cancel':
      await cancel(options.all ? snapshot.designs.map(whole) : chosen(snapshot, ids, options), { cli, snapshot });
      break;
    case 'requeue':
      await requeue(chosen(snapshot, ids, options), options, { cli, snapshot });
      break;
    case 'log':
      await showLogs(chosen(snapshot, ids, options), options, cli);
      break;
    case 'dismiss':
      for (const id of ids) {
        const { plan, tasks } = foundById(plansOf(snapshot), id, options);
        await dismissEnded(plan, tasks);
        cli.output.err.line(`Of ${plan.id} is not shown any more what has ended without a result.`);
      }
  }
  if (!options.all || broken.length === 0) return ExitCode.done;
  cli.output.err.line('digits: tasks of plans that cannot be read go on: squeue shows them, and scancel cancels them.');
  return ExitCode.failed;
}

/** Tasks of a plan. */
interface Chosen {
  readonly plan: ClusterDesign['plan'];
  readonly tasks: readonly ClusterTask[];
  /** The plan was named, and not each of them. */
  readonly isWhole: boolean;
}

function whole({ plan, tasks }: ClusterDesign): Chosen {
  return { plan, tasks, isWhole: true };
}

function plansOf({ designs }: ClusterSnapshot): (ClusterDesign & { readonly id: string })[] {
  return designs.map(design => ({ ...design, id: design.plan.id }));
}

/** @throws {UsageError} if there is no such run or plan */
function chosen(snapshot: ClusterSnapshot, ids: readonly string[], options: RunsOption): Chosen[] {
  const plans = plansOf(snapshot);
  const runs = snapshot.designs.flatMap(({ plan, tasks }) => tasks.map(task => ({ id: task.runId, plan, task })));
  const some = new Map<ClusterDesign['plan'], Set<ClusterTask>>();
  const wholes: Chosen[] = [];
  for (const id of ids) {
    const plan = plans.find(one => one.id === id);
    if (plan) {
      wholes.push(whole(plan));
      continue;
    }
    const run = foundById(runs, id, options);
    some.set(run.plan, (some.get(run.plan) ?? new Set()).add(run.task));
  }
  const left = [...some].filter(([plan]) => !wholes.some(one => one.plan === plan));
  return [...wholes, ...left.map(([plan, tasks]) => ({ plan, tasks: [...tasks].toSorted((a, b) => a.place - b.place), isWhole: false }))];
}

async function cancel(all: readonly Chosen[], { cli, snapshot }: Work): Promise<void> {
  const held = all.map(({ plan, tasks }) => ({ plan, tasks: tasks.filter(task => isUnderWay(task) && task.job.jobId !== null) }));
  const count = held.reduce((sum, { tasks }) => sum + tasks.length, 0);
  if (count === 0) {
    const but = snapshot.broken.length > 0 ? ', as far as it can be read' : '';
    throw new UsageError(`cancel: nothing of that waits or runs on the cluster${but}.`);
  }
  for (const { plan, tasks } of held) await cancelTasks(plan, tasks);
  cli.output.err.line(
    `Cancelled ${counted(count, 'task')}. What had begun saves its run, and goes on from there when it is submitted again.`,
  );
}

interface Work {
  readonly cli: Cli;
  readonly snapshot: ClusterSnapshot;
}

async function requeue(all: readonly Chosen[], options: ClusterActionOptions, { cli, snapshot }: Work): Promise<void> {
  // What is not known to be over is not submitted once more.
  if (snapshot.problem) throw snapshot.problem;
  const { err } = cli.output;
  const asked = await askedOfCluster(options, cli);
  const flag = requestFlagOf(options);
  let done = 0;
  const found: AskedAgain[] = [];
  for (const { plan, tasks, isWhole } of all) {
    const find = await runsOfTasks(tasks, plan.runsFolder);
    // Of a plan only what has ended without a result: nobody means to lose what runs.
    const running = isWhole ? [] : tasks.filter(({ phase }) => phase === 'running');
    if (running.length > 0) {
      await requeueTasks(plan, running);
      const asBefore = flag === undefined ? '' : ` It asks for what it did: ${flag} is for what is submitted again.`;
      err.line(`Requeued ${counted(running.length, 'task')}; each goes on with its run after its last whole epoch.${asBefore}`);
    }
    const over = tasks.filter(task => !isUnderWay(task) && nextStep(find(task.runId)) !== 'nothing');
    const again = isWhole ? over.filter(task => isTroubled(task, find(task.runId))) : over;
    const work = { plan, places: again.map(({ place }) => place), asked, options, told: err };
    const proposal = await proposeToCluster(work, cli);
    if (proposal) await submitToCluster(proposal, work, cli);
    done += running.length + (proposal?.tasks ?? 0);
    found.push({ tasks, find, isWhole });
  }
  const said = leftAloneInWords(found);
  if (done === 0) throw new UsageError(`requeue: ${said.join(' ') || 'of that nothing has ended without a result.'}`);
  err.lines(said);
}

async function showLogs(all: readonly Chosen[], options: RunsOption, cli: Cli): Promise<void> {
  const { out } = cli.output;
  if (all.some(({ isWhole }) => isWhole))
    throw new UsageError(`log: of which run? ${commandOn('digits queue', options)} lists the ids of a plan.`);
  for (const { plan, tasks } of all) {
    for (const { runId, job, task, refusal } of tasks) {
      if (job.jobId === null) throw new SlurmError('refused', `${runId}: it was not submitted, and has no log. ${refusal ?? ''}`.trim());
      const name = logFile(job.name, job.jobId, task);
      const bytes = await readTailIn(await realpath(plan.folder), name, TAIL_BYTES).catch((error: unknown) => {
        throw readingError(path.join(plan.folder, name), error);
      });
      out.line(seenFrom(cli.cwd, path.join(plan.folder, name)));
      if (bytes === undefined || bytes.length === 0) {
        out.line('  It is not there: the task has not begun, or has written nothing.');
        continue;
      }
      const lines = bytes.toString('utf8').trimEnd().split('\n');
      // Where more was written the first one may be half a line.
      const shown = lines.slice(bytes.length === TAIL_BYTES ? 1 : 0).slice(-TAIL_LINES);
      if (shown.length < lines.length) out.line('  …');
      out.block(shown.join('\n'));
    }
  }
}
