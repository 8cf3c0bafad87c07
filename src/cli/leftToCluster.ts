import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterPlan } from '../cluster/clusterPlan';
import { ClusterQueue } from '../cluster/clusterQueue';
import { isUnderWay } from '../cluster/clusterTask';
import { readLedger } from '../cluster/slurm/ledger';
import { hasEnded } from '../runs/designs/nextStep';
import { counted } from '../util/format';
import { messageOf } from '../util/messageOf';
import type { Cli } from './context';
import { runsOfTasks } from './endsOfRuns';
import { commandOn, type RunsOption } from './runsOption';

/**
 * Says which runs of a plan a cluster has, or may have, while this machine is to train the plan. Slurm is asked only where something of the
 * plan was submitted to it.
 * @returns the ids of the runs that are left to it
 */
export async function leftToCluster(plan: ClusterPlan, options: RunsOption, cli: Pick<Cli, 'output'>): Promise<ReadonlySet<string>> {
  const { err } = cli.output;
  if (!(await wasSubmitted(plan, cli))) return new Set();
  const { designs, problem } = await new ClusterQueue([plan.runsFolder]).look();
  const tasks = designs.find(design => design.plan.id === plan.id)?.tasks.filter(isUnderWay) ?? [];
  const find = await runsOfTasks(tasks, plan.runsFolder);
  const left = tasks.filter(({ runId }) => !hasEnded(find(runId)));
  if (left.length === 0) return new Set();
  const [runs, isOne] = [counted(left.length, 'run'), left.length === 1];
  const queue = commandOn('digits queue', options);
  err.line(
    problem
      ? `Whether Slurm has ${runs} of this plan is not known, and ${isOne ? 'it is' : 'they are'} left to it: ${problem.message} If it has nothing of ${isOne ? 'it' : 'them'}, remove ${path.join(plan.folder, 'slurm')}; the same command then trains ${isOne ? 'it' : 'them'} here.`
      : `${runs} of this plan ${isOne ? 'is' : 'are'} under way at Slurm and left to it, not trained here: ${queue} shows ${isOne ? 'it' : 'them'}.`,
  );
  return new Set(left.map(({ runId }) => runId));
}

async function wasSubmitted({ id, folder }: ClusterPlan, { output: { err } }: Pick<Cli, 'output'>): Promise<boolean> {
  try {
    const ledger = await readLedger(await realpath(folder), id);
    return ledger?.jobs.some(({ submission: { type } }) => type === 'submitted' || type === 'submitting') ?? false;
  } catch (error) {
    // That of a copy, too, which has nothing at Slurm.
    err.line(`warning: ${messageOf(error)}`);
    return false;
  }
}
