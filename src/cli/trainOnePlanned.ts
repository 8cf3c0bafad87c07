import path from 'node:path';
import { RunPlanExit } from '../contract/runPlanExit';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { ownerInWords, readOwner } from '../runFolder/owner';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import { standingOf } from '../runFolder/standing';
import { isAsBegun } from '../runs/asBegun';
import { nextStep } from '../runs/designs/nextStep';
import type { PlannedRun } from '../runs/designs/plannedRun';
import type { EndedRun, RunJob } from '../runs/executor';
import { LocalExecutor } from '../runs/executors/local';
import { percent } from '../util/format';
import { wouldDivergeAgain } from '../wording/divergence';
import type { Cli } from './context';
import { UsageError } from './exitCode';
import { RunReporter } from './runReporter';
import { seenFrom } from './syncInWords';
import { sayWhy } from './trainInForeground';
import { overviewOf } from './trainPlanned';

interface Place {
  /** Of the runs. */
  readonly folder: string;
  /** The run among those of its plan, in words. */
  readonly place: string;
}

/**
 * Trains a run of a plan, or goes on with it; not one that has ended, or that another process trains. A first Ctrl-C or SIGTERM ends it at
 * once after its last whole epoch.
 * @returns one of RunPlanExit
 * @throws {UsageError} if there is another run of that id
 */
export async function trainOnePlanned(run: PlannedRun, { folder: runsFolder, place }: Place, cli: Cli): Promise<number> {
  const folder = path.join(runsFolder, run.id);
  const { err, out } = cli.output;
  // The plan may be a stranger's.
  checkOnThisComputer(run.parameters);
  let wasStopped = false;
  let executor: LocalExecutor | undefined;
  const interruption = cli.onInterrupt(first => {
    if (first) err.line('Stopping at once. The same command goes on from here.');
    wasStopped = true;
    void executor?.cancel(run.id, 'atOnce');
  });
  try {
    out.line(`${place}: ${run.id}`);
    const before = await overviewOf(folder);
    if (before && !isAsBegun(run, before.config))
      throw new UsageError(`${folder}: there is a run of that id with other parameters than the plan has. Take it away, or mend the plan.`);
    const whose = await otherTrainer(folder);
    if (whose !== undefined) return refused(run.id, whose, cli);
    const step = nextStep(before);
    if (before && step === 'nothing') return hasEnded(before, cli);
    if (wasStopped) return RunPlanExit.interrupted;
    executor = new LocalExecutor({ trainerFile: cli.trainerFile, maxConcurrentRuns: () => 1 });
    const ended = await trained(executor, jobFor(run, folder, step), { before, cli });
    return await exitOf(ended, wasStopped, cli);
  } finally {
    interruption.dispose();
  }
}

function jobFor({ id, parameters, engine, threads, design }: PlannedRun, folder: string, step: ReturnType<typeof nextStep>): RunJob {
  if (step === 'resume') return { type: 'resume', id, folder };
  return { type: 'start', request: { id, folder, parameters, engine, threads, design } };
}

/** Trains it, and says how it goes. */
async function trained(
  executor: LocalExecutor,
  job: RunJob,
  { before, cli }: { readonly before: RunOverview | undefined; readonly cli: Cli },
): Promise<EndedRun> {
  const reporter = new RunReporter(cli.output);
  executor.onEvent(({ event }) => {
    if (event.type === 'runResumed' && before?.config.kind === 'trained') reporter.announce(before.config);
    reporter.report(event);
  });
  const ended = new Promise<EndedRun>(resolve => void executor.onEnded(resolve));
  await executor.submit(job);
  const run = await ended;
  await executor.dispose();
  reporter.clear();
  return run;
}

/** What came of it, in words where the run itself has not said it. */
async function exitOf({ id, folder, outcome, isLost }: EndedRun, wasStopped: boolean, cli: Cli): Promise<number> {
  const { err, out } = cli.output;
  if (!('reason' in outcome)) {
    out.line(`Kept in ${seenFrom(cli.cwd, folder)}`);
    return outcome.status === 'completed' ? RunPlanExit.completed : RunPlanExit.interrupted;
  }
  if (isLost) {
    sayWhy(outcome, err);
    return RunPlanExit.lost;
  }
  // Another task may have been a moment faster.
  const whose = await otherTrainer(folder);
  if (whose !== undefined) return refused(id, whose, cli);
  if (wasStopped) return RunPlanExit.interrupted;
  const after = await readOverview(folder).catch(() => undefined);
  if (after?.status === 'completed') return hasEnded(after, cli);
  sayWhy(outcome, err);
  if (outcome.status === 'interrupted') return RunPlanExit.interrupted;
  if (wouldDivergeAgain(outcome.reason)) return RunPlanExit.diverged;
  return outcome.refused ? RunPlanExit.badUsage : RunPlanExit.failed;
}

/** Who trains the run, in words; undefined if nobody does. */
async function otherTrainer(folder: string): Promise<string | undefined> {
  const standing = await standingOf(folder).catch(() => undefined);
  if (!standing?.isHeld) return undefined;
  const holder = standing.holder ?? (await readOwner(folder));
  return holder ? ownerInWords(holder) : 'another process';
}

function refused(id: string, whose: string, { output: { err } }: Cli): number {
  err.line(`digits: ${id} is being trained by ${whose}. Nothing is done here; try again when that has ended.`);
  return RunPlanExit.refused;
}

/** Of a run that is not to be trained again. */
function hasEnded({ id, status, summary }: RunOverview, cli: Cli): number {
  const { out } = cli.output;
  if (status === 'completed') {
    const accuracy = summary?.testAccuracy;
    out.line(`It is completed${accuracy == null ? '' : `, with a test accuracy of ${percent(accuracy)}`}. Nothing is trained.`);
    return RunPlanExit.completed;
  }
  // It has begun in this moment.
  if (status === 'running') return refused(id, 'another process', cli);
  out.line(`It has diverged: ${summary?.reason ?? ''} Nothing is trained.`);
  return RunPlanExit.diverged;
}
