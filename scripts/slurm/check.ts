/** npm run check:slurm: bundled and started by checkSlurm.mjs. */
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/cluster/slurm/ledger';
import { planSubmission, submitPlanned, type Submissions } from '../../src/cluster/slurm/submissions';
import { PlansOnCluster } from '../../test/plansOnCluster';
import { SlurmCluster, type ClusterOptions } from '../../test/slurmCluster';
import { PlansOnSlurm, type PlanOnSlurm } from '../../test/slurmPlan';
import { untilReads } from '../../test/until';
import { Report } from '../wandb/report';
import { measureCosts } from './costs';
import { submitSweep, SUBMIT, TrainedRuns } from './trainedRuns';

const report = new Report();
const plans = new PlansOnSlurm();
const realPlans = new PlansOnCluster();
const trained = new TrainedRuns(report, realPlans);

interface Part {
  readonly check: (cluster: SlurmCluster) => Promise<void>;
  readonly cluster: ClusterOptions;
}

/** Each by the name that an argument chooses it by. */
const parts: Readonly<Record<string, Part>> = {
  comparison: { check: () => trained.comparison(), cluster: { cpus: 2 } },
  lost: { check: cluster => trained.lost(cluster), cluster: { cpus: 2 } },
  alive: { check: cluster => trained.alive(cluster), cluster: { cpus: 2 } },
  cancelled: { check: () => trained.cancelled(), cluster: { cpus: 1 } },
  limit: { check: () => trained.limit(), cluster: { cpus: 1 } },
  failing: { check: () => trained.failing(), cluster: { cpus: 1 } },
  restarted: { check: cluster => trained.restarted(cluster), cluster: { cpus: 1 } },
  crashed: { check: cluster => trained.crashed(cluster), cluster: { cpus: 1 } },
  died: { check: () => trained.died(), cluster: { cpus: 1 } },
  refused: { check: () => trained.refused(), cluster: { cpus: 1, maxArray: 3, maxJobs: 6 } },
  stopped: { check: checkStoppedController, cluster: { cpus: 2 } },
  cost: { check: () => measureCosts(report, realPlans), cluster: { cpus: 16 } },
};

async function main(): Promise<number> {
  const chosen = process.argv.slice(2);
  const [mode, runsFolder, id] = chosen;
  if (mode === SUBMIT && runsFolder !== undefined && id !== undefined) {
    await submitSweep(runsFolder, id);
    return 0;
  }
  const unknown = chosen.find(arg => !Object.hasOwn(parts, arg));
  if (unknown !== undefined) throw new Error(`${unknown}: expected some of ${Object.keys(parts).join(', ')}`);
  for (const [name, { check, cluster: options }] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n${name}`);
    const began = performance.now();
    const cluster = await SlurmCluster.start(options);
    try {
      await check(cluster);
    } catch (error) {
      // The other parts may tell more.
      await report.check(name, () => Promise.reject(error as Error));
    } finally {
      await cluster.stop();
    }
    console.log(`        ${Math.round((performance.now() - began) / 1000)} s in all`);
  }
  return report.close();
}

const all = (runs: number, state: string): string[] => Array.from({ length: runs }, () => state);
const come = (plan: PlanOnSlurm, ledger: Ledger, states: readonly string[]): Promise<void> =>
  untilReads('the tasks', () => plan.states(ledger), [...states]);

async function checkStoppedController(cluster: SlurmCluster): Promise<void> {
  const plan = plans.newPlan('exit 0', 2);
  await planSubmission(plan, plan.planned);
  const controller = cluster.pidOf('slurmctld');
  process.kill(controller, 'SIGSTOP');
  try {
    await report.check('a controller that hangs takes a submission, and does not say so', () =>
      assert.rejects(submitPlanned(plan, plan.planned), { problem: 'unreachable' }),
    );
  } finally {
    process.kill(controller, 'SIGCONT');
  }
  const { folder, size, client } = plan;
  const later: Submissions = { folder, plan: plan.plan, size, client, now: () => Date.now() + 70_000 };
  const ledger = await submitPlanned(later, plan.planned);
  await come(plan, ledger, all(2, 'COMPLETED'));
  await report.check('it is found again, and submitted once', async () => {
    assert.deepEqual(plan.attempts(), ['0', '1']);
    assert.equal((await client.find(ledger.jobs[0]!.name)).length, 1);
  });
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    return 1;
  })
  .then(exitCode => {
    plans.remove();
    realPlans.remove();
    process.exitCode = exitCode;
  });
