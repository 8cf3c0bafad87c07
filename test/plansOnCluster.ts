import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { clusterPlanOfComparison, clusterPlanOfSweep, missingOf, type ClusterPlan } from '../src/cluster/clusterPlan';
import { ClusterQueue } from '../src/cluster/clusterQueue';
import type { SlurmSettings } from '../src/cluster/clusterSettings';
import type { ClusterTask } from '../src/cluster/clusterTask';
import { SlurmExecutor, type Proposal } from '../src/cluster/slurmExecutor';
import { newRunIds } from '../src/contract/runId';
import type { TrainerEvent } from '../src/contract/trainer';
import { comparisonStore } from '../src/designs/comparisonStore';
import { sweepStore } from '../src/designs/sweepStore';
import type { Ledger } from '../src/cluster/slurm/ledger';
import { listRuns } from '../src/runFolder/listRuns';
import type { RunOverview } from '../src/runFolder/readRun';
import { parseOwner } from '../src/runFolder/owner';
import { until, untilReads } from './until';
import { assertSameAs } from './unit/trainer/sameRun';

/** What is asked of a cluster of tests. */
export const settings: SlurmSettings = { partition: 'debug', minutes: 30, megabytes: 500, graceSeconds: 30 };

/** The program that was built. */
const digitsHere = [process.execPath, path.resolve('dist/cli.js')] as const;

/** Runs the real command line, outside of any job, for as long as it takes. */
export async function digits(
  folder: string,
  args: readonly string[],
): Promise<{ readonly out: string; readonly err: string; readonly exitCode: number | null }> {
  const outside = Object.entries(process.env).filter(([name]) => !/^SLURM_(?!CONF$)/.test(name));
  const [node, ...before] = digitsHere;
  const child = spawn(node, [...before, ...args], { cwd: folder, env: Object.fromEntries(outside), stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { out, err, exitCode };
}

/** Plans that this machine has trained, and copies of them that a cluster is to train. */
export class PlansOnCluster {
  readonly base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits cluster-')));
  private count = 0;

  /** Trains a sweep here. @param plan as `*.digits.json` has it */
  async sweep(plan: object): Promise<ClusterPlan> {
    const folder = this.newFolder();
    writeFileSync(path.join(folder, 'plan.digits.json'), JSON.stringify(plan));
    const { exitCode, err } = await digits(folder, ['sweep', 'plan.digits.json', '--jobs', '2']);
    assert.equal(exitCode, 0, err);
    const runsFolder = path.join(folder, '.digits', 'runs');
    const { designs } = await sweepStore(runsFolder).list();
    return clusterPlanOfSweep(designs[0]!, runsFolder);
  }

  /** Trains a comparison here, by `digits effect` with these words, and gives what it tells as JSON. */
  async comparison(words: readonly string[]): Promise<{ readonly plan: ClusterPlan; readonly told: string }> {
    const folder = this.newFolder();
    const { exitCode, err, out } = await digits(folder, ['effect', ...words, '--json']);
    assert.equal(exitCode, 0, err);
    const runsFolder = path.join(folder, '.digits', 'runs');
    const { designs } = await comparisonStore(runsFolder).list();
    return { plan: clusterPlanOfComparison(designs[0]!, runsFolder), told: out };
  }

  /** The same plan in a folder of its own, with none of its runs; under another id, since Slurm knows all jobs of a user by their names. */
  async copyOf(reference: ClusterPlan, own: SlurmSettings = {}, id = newRunIds(new Date(), 1)[0]!): Promise<PlanOnCluster> {
    const runsFolder = path.join(this.newFolder(), '.digits', 'runs');
    mkdirSync(runsFolder, { recursive: true });
    const [here, there] = [reference.runsFolder, runsFolder];
    const plan = reference.design.startsWith('sweeps/')
      ? clusterPlanOfSweep(await sweepStore(there).write({ ...(await sweepStore(here).read(reference.id)).plan, id }), there)
      : clusterPlanOfComparison(
          await comparisonStore(there).write({ ...(await comparisonStore(here).read(reference.id)).plan, id }),
          there,
        );
    return new PlanOnCluster(plan, reference, { ...settings, ...own });
  }

  newFolder(): string {
    const folder = path.join(this.base, `home ${++this.count} of "ada's" $HOME & co`);
    mkdirSync(folder);
    return folder;
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

export class PlanOnCluster {
  readonly queue: ClusterQueue;

  constructor(
    readonly plan: ClusterPlan,
    /** The same, trained on this machine. */
    private readonly reference: ClusterPlan,
    private readonly own: SlurmSettings,
  ) {
    this.queue = new ClusterQueue([plan.runsFolder]);
  }

  executor(own: SlurmSettings = {}): SlurmExecutor {
    return new SlurmExecutor({ settings: { ...this.own, ...own }, digits: digitsHere });
  }

  /** Proposes the runs that are missing. */
  async propose(own: SlurmSettings = {}): Promise<Proposal> {
    const { runs } = await listRuns(this.plan.runsFolder);
    const { engine, threads } = this.plan.runs[0]!;
    const missing = missingOf(this.plan, id => runs.find(run => run.id === id));
    return this.executor(own).propose(this.plan, missing, { speeds: [], engine, threads });
  }

  /** Proposes and submits the runs that are missing. */
  async submit(own: SlurmSettings = {}): Promise<Ledger> {
    return this.executor(own).submit(await this.propose(own));
  }

  async tasks(): Promise<readonly ClusterTask[]> {
    const { designs, problem } = await this.queue.look();
    if (problem) throw problem;
    return designs[0]?.tasks ?? [];
  }

  /** Of each task its phase, and of one that is over Slurm's own state too: `waiting`, `over FAILED (NonZeroExitCode)`. */
  async states(): Promise<string[]> {
    return (await this.tasks()).map(({ phase, state }) => (phase === 'over' ? `over ${state.replace(/ \(None\)$/, '')}` : phase));
  }

  untilStates(states: readonly string[], limitMs?: number): Promise<void> {
    return untilReads('the tasks', () => this.states(), [...states], limitMs);
  }

  folderOf(place: number): string {
    return path.join(this.plan.runsFolder, this.plan.runs[place]!.id);
  }

  eventsOf(place: number): TrainerEvent[] {
    try {
      const lines = readFileSync(path.join(this.folderOf(place), 'events.jsonl'), 'utf8').split('\n');
      // The last one may not be whole yet.
      return lines.slice(0, -1).map(line => JSON.parse(line) as TrainerEvent);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Epochs that have ended, in the order in which they were written. */
  epochsOf(place: number): number {
    return this.eventsOf(place).filter(({ type }) => type === 'epochEnded').length;
  }

  /** The process that trains a run. */
  trainerOf(place: number): number {
    return parseOwner(readFileSync(path.join(this.folderOf(place), 'owner.json')))!.pid;
  }

  /** Until a run has ended some epochs. */
  untilEpochs(place: number, epochs: number): Promise<void> {
    return until({ isSo: () => this.epochsOf(place) >= epochs, what: `epoch ${epochs} of run ${place}`, seen: () => this.epochsOf(place) });
  }

  /** The attempts that each run took, by what it wrote when it began. */
  attempts(): number[] {
    return this.plan.runs.map(
      (_, place) => this.eventsOf(place).filter(({ type }) => type === 'runStarted' || type === 'runResumed').length,
    );
  }

  /** Of each run what its folder tells; undefined of one that has not begun. */
  async runs(): Promise<(RunOverview | undefined)[]> {
    const { runs } = await listRuns(this.plan.runsFolder);
    return this.plan.runs.map(({ id }) => runs.find(run => run.id === id));
  }

  /** Of each run what has become of it; empty of one that has not begun. */
  async statuses(): Promise<string[]> {
    return (await this.runs()).map(run => run?.status ?? '');
  }

  /**
   * Checks that every run is there once and has come to the results of the undisturbed one, bit by bit, with nobody at work on it.
   * @param attempts how often each run was begun
   */
  async assertWhole(attempts: readonly number[]): Promise<void> {
    const { runs, runsFolder } = this.plan;
    assert.deepEqual(
      await this.statuses(),
      runs.map(() => 'completed'),
    );
    const ids = runs.map(({ id }) => id).toSorted();
    assert.deepEqual(
      readdirSync(runsFolder)
        .filter(name => !name.startsWith('.'))
        .toSorted(),
      ids,
    );
    for (const [place, { id }] of runs.entries()) {
      await assertSameAs(path.join(this.reference.runsFolder, id), this.folderOf(place));
      assert.deepEqual(
        readdirSync(this.folderOf(place)).filter(name => name.startsWith('owner')),
        [],
      );
    }
    assert.deepEqual(this.attempts(), attempts);
  }

  /** What the tasks of a run have said, where the plan is one array. */
  logOf(place: number): string {
    const folder = path.join(this.plan.folder, 'slurm/logs');
    return readdirSync(folder)
      .filter(name => name.endsWith(`_${place}.log`))
      .map(name => readFileSync(path.join(folder, name), 'utf8'))
      .join('');
  }
}
