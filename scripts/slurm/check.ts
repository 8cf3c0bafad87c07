/** npm run check:slurm: bundled and started by checkSlurm.mjs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logFile } from '../../src/cluster/slurm/folders';
import type { Ledger } from '../../src/cluster/slurm/ledger';
import { planSubmission, submitPlanned, type Submissions } from '../../src/cluster/slurm/submissions';
import { SlurmCluster } from '../../test/slurmCluster';
import { jobIdOf, jobsOf, PlansOnSlurm, request, type PlanOnSlurm } from '../../test/slurmPlan';
import { untilReads } from '../../test/until';
import { spread } from '../bench/spread';
import { Report } from '../wandb/report';

const report = new Report();
const plans = new PlansOnSlurm();

/** Each by the name that an argument chooses it by. */
const parts: Readonly<Record<string, (cluster: SlurmCluster) => Promise<void>>> = {
  lost: checkLostNode,
  alive: checkLivingTask,
  restarted: checkRestartedController,
  crashed: checkCrashedController,
  stopped: checkStoppedController,
  limit: checkTimeLimit,
  cost: measureCosts,
};

/** A task that waits until the file `go` is there. */
const waits = 'while [ ! -e "$folder/go" ]; do sleep 0.2; done';

async function main(): Promise<number> {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find(arg => !Object.hasOwn(parts, arg));
  if (unknown !== undefined) throw new Error(`${unknown}: expected some of ${Object.keys(parts).join(', ')}`);
  for (const [name, check] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`\n${name}`);
    const cluster = await SlurmCluster.start({ cpus: name === 'cost' ? 16 : 2 });
    try {
      await check(cluster);
    } finally {
      await cluster.stop();
    }
  }
  return report.close();
}

const go = ({ folder }: PlanOnSlurm): void => writeFileSync(path.join(folder, 'go'), '');
const all = (runs: number, state: string): string[] => Array.from({ length: runs }, () => state);
const come = (plan: PlanOnSlurm, ledger: Ledger, states: readonly string[]): Promise<void> =>
  untilReads('the tasks', () => plan.states(ledger), [...states]);

/** The node that a run was last begun on. */
const nodeOf = ({ folder }: PlanOnSlurm, run: number): string => readFileSync(path.join(folder, `node.${run}`), 'utf8').trim();

async function checkLostNode(cluster: SlurmCluster): Promise<void> {
  const plan = plans.newPlan(`echo "$SLURMD_NODENAME" >"$folder/node.$4"; echo $$ >"$folder/pid.$4"; ${waits}`, 4);
  const ledger = await plan.submit();
  await come(plan, ledger, all(4, 'RUNNING'));
  await untilReads('the attempts', () => Promise.resolve(plan.attempts()), ['0', '1', '2', '3']);
  const lost = [0, 1, 2, 3].filter(run => nodeOf(plan, run) === 'n1');
  const began = performance.now();
  process.kill(cluster.pidOf('n1'), 'SIGKILL');
  // As when the power is gone: first what watches the tasks and would tell of their end, then the tasks.
  const tasks = lost.map(run => readFileSync(path.join(plan.folder, `pid.${run}`), 'utf8').trim());
  for (const pid of tasks) kill(parentOf(pid));
  for (const pid of tasks) kill(Number(pid));
  const restarts = async (): Promise<number> => (await plan.client.queue()).filter(task => task.restarts === 1).length;
  await untilReads('tasks that were requeued', restarts, lost.length);
  const seconds = Math.round((performance.now() - began) / 1000);
  await report.check(`the ${lost.length} tasks of a node that was lost wait again after ${seconds} s`, () => assert.equal(lost.length, 2));
  go(plan);
  await come(plan, ledger, all(4, 'COMPLETED'));
  await report.check('they are begun once more on the other node, and the others once', () => {
    assert.deepEqual(
      plan.attempts(),
      [0, 1, 2, 3].flatMap(run => all(lost.includes(run) ? 2 : 1, `${run}`)),
    );
    for (const run of lost) assert.equal(nodeOf(plan, run), 'n2');
  });
  await report.check('both attempts are in one log', () => {
    const log = readFileSync(path.join(plan.folder, logFile(ledger.jobs[0].name, jobIdOf(ledger), lost[0])), 'utf8');
    assert.equal(log.match(/this is run/g)?.length, 2);
  });
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What a run's own fence is for. */
async function checkLivingTask(cluster: SlurmCluster): Promise<void> {
  const plan = plans.newPlan(`echo $$ >>"$folder/pid.$4"; ${waits}`, 1);
  const ledger = await plan.submit();
  await untilReads('the attempts', () => Promise.resolve(plan.attempts()), ['0']);
  const [{ nodes } = { nodes: '' }] = await plan.client.queue();
  process.kill(cluster.pidOf(nodes), 'SIGKILL');
  await untilReads('the attempts', () => Promise.resolve(plan.attempts()), ['0', '0']);
  const pids = readFileSync(path.join(plan.folder, 'pid.0'), 'utf8').trim().split('\n');
  await report.check('a task whose node seems lost runs on while its second attempt runs', () =>
    assert.deepEqual(
      pids.map(pid => existsSync(`/proc/${pid}`)),
      [true, true],
    ),
  );
  go(plan);
  await come(plan, ledger, ['COMPLETED']);
}

async function checkRestartedController(cluster: SlurmCluster): Promise<void> {
  const { plan, ledger } = await withoutController(cluster, 'SIGTERM');
  await come(plan, ledger, all(6, 'COMPLETED'));
  await report.check('its restart costs no task and begins none twice', () =>
    assert.deepEqual(plan.attempts(), ['0', '1', '2', '3', '4', '5']),
  );
}

/** It notes some time later what it has begun: one that is killed before forgets it, and begins the tasks anew. What a run's own fence is for. */
async function checkCrashedController(cluster: SlurmCluster): Promise<void> {
  const { plan, ledger } = await withoutController(cluster, 'SIGKILL');
  await come(plan, ledger, all(6, 'COMPLETED'));
  const attempts = plan.attempts();
  await report.check(`its crash costs no task; ${attempts.length - 6} of 6 were begun twice`, () =>
    assert.deepEqual([...new Set(attempts)], ['0', '1', '2', '3', '4', '5']),
  );
}

/** Four tasks run and two wait when the controller goes; then it is there again, and the tasks may end. */
async function withoutController(
  cluster: SlurmCluster,
  signal: NodeJS.Signals,
): Promise<{ readonly plan: PlanOnSlurm; readonly ledger: Ledger }> {
  const plan = plans.newPlan(waits, 6);
  const ledger = await plan.submit();
  await come(plan, ledger, ['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'PENDING', 'PENDING']);
  await untilReads('the attempts', () => Promise.resolve(plan.attempts()), ['0', '1', '2', '3']);
  const controller = cluster.pidOf('slurmctld');
  process.kill(controller, signal);
  await untilReads('the controller is gone', () => Promise.resolve(commandOf(controller)), '');
  await report.check('without a controller nothing is said about the tasks', () =>
    assert.rejects(plan.client.queue(), { problem: 'unreachable', message: /is not known until it does/ }),
  );
  await cluster.up();
  go(plan);
  return { plan, ledger };
}

/** Empty of one that is gone, or that nobody has waited for yet. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

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
  const { folder, client } = plan;
  const later: Submissions = { folder, plan: plan.plan, client, now: () => Date.now() + 70_000 };
  const ledger = await submitPlanned(later, plan.planned);
  await come(plan, ledger, all(2, 'COMPLETED'));
  await report.check('it is found again, and submitted once', async () => {
    assert.deepEqual(plan.attempts(), ['0', '1']);
    assert.equal((await client.find(ledger.jobs[0].name)).length, 1);
  });
}

async function checkTimeLimit(): Promise<void> {
  const told = `trap 'echo term >>"$folder/told.$4"; [ "$4" = 1 ] || exit 0' TERM; while :; do sleep 0.2; done`;
  const plan = plans.newPlan(told, 2, { request: { ...request, minutes: 1, graceSeconds: 30 } });
  const ledger = await plan.submit();
  await come(plan, ledger, ['COMPLETED', 'TIMEOUT (TimeLimit)']);
  await report.check('a task is told by SIGTERM before its time is over, and one that obeys has ended by itself', () => {
    assert.equal(readFileSync(path.join(plan.folder, 'told.0'), 'utf8'), 'term\n');
    assert.match(readFileSync(path.join(plan.folder, 'told.1'), 'utf8'), /^term\n/);
  });
}

async function measureCosts(): Promise<void> {
  for (const runs of [2000, 10_000]) {
    const plan = plans.newPlan(waits, runs, { request: { ...request, throttle: 10, megabytes: 1 } });
    const planned = await timed(() => planSubmission(plan, plan.planned));
    const submitted = await timed(() => submitPlanned(plan, plan.planned));
    const ledger = submitted.result;
    await untilReads('tasks that run', async () => (await plan.states(ledger)).filter(state => state === 'RUNNING').length, 10);
    console.log(
      `        ${runs} tasks, ${ledger.jobs.length} arrays: scripts ${ms([planned.ms])}, sbatch and ledger ${ms([submitted.ms])}`,
    );
    const polls: number[] = [];
    for (let i = 0; i < 10; i++) polls.push((await timed(() => plan.client.queue())).ms);
    const lines = (await plan.client.queue()).length;
    console.log(`        a poll (squeue, ${lines} lines): ${ms(polls)}`);
    for (const [what, args] of [
      [
        '--format, each task a line',
        ['-h', '-r', '-t', 'all', '--Format=ArrayJobID:|,ArrayTaskID:|,State:|,exit_code:|,RestartCnt:|,NodeList:|,Reason:|,Name:|'],
      ],
      ['--json', ['--json']],
      ['--json, each task a record', ['--json', '-r']],
    ] as const) {
      const times: number[] = [];
      let bytes = 0;
      for (let i = 0; i < 5; i++) {
        const began = performance.now();
        bytes = execFileSync('squeue', args, { maxBuffer: 1 << 28 }).length;
        times.push(performance.now() - began);
      }
      console.log(`        squeue ${what}: ${ms(times)}, ${bytes.toLocaleString('en-US')} bytes`);
    }
    const cancelled = await timed(() => plan.client.cancel(jobsOf(ledger)));
    console.log(`        scancel of all: ${ms([cancelled.ms])}`);
    await report.check(`${runs} tasks are submitted, seen and cancelled`, () =>
      untilReads(
        'tasks at work',
        async () => (await plan.states(ledger)).filter(state => ['RUNNING', 'PENDING', 'COMPLETING'].includes(state)),
        [],
      ),
    );
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

const ms = (times: readonly number[]): string => `${times.length === 1 ? Math.round(times[0]) : spread(times, 0)} ms`;

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    return 1;
  })
  .then(exitCode => {
    plans.remove();
    process.exitCode = exitCode;
  });
