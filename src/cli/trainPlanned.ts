import path from 'node:path';
import { removeUnbegun } from '../runFolder/deleteRun';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import { nextStep } from '../runs/designs/nextStep';
import type { PlannedRun } from '../runs/designs/plannedRun';
import type { EndedRun, RunJob } from '../runs/executor';
import { LocalExecutor } from '../runs/executors/local';
import type { Cli } from './context';
import { endedInWords, plannedLabels } from './plannedRunLines';
import { StatusLine } from './progress';

export interface PlannedTraining {
  /** In their order. */
  readonly runs: readonly PlannedRun[];
  readonly runsFolder: string;
  /** So many at a time. */
  readonly concurrent: number;
  /** Where the line of what is at work goes; by default to standard output, if that is a terminal. */
  readonly isQuiet?: boolean;
}

/** What came of it: of every run, what its folder says; and what to exit with where a person has stopped it. */
export interface PlannedOutcome {
  readonly exitCode: number | undefined;
  /** Runs that could not be trained to their end, a divergence not counted, with the reason. */
  readonly failures: readonly string[];
}

/**
 * Trains the runs of a plan that are missing and goes on with those that were interrupted, in their order. A first Ctrl-C ends what is at work
 * after its last whole epoch, from where the same command goes on.
 */
export async function trainPlanned(cli: Cli, { runs, runsFolder, concurrent, isQuiet = false }: PlannedTraining): Promise<PlannedOutcome> {
  const jobs = await missingJobs(runs, runsFolder);
  if (jobs.length === 0) return { exitCode: undefined, failures: [] };
  const training = new PlannedRuns(cli, { runs, jobs, runsFolder, isQuiet });
  return training.train(concurrent);
}

/** What is to be trained, in the order of the plan. */
async function missingJobs(runs: readonly PlannedRun[], runsFolder: string): Promise<RunJob[]> {
  const jobs: RunJob[] = [];
  for (const { id, parameters, engine, threads, design } of runs) {
    const folder = path.join(runsFolder, id);
    const step = nextStep(await overviewOf(folder));
    if (step === 'resume') jobs.push({ type: 'resume', id, folder });
    if (step === 'start') jobs.push({ type: 'start', request: { id, folder, parameters, engine, threads, design } });
  }
  return jobs;
}

/** Undefined of a run that is not there: what a trainer left that was killed before it had written anything is taken away. */
export async function overviewOf(folder: string): Promise<RunOverview | undefined> {
  await removeUnbegun(folder).catch(() => undefined);
  try {
    return await readOverview(folder);
  } catch (error) {
    if (error instanceof RunFolderError) return undefined;
    throw error;
  }
}

interface Work extends Pick<PlannedTraining, 'runs' | 'runsFolder'> {
  readonly jobs: readonly RunJob[];
  readonly isQuiet: boolean;
}

class PlannedRuns {
  private readonly failures: string[] = [];
  private readonly status: StatusLine;
  private readonly byId: ReadonlyMap<string, PlannedRun>;
  private readonly labelOf: (id: string) => string;
  private done: number;

  constructor(
    private readonly cli: Cli,
    private readonly work: Work,
  ) {
    const { runs, jobs, isQuiet } = work;
    this.status = new StatusLine(isQuiet ? { ...cli.output, isTerminal: false } : cli.output);
    this.byId = new Map(runs.map(run => [run.id, run]));
    this.labelOf = plannedLabels(runs);
    this.done = runs.length - jobs.length;
  }

  async train(concurrent: number): Promise<PlannedOutcome> {
    const { cli } = this;
    const executor = new LocalExecutor({ trainerFile: cli.trainerFile, maxConcurrentRuns: () => concurrent });
    const left = [...this.work.jobs];
    let wasStopped = false;
    const interruption = cli.onInterrupt(first => {
      wasStopped = true;
      this.status.clear();
      if (first) cli.output.err.line('Stopping. The same command goes on from here.');
      for (const { id } of executor.active) void executor.cancel(id, 'atOnce');
    });
    executor.onEvent(() => this.showProgress(executor));
    let settling = Promise.resolve();
    await new Promise<void>(resolve => {
      const submitMore = (): void => {
        if (!wasStopped) for (const job of left.splice(0, executor.capacity)) void executor.submit(job);
        if (executor.capacity === concurrent && (wasStopped || left.length === 0)) resolve();
      };
      executor.onEnded(ended => {
        settling = settling.then(() => this.settle(ended, wasStopped));
        submitMore();
      });
      submitMore();
    });
    await settling;
    await executor.dispose();
    this.status.clear();
    interruption.dispose();
    return { exitCode: interruption.exitCode, failures: this.failures };
  }

  private async settle({ id, folder, outcome }: EndedRun, wasStopped: boolean): Promise<void> {
    const { err } = this.cli.output;
    this.done++;
    this.status.clear();
    const overview = await readOverview(folder).catch(() => undefined);
    const hasResult = overview?.status === 'completed' && overview.summary !== undefined;
    if (wasStopped && !hasResult) return;
    const reason = overview?.summary?.reason ?? ('reason' in outcome ? outcome.reason : `it is ${outcome.status}`);
    err.line(`${this.done} of ${this.work.runs.length}  ${endedInWords(this.labelOf(id), overview, reason)}`);
    if (!hasResult && nextStep(overview) !== 'nothing') this.failures.push(`${id}: ${reason}`);
  }

  private showProgress(executor: LocalExecutor): void {
    const active = executor.active.map(({ id, run }) => {
      const batch = run.batches.at(-1);
      const epochs = this.byId.get(id)?.parameters.epochs ?? 0;
      return `${this.labelOf(id)} ${batch ? `epoch ${batch.epoch} of ${epochs}` : 'starting'}`;
    });
    const line = `${this.done} of ${this.work.runs.length} done   ${active.join('   ')}`;
    this.status.show(line.slice(0, this.cli.output.columns - 1));
  }
}
