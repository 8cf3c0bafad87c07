import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clusterPlanOfSweep, type ClusterPlan } from '../../src/cluster/clusterPlan';
import { isUnderWay, type ClusterTask } from '../../src/cluster/clusterTask';
import { batchTemplate } from '../../src/cluster/slurm/batchTemplate';
import { readLedger } from '../../src/cluster/slurm/ledger';
import { SlurmClient } from '../../src/cluster/slurm/slurmClient';
import { isTroubled, taskExplained } from '../../src/cluster/taskInWords';
import { cancelTasks } from '../../src/cluster/tasksAtSlurm';
import { sweepStore } from '../../src/designs/sweepStore';
import { digits, PlanOnCluster, settings, type PlansOnCluster } from '../../test/plansOnCluster';
import type { SlurmCluster } from '../../test/slurmCluster';
import { fewDigits } from '../../test/unit/data/fewDigits';
import { until, untilReads } from '../../test/until';
import type { Report } from '../wandb/report';

/** The argument by which the check starts itself as the process that submits. */
export const SUBMIT = '--submit';

/** Submits a sweep, in a process that the test's `sbatch` kills. */
export async function submitSweep(runsFolder: string, id: string): Promise<void> {
  process.env['SUBMITTER'] = String(process.pid);
  const plan = clusterPlanOfSweep(await sweepStore(runsFolder).read(id), runsFolder);
  await new PlanOnCluster(plan, plan, settings).submit();
}

/** As a person may write one: of the second run, the shell keeps to itself what Slurm tells it before the end of its time. */
const deafTemplate = batchTemplate.replace(
  '{{LAUNCHER}} {{COMMAND}}',
  `[ "$SLURM_ARRAY_TASK_ID" = 0 ] && {{LAUNCHER}} {{COMMAND}}\ntrap '' TERM\n( {{LAUNCHER}} {{COMMAND}} )\nexit $?`,
);

/** A machine that trains, and two nodes beside: so long a plan may take. */
const LONG_MS = 15 * 60_000;

/** Real runs, trained by `digits run-plan` on the nodes and by `digits` here: what comes of them must be the same bits, whatever happens. */
export class TrainedRuns {
  private readonly references = new Map<number, Promise<ClusterPlan>>();
  private images: string | undefined;

  constructor(
    private readonly report: Report,
    private readonly plans: PlansOnCluster,
  ) {}

  /** Two settings with some seeds each, trained here once. */
  private reference(epochs: number, seeds = 2): Promise<ClusterPlan> {
    const known = this.references.get(epochs);
    if (known) return known;
    this.images ??= fewDigits(this.plans.base);
    const base = { dataset: this.images, epochs, train_samples: 400, validation_samples: 100, batch_size: 64 };
    const plan = { schemaVersion: 1, kind: 'grid', base, parameters: { num_filters: [2, 4] }, seeds, threads: 1, engine: 'onnx' };
    const reference = this.plans.sweep(plan);
    this.references.set(epochs, reference);
    return reference;
  }

  private short(): Promise<ClusterPlan> {
    return this.reference(3);
  }

  /** Of some ten seconds each. */
  private four(): Promise<ClusterPlan> {
    return this.reference(100);
  }

  /** Of a minute or more each. */
  private longTwo(): Promise<ClusterPlan> {
    return this.reference(600, 1);
  }

  /** That every run has come to the bits of this machine, begun so many times. */
  private whole(on: PlanOnCluster, attempts: readonly number[]): Promise<unknown> {
    const again = attempts.filter(count => count > 1).length;
    const how = again === 0 ? 'each begun once' : `${again} of them begun once more`;
    return this.report.check(`all ${attempts.length} runs are completed with the bits of this machine, ${how}`, () =>
      on.assertWhole(attempts),
    );
  }

  async comparison(): Promise<void> {
    const words = 'num_filters 2 4 --seeds 6 --epochs 2 --train-samples 2000 --validation-samples 500 --threads 1 --engine onnx'.split(' ');
    const here = await this.plans.comparison(words);
    const on = await this.plans.copyOf(here.plan, {}, here.plan.id);
    const proposal = await on.propose();
    await this.report.check('12 runs are proposed as one array, whose script can be read before', () => {
      assert.equal(proposal.tasks, 12);
      assert.equal(proposal.scripts.length, 1);
      assert.match(readFileSync(proposal.scripts[0]!, 'utf8'), /^#SBATCH --array=0-11$/m);
    });
    const began = performance.now();
    await on.executor().submit(proposal);
    const nodes = new Set<string>();
    await untilReads(
      'the tasks',
      async () => {
        for (const task of await on.tasks()) if (task.phase === 'running') nodes.add(task.nodes);
        return on.states();
      },
      all(12, 'over COMPLETED'),
      LONG_MS,
    );
    console.log(`        ${Math.round((performance.now() - began) / 1000)} s on ${[...nodes].toSorted().join(' and ')}`);
    await this.whole(on, all(12, 1));
    await this.report.check('digits effect tells the same effect and interval, and trains nothing', async () => {
      const { out, exitCode } = await digits(path.join(on.plan.runsFolder, '..', '..'), ['effect', ...words, '--json']);
      assert.equal(exitCode, 0);
      assert.deepEqual(withoutTimes(out), withoutTimes(here.told));
      assert.ok(withoutTimes(out).length > 1);
      assert.deepEqual(on.attempts(), all(12, 1));
    });
  }

  /** As when the power of a node is gone: its daemon, what watches the tasks, and the tasks. */
  async lost(cluster: SlurmCluster): Promise<void> {
    const on = await this.plans.copyOf(await this.four());
    const { places, processes } = await this.withoutNode(cluster, on);
    for (const { digits: program, trainer } of processes) [program, trainer].forEach(kill);
    await untilReads('the tasks', async () => (await on.tasks()).filter(({ restarts }) => restarts === 1).length, places.length, LONG_MS);
    await this.report.check('the tasks of a node that was lost are begun anew by Slurm', () => assert.equal(places.length, 2));
    await this.wholeAfter(on, places);
  }

  /** Slurm takes the node for lost, and its task trains on. */
  async alive(cluster: SlurmCluster): Promise<void> {
    const on = await this.plans.copyOf(await this.longTwo());
    const { places, processes } = await this.withoutNode(cluster, on);
    const began = (): number[] => places.map(place => on.attempts()[place]!);
    await until({ isSo: () => began().every(count => count === 2), what: 'second attempts', seen: began, limitMs: LONG_MS });
    await this.report.check(`${places.length} of 2 tasks, whose node seems lost, are begun anew on the other one`, () => {
      assert.ok(places.length > 0);
    });
    await until({
      isSo: () => processes.every(task => !isThere(task.digits) && !isThere(task.trainer)),
      what: 'the first attempts end by themselves',
      seen: () => processes,
      limitMs: LONG_MS,
    });
    await this.report.check('their first attempts were training then, are kept from the run, and say so', () => {
      for (const place of places) assert.match(on.logOf(place), /another process.* has taken this run over.*Nothing more is written/);
    });
    await this.wholeAfter(on, places);
  }

  /** Submits a plan, and when all of it is at work, node n1 is not heard of any more. @returns what it was at, which still runs */
  private async withoutNode(
    cluster: SlurmCluster,
    on: PlanOnCluster,
  ): Promise<{ readonly places: readonly number[]; readonly processes: readonly TaskProcesses[] }> {
    await on.submit();
    for (const place of on.plan.runs.keys()) await on.untilEpochs(place, 3);
    const lost = (await on.tasks()).filter(({ nodes, phase }) => nodes === 'n1' && phase === 'running');
    const places = lost.map(({ place }) => place);
    const processes = places.map(place => processesOf(on, place));
    kill(cluster.pidOf('n1'));
    for (const { stepd } of processes) kill(stepd);
    return { places, processes };
  }

  private async wholeAfter(on: PlanOnCluster, lost: readonly number[]): Promise<void> {
    const all = [...on.plan.runs.keys()];
    await on.untilStates(
      all.map(() => 'over COMPLETED'),
      LONG_MS,
    );
    await this.whole(
      on,
      all.map(place => (lost.includes(place) ? 2 : 1)),
    );
  }

  /** One task at a time on each node. */
  async cancelled(): Promise<void> {
    const on = await this.plans.copyOf(await this.four());
    await on.submit();
    for (const place of [0, 1]) await on.untilEpochs(place, 3);
    const tasks = await on.tasks();
    await cancelTasks(on.plan, [tasks[0]!, tasks[3]!]);
    await on.untilStates(['over CANCELLED', 'over COMPLETED', 'over COMPLETED', 'forgotten'], LONG_MS);
    await untilReads('the runs', () => on.statuses(), ['interrupted', 'completed', 'completed', '']);
    await this.report.check('a task that ran and one that waited are cancelled, and no other one', () =>
      assert.deepEqual(on.attempts(), [1, 1, 1, 0]),
    );
    await this.sayWords(on, [0, 3]);
    await on.submit();
    await on.untilStates(all(4, 'over COMPLETED'), LONG_MS);
    await this.whole(on, [2, 1, 1, 1]);
  }

  async limit(): Promise<void> {
    // Slurm tells a task up to a minute sooner than it was asked to: a run must last longer than what is left then.
    const on = await this.plans.copyOf(await this.reference(5000, 1));
    const template = path.join(this.plans.newFolder(), 'template.sh');
    writeFileSync(template, deafTemplate);
    await on.submit({ minutes: 2, graceSeconds: 30, template });
    await on.untilStates(['over FAILED (NonZeroExitCode)', 'over TIMEOUT (TimeLimit)'], LONG_MS);
    const tasks = await on.tasks();
    await this.report.check('a task that is told of the end of its time saves its run, and one that is told at its end does', () => {
      assert.equal(tasks[0]!.exit?.code, 75);
      for (const place of [0, 1]) assert.match(on.logOf(place), /Stopping at once/);
    });
    await untilReads('the runs', () => on.statuses(), ['interrupted', 'interrupted']);
    await this.sayWords(on, [0, 1]);
    await on.submit();
    await on.untilStates(all(2, 'over COMPLETED'), LONG_MS);
    await this.whole(on, [2, 2]);
  }

  async failing(): Promise<void> {
    const four = await this.short();
    const [good, command, mixed] = [await this.plans.copyOf(four), await this.plans.copyOf(four), await this.plans.copyOf(four)];
    // A run of that id, with other parameters.
    cpSync(path.join(four.runsFolder, four.runs[0]!.id), mixed.folderOf(2), { recursive: true });
    const none = { command: ['/nowhere/digits'] };
    await command.submit(none);
    await mixed.executor().submit(await mixed.executor().propose(mixed.plan, [0, 1, 2, 3], { speeds: [], engine: 'onnx', threads: 1 }));
    await good.submit();
    await command.untilStates(all(4, 'over FAILED (NonZeroExitCode)'), LONG_MS);
    const failed = 'over FAILED (NonZeroExitCode)';
    await mixed.untilStates(['over COMPLETED', 'over COMPLETED', failed, 'over COMPLETED'], LONG_MS);
    await this.report.check('a command that is not on the node, and a run that is not what the plan has, are said', async () => {
      assert.match(taskExplained(taskAt(await command.tasks(), 0), undefined), /could not start digits.*The setting command/);
      assert.match(mixed.logOf(2), /there is a run of that id with other parameters than the plan has/);
    });
    await this.sayWords(command, [0]);
    await good.untilStates(all(4, 'over COMPLETED'), LONG_MS);
    await this.whole(good, all(4, 1));
    await command.submit();
    await command.untilStates(all(4, 'over COMPLETED'), LONG_MS);
    await this.whole(command, all(4, 1));

    const gone = await this.plans.copyOf(four);
    renameSync(this.images!, `${this.images}-away`);
    try {
      await gone.submit();
      await gone.untilStates(all(4, failed), LONG_MS);
    } finally {
      renameSync(`${this.images}-away`, this.images!);
    }
    await this.report.check('data that is gone is said in the log', () => assert.match(gone.logOf(0), /digits-500-100/));
    await this.sayWords(gone, [0]);
    await gone.submit();
    await gone.untilStates(all(4, 'over COMPLETED'), LONG_MS);
    await this.whole(gone, gone.attempts());
  }

  restarted(cluster: SlurmCluster): Promise<void> {
    return this.withoutController(cluster, 'SIGTERM');
  }

  /** It notes some time later what it has begun: one that is killed before forgets it, and begins the tasks anew. */
  crashed(cluster: SlurmCluster): Promise<void> {
    return this.withoutController(cluster, 'SIGKILL');
  }

  /** One task at a time on each node; two wait when the controller goes. */
  private async withoutController(cluster: SlurmCluster, signal: NodeJS.Signals): Promise<void> {
    const on = await this.plans.copyOf(await this.four());
    await on.submit();
    for (const place of [0, 1]) await on.untilEpochs(place, 3);
    await on.untilStates(['running', 'running', 'waiting', 'waiting']);
    const before = await on.queue.look();
    const controller = cluster.pidOf('slurmctld');
    process.kill(controller, signal);
    await until({ isSo: () => !isThere(controller), what: 'the controller is gone', seen: () => controller });
    await this.report.check('without a controller the tasks stay as they were known, with the reason', async () => {
      const { designs, problem } = await on.queue.look();
      assert.equal(problem?.problem, 'unreachable');
      assert.deepEqual(designs, before.designs);
    });
    const epochs = on.epochsOf(0);
    await on.untilEpochs(0, epochs + 3);
    await cluster.up();
    // A controller that was killed may have forgotten that it had begun a task: it begins it once more, which the node refuses, and holds it.
    const isHeld = ({ state }: ClusterTask): boolean => /held/i.test(state);
    const atWork = async (): Promise<number> => (await on.tasks()).filter(task => isUnderWay(task) && !isHeld(task)).length;
    await untilReads('tasks that are at work', atWork, 0, LONG_MS);
    console.log(`        ${(await on.tasks()).map(({ state }) => state).join(', ')}`);
    const held = (await on.tasks()).filter(isHeld);
    await this.report.check(`every task has come to its end, or is held (${held.length})`, () => {
      assert.ok(held.length === 0 || signal === 'SIGKILL');
    });
    if (held.length > 0) {
      console.log(`        ${taskExplained(held[0]!, undefined)}`);
      await cancelTasks(on.plan, held);
    }
    await untilReads('runs at work', async () => (await on.statuses()).filter(status => status === 'running').length, 0, LONG_MS);
    await on.submit();
    await untilReads('the runs', () => on.statuses(), all(4, 'completed'), LONG_MS);
    await this.whole(on, signal === 'SIGTERM' ? all(4, 1) : on.attempts());
  }

  /** The process that submits is killed when Slurm has the job, and before the ledger says so. */
  async died(): Promise<void> {
    const on = await this.plans.copyOf(await this.short());
    await on.propose();
    const programs = path.join(this.plans.newFolder(), 'bin');
    mkdirSync(programs);
    writeFileSync(path.join(programs, 'sbatch'), '#!/bin/sh\n/usr/bin/sbatch "$@"\nkill -KILL "$SUBMITTER"\n');
    chmodSync(path.join(programs, 'sbatch'), 0o755);
    const submitter = spawn(process.execPath, [path.resolve('dist/bench/check.mjs'), SUBMIT, on.plan.runsFolder, on.plan.id], {
      env: { ...process.env, PATH: `${programs}:${process.env['PATH']}` },
      stdio: 'inherit',
    });
    const [, signal] = (await once(submitter, 'exit')) as [number | null, string | null];
    await this.report.check('a process is killed between sbatch and its ledger', async () => {
      assert.equal(signal, 'SIGKILL');
      assert.equal((await readLedger(on.plan.folder, on.plan.id))?.jobs[0]!.submission.type, 'submitting');
    });
    await on.untilEpochs(0, 1);
    await this.report.check('its tasks are seen, by the name of their job', async () =>
      assert.ok((await on.tasks()).every(({ phase, job }) => job.jobId !== null && ['running', 'waiting', 'over'].includes(phase))),
    );
    const ledger = await on.submit();
    await this.report.check('submitted again it is found, and not submitted twice', async () => {
      assert.equal(ledger.jobs.length, 1);
      assert.equal((await new SlurmClient(on.plan.folder).find(ledger.jobs[0]!.name)).length, 1);
    });
    await on.untilStates(all(4, 'over COMPLETED'), LONG_MS);
    await this.whole(on, all(4, 1));
  }

  /** Arrays of three tasks at most, and a queue of six. */
  async refused(): Promise<void> {
    const on = await this.plans.copyOf(await this.short());
    await this.report.check('sbatch that refuses is told in its own words', () =>
      assert.rejects(on.submit({ partition: 'nosuch' }), { problem: 'refused', message: /[Ii]nvalid partition.* Nothing was submitted\./ }),
    );
    await this.report.check('and the tasks say so', async () =>
      assert.deepEqual(
        (await on.tasks()).map(({ phase }) => phase),
        ['refused', 'refused', 'refused', 'planned'],
      ),
    );
    const other = await this.plans.copyOf(await this.short());
    const ledger = await other.submit();
    await this.report.check('a plan beyond MaxArraySize is split', () =>
      assert.deepEqual(
        ledger.jobs.map(({ offset, tasks }) => [offset, tasks]),
        [
          [0, '0-2'],
          [3, '0'],
        ],
      ),
    );
    await this.report.check('a queue that is full is said', () =>
      assert.rejects(on.submit(), { problem: 'unreachable', message: /^Slurm's queue is full/ }),
    );
    await other.untilStates(all(4, 'over COMPLETED'), LONG_MS);
    await this.whole(other, all(4, 1));
  }

  private async sayWords(on: PlanOnCluster, places: readonly number[]): Promise<void> {
    const [tasks, runs] = [await on.tasks(), await on.runs()];
    for (const place of places) {
      const [task, run] = [taskAt(tasks, place), runs[place]];
      console.log(`        ${task.state || task.phase}: ${taskExplained(task, run)}`);
      await this.report.check('it is told to the person', () => assert.ok(isTroubled(task, run)));
    }
  }
}

const all = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

function taskAt(tasks: readonly ClusterTask[], place: number): ClusterTask {
  return tasks.find(task => task.place === place)!;
}

/** What was measured in seconds differs. */
function withoutTimes(told: string): object[] {
  return (JSON.parse(told) as { readonly metric: string }[]).filter(({ metric }) => metric !== 'duration');
}

interface TaskProcesses {
  readonly trainer: number;
  readonly digits: number;
  readonly stepd: number;
}

/** The batch script is digits itself, which has started the trainer. */
function processesOf(on: PlanOnCluster, place: number): TaskProcesses {
  const trainer = on.trainerOf(place);
  const program = parentOf(trainer);
  return { trainer, digits: program, stepd: parentOf(program) };
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Not one that is gone, or that nobody has waited for yet. */
function isThere(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
