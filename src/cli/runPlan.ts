import path from 'node:path';
import { Argument, Option, type Command } from 'commander';
import { RunPlanExit } from '../contract/runPlanExit';
import { isThreadCount, MAX_THREADS } from '../contract/threads';
import { comparisonStore } from '../designs/comparisonStore';
import { readPlan } from '../designs/readPlan';
import { sweepStore } from '../designs/sweepStore';
import { plannedSweepRuns } from '../experiment/sweeps/plannedSweepRuns';
import { PlanError } from '../experiment/sweeps/planError';
import { runsByPlace } from '../runs/designs/comparisonRuns';
import type { PlannedRun } from '../runs/designs/plannedRun';
import { sweepRuns } from '../runs/designs/sweepRuns';
import { begunSweepWith, threadsOf } from '../runs/designs/sweepFor';
import { counted } from '../util/format';
import type { Cli } from './context';
import { offering } from './completion/offered';
import { asUsageError, UsageError } from './exitCode';
import { keptSweep } from './keptSweep';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { parseThreads } from './train';
import { trainOnePlanned } from './trainOnePlanned';

const details = `
It is what one task of a Slurm array runs, on a machine that shares the folder of
the runs:
  digits run-plan plan.digits.json --index $SLURM_ARRAY_TASK_ID
Runs are counted from 0, in the order of digits sweep --dry-run, and of the "runs"
of a comparison.json. Tasks may begin at the same time and in any order; a run is
trained by one of them at a time, and a run that has ended is not trained again.

SIGTERM and Ctrl-C end the run at once after its last whole epoch; the same
command goes on from there, on any machine. So it does with a run whose process
has died: at once where the same machine sees that, or where Slurm has started
the same job again (then the old process, should it still compute, may write
nothing more), else when nothing was heard of it for a minute.

Exit codes:
  ${RunPlanExit.completed}   completed, now or before
  ${RunPlanExit.failed}   failed; the same command tries again
  ${RunPlanExit.badUsage}   bad usage, or no such plan, run or data
  ${RunPlanExit.diverged}   diverged, now or before: the loss was no number any more
  ${RunPlanExit.refused}   refused: another process trains this run
  ${RunPlanExit.lost}   lost: another process has taken the run over meanwhile
  ${RunPlanExit.interrupted}  interrupted: the same command goes on`;

/** `digits run-plan`: trains one run of a plan. */
export function addRunPlanCommand(program: Command, cli: Cli): void {
  program
    .command('run-plan')
    .addArgument(
      offering(new Argument('<plan>', 'The file of the plan: *.digits.json, or the sweep.json or comparison.json beside the runs.'), {
        kind: 'file',
      }),
    )
    .summary('train one run of a plan')
    .description(
      'Trains one run of the plan of a sweep or a comparison, or goes on with it, and exits with what came of it. Its id, parameters, engine and threads are those of the plan, so that it ends with the same bits as by digits sweep or digits effect.',
    )
    .addHelpText('after', details)
    .addOption(new Option('--index <n>', 'Which run, from 0.').argParser(parseIndex).makeOptionMandatory())
    .addOption(runsOption())
    .addOption(
      new Option(
        '--threads <n>',
        `Threads of each run, where the plan leaves them open and none of its runs has begun. [SLURM_CPUS_PER_TASK, or 1; 1 to ${MAX_THREADS}]`,
      )
        .argParser(parseThreads)
        .helpGroup('Run:'),
    )
    .action(async (plan: string, options: RunPlanFlags) => {
      cli.exitCode = await runPlan(plan, options, cli);
    });
}

interface RunPlanFlags extends RunsOption {
  readonly index: number;
  readonly threads?: number;
}

async function runPlan(plan: string, options: RunPlanFlags, cli: Cli): Promise<number> {
  const folder = runsFolder(options, cli);
  const run = await runOf(plan, { options, folder }, cli).catch((error: unknown) => {
    throw error instanceof PlanError ? new UsageError(`${plan}: ${error.message}`, { cause: error }) : error;
  });
  if (!run) return RunPlanExit.interrupted;
  checkThreads(run.threads, options);
  const cpus = cpusOfTask(cli);
  if (cpus !== undefined && cpus < run.threads)
    cli.output.err.line(
      `note: the run has ${counted(run.threads, 'thread')} by its plan, and Slurm gives it ${counted(cpus, 'processor')}.`,
    );
  return trainOnePlanned(run, { folder, place: `Run ${options.index} of ${plan}` }, cli);
}

/** The run that is asked for; undefined where the person stopped it. Nothing is begun if there is no such run. */
async function runOf(
  name: string,
  { options, folder }: { readonly options: RunPlanFlags; readonly folder: string },
  cli: Cli,
): Promise<PlannedRun | undefined> {
  const file = path.resolve(cli.cwd, name);
  const { index } = options;
  const needRun = <T>(run: T | undefined, count: number): T => {
    if (run !== undefined) return run;
    const expected = count === 0 ? 'it has none' : `it has ${counted(count, 'run')}, from 0 to ${count - 1}`;
    throw new UsageError(`--index ${index}: there is no such run of ${name}; ${expected}.`);
  };
  // Of a plan of ten thousand runs each of ten thousand tasks reads one.
  const [comparisons, sweeps] = [comparisonStore(folder), sweepStore(folder)];
  if (path.basename(file) === comparisons.kind.file) {
    const { plan, count } = await comparisons.readRunAt(file, index).catch(asUsageError);
    return needRun(runsByPlace(plan)[0], count);
  }
  if (path.basename(file) === sweeps.kind.file) {
    const { plan, count } = await sweeps.readRunAt(file, index).catch(asUsageError);
    return needRun(sweepRuns(plan)[0], count);
  }
  const plan = await readPlan(file).catch(asUsageError);
  const planned = plannedSweepRuns(plan);
  needRun(planned[index], planned.length);
  if (plan.threads !== undefined) checkThreads(plan.threads, options);
  const begun = await begunSweepWith(plan, { planned, index }, folder);
  if (begun) return begun;
  const threads = plan.threads ?? options.threads ?? cpusOfTask(cli) ?? threadsOf(plan);
  const kept = await keptSweep(plan, { folder, threads }, cli);
  return typeof kept === 'number' ? undefined : needRun(sweepRuns(kept.plan)[index], kept.plan.runs.length);
}

/** Other threads would come to other bits than those of the plan's other runs, so that they could not be compared. */
function checkThreads(planned: number, { threads }: RunPlanFlags): void {
  if (threads === undefined || threads === planned) return;
  throw new UsageError(`--threads ${threads}: the runs of this plan have ${planned} each, fixed before the first one. Leave it out.`);
}

/** The processors that Slurm gives each task of its job; undefined outside of Slurm, or where none were asked for. */
function cpusOfTask({ environment }: Cli): number | undefined {
  const { SLURM_CPUS_PER_TASK: text } = environment;
  if (text === undefined || text === '') return undefined;
  const cpus = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (cpus > MAX_THREADS) return MAX_THREADS;
  if (isThreadCount(cpus)) return cpus;
  throw new UsageError(`SLURM_CPUS_PER_TASK is ${JSON.stringify(text)}; expected a whole number from 1.`);
}

/** `--index` */
function parseIndex(text: string): number {
  const index = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(index)) return index;
  throw new UsageError(`--index ${text}: expected a whole number from 0.`);
}
