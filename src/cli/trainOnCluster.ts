import path from 'node:path';
import { missingOf, type ClusterPlan } from '../cluster/clusterPlan';
import { ClusterQueue, type ClusterDesign, type ClusterSnapshot } from '../cluster/clusterQueue';
import { isUnderWay, type ClusterTask } from '../cluster/clusterTask';
import type { ClusterChange } from '../cluster/clusterWatch';
import type { Proposal } from '../cluster/slurmExecutor';
import { isAwaited, taskExplained, taskInBrief, wasJustKilled } from '../cluster/taskInWords';
import { comparedRuns, type FindOverview } from '../designs/comparedRuns';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import { hasEnded } from '../runs/designs/nextStep';
import { counted, grouped } from '../util/format';
import { statesInBrief, stateLines, taskGroups } from './clusterStates';
import { ClusterWait } from './clusterWait';
import type { Cli } from './context';
import { endsOfRuns, isSeenLate } from './endsOfRuns';
import { ExitCode } from './exitCode';
import { endedInWords, plannedLabels } from './plannedRunLines';
import { StatusLine } from './progress';
import { commandOn, type RunsOption } from './runsOption';
import type { AskedOfCluster, SlurmFlags } from './slurmFlags';
import { proposeToCluster, submitToCluster, type SubmittedTasks } from './submitToCluster';
import type { PlannedOutcome } from './trainPlanned';

export interface ClusterTraining {
  readonly plan: ClusterPlan;
  readonly flags: SlurmFlags & RunsOption & { readonly json?: true; readonly fresh?: true };
  readonly asked: AskedOfCluster;
  /** Which plan it is, as a sentence. */
  readonly head: string;
}

/** A terminal names no more failures. */
const MOST_FAILURES = 20;

/**
 * Has a cluster train the runs of a plan that are missing and not under way there; with `--wait` it waits until none is.
 * @returns an exit code where there is nothing to report yet, or a person has stopped it
 * @throws {SlurmError} if they cannot be submitted
 */
export async function trainOnCluster(training: ClusterTraining, cli: Cli): Promise<PlannedOutcome> {
  const { err } = cli.output;
  err.line(training.head);
  const { plan, flags } = training;
  const onCluster = new PlanOnCluster(training, cli);
  try {
    const find = await found(plan);
    if (!isOver(plan, find)) return await onCluster.train();
    return flags.dryRun ? onCluster.tellOver(find) : { exitCode: undefined, failures: [] };
  } finally {
    onCluster.dispose();
  }
}

function found({ runs, runsFolder }: ClusterPlan): Promise<FindOverview> {
  return comparedRuns([{ runs }], runsFolder);
}

/** Whether nothing is left to be trained, and nothing is being trained. */
function isOver({ runs, counted: places }: ClusterPlan, find: FindOverview): boolean {
  return places.every(place => hasEnded(find(runs[place]!.id)));
}

class PlanOnCluster {
  private readonly wait: ClusterWait;
  private readonly status: StatusLine;
  private readonly ended = new Set<string>();
  /** Runs whose tasks are over and whose ends are not seen here yet. */
  private readonly late = new Set<string>();
  private readonly labelOf: (id: string) => string;
  private proposal: Proposal | undefined;
  private submitted: readonly SubmittedTasks[] = [];

  constructor(
    private readonly training: ClusterTraining,
    private readonly cli: Cli,
  ) {
    const { plan, flags } = training;
    this.status = new StatusLine(flags.json ? { ...cli.output, isTerminal: false } : cli.output);
    this.wait = new ClusterWait(new ClusterQueue([plan.runsFolder]), cli, () => this.status.clear());
    this.labelOf = plannedLabels(plan.runs);
  }

  dispose(): void {
    this.status.clear();
    this.wait.dispose();
  }

  /** With --fresh it would begin another comparison. */
  private get again(): string {
    return `the same command${this.training.flags.fresh ? ' without --fresh' : ''}`;
  }

  private get withoutDryRun(): string {
    return `Without --dry-run${this.training.flags.fresh ? ' and --fresh' : ''} the same command`;
  }

  /** With `--dry-run`, of a plan of which nothing is left. */
  tellOver(find: FindOverview): PlannedOutcome {
    const { out } = this.cli.output;
    this.noteEnded(find);
    if (this.training.flags.json) out.json(this.json([]), 2);
    else out.line(`All runs are done: there is nothing to submit. ${this.withoutDryRun} reports.`);
    return { exitCode: ExitCode.done, failures: [] };
  }

  private noteEnded(find: FindOverview): void {
    const { runs, counted: places } = this.training.plan;
    for (const place of places) if (hasEnded(find(runs[place]!.id))) this.ended.add(runs[place]!.id);
  }

  async train(): Promise<PlannedOutcome> {
    const { plan, flags } = this.training;
    const snapshot = await (flags.wait ? this.wait.lookUntilAnswered() : this.wait.look());
    if (typeof snapshot === 'number') return { exitCode: snapshot, failures: [] };
    if (snapshot.problem) throw snapshot.problem;
    const tasks = tasksOf(snapshot, plan);
    const find = await found(plan);
    this.noteEnded(find);
    const isAsBefore = await this.submitMissing(tasks, find);
    if (flags.dryRun) return this.tellDryRun();
    if (isAsBefore) return flags.wait ? this.untilOver() : this.tellUnderWay(tasks, find);
    const after = await this.wait.look();
    if (flags.wait) return this.untilOver();
    if (after.problem) throw after.problem;
    return this.tellUnderWay(tasksOf(after, plan), await found(plan));
  }

  /**
   * Submits, or with `--dry-run` proposes, the runs that are missing and that the cluster does not have.
   * @returns whether there is none, so that what was seen before is as it was
   */
  private async submitMissing(tasks: readonly ClusterTask[], find: FindOverview): Promise<boolean> {
    const { cli } = this;
    const { plan, flags, asked } = this.training;
    // Of a submission without an answer it is looked up what has become of it.
    const held = new Set(tasks.filter(task => isUnderWay(task) && !task.isUnanswered).map(({ place }) => place));
    const left = missingOf(plan, find).filter(place => !held.has(place));
    if (left.length === 0) return true;
    const told = flags.dryRun && !flags.json ? cli.output.out : cli.output.err;
    const work = { plan, places: left, asked, options: flags, told };
    const proposal = await proposeToCluster(work, cli);
    this.proposal = proposal;
    if (!proposal || flags.dryRun) return false;
    this.submitted = await submitToCluster(proposal, work, cli).catch(async (error: unknown) => {
      await this.tellHalfSubmitted(new Set(proposal.jobs.map(({ name }) => name)));
      throw error;
    });
    return false;
  }

  /** A job was refused, or its answer did not come; those before it are Slurm's. */
  private async tellHalfSubmitted(names: ReadonlySet<string>): Promise<void> {
    const tasks = tasksOf(await this.wait.look(), this.training.plan).filter(({ job }) => names.has(job.name) && job.jobId !== null);
    if (tasks.length === 0) return;
    const jobs = [...new Set(tasks.map(({ job }) => job.jobId))].join(', ');
    this.cli.output.err.line(`Submitted ${counted(tasks.length, 'run')} of them as ${jobs}; ${this.again} submits the others.`);
  }

  private tellDryRun(): PlannedOutcome {
    const { cli, training, proposal } = this;
    const { out } = cli.output;
    const nothing = `Nothing is left to submit: all runs that are missing are under way already. ${this.withoutDryRun} tells how far.`;
    const tasks = proposal && counted(proposal.tasks, 'run');
    if (training.flags.json) out.json(this.json([]), 2);
    else out.line(tasks === undefined ? nothing : `${tasks} would be submitted; nothing was. ${this.withoutDryRun} submits them.`);
    return { exitCode: ExitCode.done, failures: [] };
  }

  private tellUnderWay(tasks: readonly ClusterTask[], find: FindOverview): PlannedOutcome {
    const { cli, training } = this;
    const { plan, flags } = training;
    const { out } = cli.output;
    const underWay = tasks.filter(isUnderWay);
    const killed = tasks.filter(task => wasJustKilled(task, find(task.runId)));
    const isHere = new Set([...underWay, ...killed].map(({ runId }) => runId));
    const elsewhere = plan.counted.filter(place => {
      const { id } = plan.runs[place]!;
      return find(id)?.status === 'running' && !isHere.has(id);
    }).length;
    if (flags.json) out.json(this.json(underWay), 2);
    else {
      const facts = [
        `${grouped(this.ended.size)} of ${grouped(plan.counted.length)} done`,
        underWay.length > 0 && `${grouped(underWay.length)} under way on the cluster`,
        elsewhere > 0 && `${grouped(elsewhere)} being trained elsewhere`,
        killed.length > 0 && `${grouped(killed.length)} ended without a result a moment ago`,
      ];
      out.lines([`${facts.filter(Boolean).join(', ')}.`, ...stateLines(taskGroups([...underWay, ...killed], find), cli.output)]);
      out.line('');
      const [queue, cancel] = [commandOn('digits queue', flags), commandOn(`digits queue cancel ${plan.id}`, flags)];
      out.line(`${queue.padEnd(cancel.length)}   shows them`);
      out.line(`${cancel}   cancels them`);
      out.line(`How far they are, and when all are done the report, is told by ${this.again}; with --wait it waits for that.`);
    }
    return { exitCode: ExitCode.done, failures: [] };
  }

  private async untilOver(): Promise<PlannedOutcome> {
    const { cli, wait, status } = this;
    const { plan, flags } = this.training;
    const { err } = cli.output;
    wait.setAwaited(plan.folder, this.submitted.length > 0);
    const isDone = (snapshot: ClusterSnapshot): boolean => !tasksOf(snapshot, plan).some(isAwaited);
    const exitCode = await wait.until(isDone, change => this.showChange(change));
    status.clear();
    if (exitCode !== undefined) {
      err.line(
        `The tasks go on. ${commandOn('digits queue', flags)} shows them, ${commandOn(`digits queue cancel ${plan.id}`, flags)} cancels them, and ${this.again} waits again.`,
      );
      return { exitCode, failures: [] };
    }
    return { exitCode: undefined, failures: await this.failures() };
  }

  private async showChange({ snapshot, runIds }: ClusterChange): Promise<void> {
    const { cli, status, ended, late, wait, training } = this;
    const { plan } = training;
    const tasks = tasksOf(snapshot, plan);
    if (snapshot.designs.some(isOf(plan))) wait.setAwaited(plan.folder, tasks.some(isAwaited));
    wait.sayStuck(tasks);
    const changed = new Set([...runIds, ...late]);
    for (const task of tasks) {
      const { runId } = task;
      if (!changed.has(runId) || isUnderWay(task) || ended.has(runId)) continue;
      const overview = await readOverview(path.join(plan.runsFolder, runId)).catch(() => undefined);
      if (isSeenLate(task, overview)) late.add(runId);
      else this.tellEnd(task, overview);
    }
    const line = `${ended.size} of ${plan.counted.length} done   ${statesInBrief(tasks.filter(isUnderWay))}`;
    status.show(line.slice(0, cli.output.columns - 1));
  }

  private tellEnd(task: ClusterTask, overview: RunOverview | undefined): void {
    const { cli, status, ended, late, training } = this;
    const { runId } = task;
    late.delete(runId);
    if (hasEnded(overview)) ended.add(runId);
    const reason = overview?.summary?.reason ?? taskInBrief(task);
    status.clear();
    cli.output.err.line(`${ended.size} of ${training.plan.counted.length}  ${endedInWords(this.labelOf(runId), overview, reason)}`);
  }

  /** The runs that have no result though nothing is under way, each with the reason. */
  private async failures(): Promise<string[]> {
    const { plan, flags } = this.training;
    const last = tasksOf(await this.wait.look(), plan);
    const late = last.filter(({ runId }) => this.late.has(runId));
    const ends = await endsOfRuns(late, plan.runsFolder);
    for (const task of late) this.tellEnd(task, ends(task.runId));
    const find = await found(plan);
    const tasks = new Map(last.map(task => [task.runId, task]));
    const failures = plan.counted.flatMap(place => {
      const { id } = plan.runs[place]!;
      const run = find(id);
      if (hasEnded(run)) return [];
      const task = tasks.get(id);
      const why = run?.summary?.reason ?? (task ? [taskInBrief(task), taskExplained(task, run)].filter(Boolean).join('. ') : undefined);
      return [`${id}: ${why ?? (run?.status === 'running' ? 'it is being trained elsewhere.' : 'it was not trained.')}`];
    });
    const more = failures.length - MOST_FAILURES;
    return more > 0
      ? [...failures.slice(0, MOST_FAILURES), `and ${grouped(more)} more; ${commandOn('digits queue', flags)} lists them.`]
      : failures;
  }

  /** What is told as JSON while there is nothing to report. */
  private json(underWay: readonly ClusterTask[]): unknown {
    const { proposal, submitted, training, ended } = this;
    const { plan } = training;
    return {
      id: plan.id,
      folder: plan.folder,
      executor: 'slurm',
      runs: plan.counted.length,
      done: ended.size,
      request: proposal?.request ?? null,
      scripts: proposal?.scripts ?? [],
      submitted,
      underWay: taskGroups(underWay, () => undefined).map(({ state, means, tasks }) => ({ state, means, tasks: tasks.length })),
    };
  }
}

function tasksOf({ designs }: ClusterSnapshot, plan: ClusterPlan): readonly ClusterTask[] {
  return designs.find(isOf(plan))?.tasks ?? [];
}

function isOf({ id }: ClusterPlan): (design: ClusterDesign) => boolean {
  return ({ plan }) => plan.id === id;
}
