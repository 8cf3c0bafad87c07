import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clusterPlanOfSweep, type ClusterPlan } from '../../src/cluster/clusterPlan';
import { ClusterQueue } from '../../src/cluster/clusterQueue';
import { isUnderWay, type ClusterTask } from '../../src/cluster/clusterTask';
import { SlurmExecutor } from '../../src/cluster/slurmExecutor';
import { ledgerFile } from '../../src/cluster/slurm/folders';
import { queueFormat, QueueReader } from '../../src/cluster/slurm/queueAnswer';
import { cancelTasks } from '../../src/cluster/tasksAtSlurm';
import { newRunIds } from '../../src/contract/runId';
import type { SweepPlan } from '../../src/contract/sweeps';
import { sweepStore } from '../../src/designs/sweepStore';
import { newSweep } from '../../src/experiment/sweeps/newSweep';
import { settings, type PlansOnCluster } from '../../test/plansOnCluster';
import { untilReads } from '../../test/until';
import { spread } from '../bench/spread';
import type { Report } from '../wandb/report';

/** What a plan of thousands of runs costs the machine that submits and follows it; its tasks do nothing. */
export async function measureCosts(report: Report, plans: PlansOnCluster): Promise<void> {
  for (const seeds of [20, 100]) {
    const plan = await planOf(seeds, plans);
    const runs = plan.runs.length;
    const file = path.join(plans.newFolder(), 'task.sh');
    writeFileSync(file, 'exec tail -f /dev/null\n');
    const own = { ...settings, megabytes: 1, throttle: 10, command: ['/bin/sh', file] };
    const executor = new SlurmExecutor({ settings: own, digits: [] });
    const places = [...plan.runs.keys()];
    const machine = { speeds: [], engine: 'onnx', threads: 1 } as const;
    const proposed = await timed(() => executor.propose(plan, places, machine));
    const submitted = await timed(() => executor.submit(proposed.result));
    const [planBytes, ledgerBytes] = [plan.file, path.join(plan.folder, ledgerFile)].map(one => statSync(one).size.toLocaleString('en-US'));
    say(`${runs} runs, ${submitted.result.jobs.length} arrays: proposed in ${inMs([proposed])}, submitted in ${inMs([submitted])}`);
    say(`the plan has ${planBytes} bytes, the ledger ${ledgerBytes}`);

    const queue = new ClusterQueue([plan.runsFolder]);
    say(`first look: ${inMs([await timed(() => queue.look())])}`);
    const tasksNow = async (): Promise<readonly ClusterTask[]> => (await queue.look()).designs[0]?.tasks ?? [];
    const atWork = async (): Promise<number> => (await tasksNow()).filter(({ phase }) => phase === 'running').length;
    await untilReads('tasks that run', atWork, 10);
    const looks = [];
    for (let i = 0; i < 20; i++) looks.push(await timed(() => queue.look()));
    say(`a look at ${runs} tasks of which nothing has changed: ${inMs(looks)}, of which squeue ${inMs([await timed(askDirectly)])}`);
    const tasks = await tasksNow();
    await report.check(`${runs} tasks are known`, () => assert.equal(tasks.length, runs));
    await measureLines(plan, tasks);
    const cancelled = await timed(() => cancelTasks(plan, tasks));
    say(`all cancelled in ${inMs([cancelled])}`);
    const underWay = async (): Promise<number> => (await tasksNow()).filter(isUnderWay).length;
    await report.check('and nothing is under way after they were cancelled', () => untilReads('tasks under way', underWay, 0));
  }
}

/** As when each task has run, and has a line of its own: what Slurm would answer is given, so that its own time is not in it. */
async function measureLines(plan: ClusterPlan, tasks: readonly ClusterTask[]): Promise<void> {
  const line = ({ job, task }: ClusterTask, state: string): string => `${job.jobId}|${task}|${state}|0|0|n1|None|${job.name}|`;
  const answer = (ended: number): string => tasks.map((task, i) => line(task, i < ended ? 'COMPLETED' : 'RUNNING')).join('\n');
  const reader = new QueueReader();
  let text = answer(0);
  const asked = new ClusterQueue([plan.runsFolder], () => Promise.resolve(reader.read(text)));
  await asked.look();
  const [changed, same]: [Timed<unknown>[], Timed<unknown>[]] = [[], []];
  for (let i = 1; i <= 10; i++) {
    text = answer(i * 100);
    changed.push(await timed(() => asked.look()));
    same.push(await timed(() => asked.look()));
  }
  say(`with a line for each (${text.length.toLocaleString('en-US')} bytes): ${inMs(changed)} with 100 changes, ${inMs(same)} with none`);
}

async function planOf(seeds: number, plans: PlansOnCluster): Promise<ClusterPlan> {
  const runsFolder = path.join(plans.newFolder(), '.digits', 'runs');
  mkdirSync(runsFolder, { recursive: true });
  const swept = { num_filters: [2, 4, 8, 16, 32], learning_rate: [0.001, 0.002, 0.003, 0.004], dropout: [0, 0.1, 0.2, 0.3, 0.4] };
  const plan: SweepPlan = { schemaVersion: 1, kind: 'grid', base: {}, parameters: swept, seeds, seed: 0 };
  const now = new Date();
  const conditions = { engine: 'onnx', threads: 1, engineVersion: '', instructionSet: '', numericsVersion: 1, bundleSha256: '' } as const;
  const sweep = newSweep({ plan, conditions, existing: [], author: null, now, ids: count => newRunIds(now, count) });
  return clusterPlanOfSweep(await sweepStore(runsFolder).write(sweep), runsFolder);
}

function askDirectly(): Promise<unknown> {
  execFileSync('squeue', ['--noheader', '--states=all', queueFormat]);
  return Promise.resolve();
}

interface Timed<T> {
  readonly ms: number;
  /** Of this process. */
  readonly cpuMs: number;
  readonly result: T;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000, result };
}

function inMs(times: readonly Timed<unknown>[]): string {
  const [ms, cpu] = [times.map(one => one.ms), times.map(one => one.cpuMs)];
  const [onlyMs = NaN, onlyCpu = NaN] = [ms[0], cpu[0]];
  if (times.length === 1) return `${Math.round(onlyMs)} ms (CPU ${Math.round(onlyCpu)} ms)`;
  return `${spread(ms, 1)} ms (CPU ${spread(cpu, 1)} ms)`;
}

function say(text: string): void {
  console.log(`        ${text}`);
}
