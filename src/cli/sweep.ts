import path from 'node:path';
import { Argument, type Command } from 'commander';
import { clusterPlanOfSweep } from '../cluster/clusterPlan';
import { engineTitle } from '../contract/engines';
import type { Sweep, SweepPlan } from '../contract/sweeps';
import { comparedRuns } from '../designs/comparedRuns';
import type { KeptDesign } from '../designs/designStore';
import { keepSweepReport } from '../designs/keepSweepReport';
import { readPlan } from '../designs/readPlan';
import type { Estimate } from '../experiment/estimate';
import { PlanError } from '../experiment/sweeps/planError';
import { settingInWords } from '../experiment/sweeps/settingInWords';
import { sweepResults } from '../experiment/sweeps/sweepResults';
import { begunSweep, threadsOf } from '../runs/designs/sweepFor';
import { sweepRuns } from '../runs/designs/sweepRuns';
import { counted, table } from '../util/format';
import type { Cli } from './context';
import { offering } from './completion/offered';
import { asUsageError, ExitCode, UsageError } from './exitCode';
import { jobsFor, jobsOption } from './jobsOption';
import { keptSweep } from './keptSweep';
import { leftToCluster } from './leftToCluster';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { sweepJson } from './sweepJson';
import { sweepLines } from './sweepLines';
import { addSlurmFlags, askedOfCluster, isForCluster, onSlurm, type AskedOfCluster, type SlurmFlags } from './slurmFlags';
import { estimateHere, outlookInWords, sweepOutlook } from './sweepOutlook';
import { seenFrom } from './syncInWords';
import { trainOnCluster } from './trainOnCluster';
import { trainPlanned, type PlannedOutcome } from './trainPlanned';

const details = `
A plan is a file such as
  {
    "schemaVersion": 1,
    "kind": "grid",
    "base": { "epochs": 2, "train_samples": 6000 },
    "parameters": { "num_filters": [8, 16, 32], "dropout": [0, 0.5] },
    "seeds": 3
  }
or of kind "random", with "runs" and ranges such as
  "learning_rate": { "min": 0.0001, "max": 0.1, "scale": "log" }.

The same command goes on where it was stopped, and shows the ranking again when
all is done.
${onSlurm}

Exit codes: 0 done, or submitted, 1 a run failed, 2 bad usage, 130 stopped.`;

/** `digits sweep`: trains what is missing of a plan and ranks its settings. */
export function addSweepCommand(program: Command, cli: Cli): void {
  const command = program
    .command('sweep')
    .addArgument(offering(new Argument('<plan>', 'The file of the plan: *.digits.json.'), { kind: 'file' }))
    .summary('train many settings')
    .description(
      'Trains the runs of a plan, every combination of values or settings drawn at random, each with several seeds; runs that exist and match are used again. Ranks the settings by validation accuracy and says which parameters make up its variance.',
    )
    .addHelpText('after', details)
    .addOption(jobsOption())
    .addOption(runsOption())
    .option('--json', 'Write everything about the sweep as JSON, and nothing else, to standard output.')
    .option(
      '--dry-run',
      'Show the runs in their order and the time that they take, and train nothing; for a cluster write the batch scripts and submit nothing.',
    )
    .action(async (plan: string, options: SweepFlags) => {
      cli.exitCode = await sweep(plan, options, cli);
    });
  addSlurmFlags(command);
}

interface SweepFlags extends RunsOption, SlurmFlags {
  readonly jobs?: number;
  readonly json?: true;
}

async function sweep(file: string, options: SweepFlags, cli: Cli): Promise<number> {
  const isCluster = isForCluster(options);
  const plan = await readPlan(path.resolve(cli.cwd, file)).catch(asUsageError);
  const folder = runsFolder(options, cli);
  try {
    if (options.dryRun && !isCluster) return await showPlan(plan, { options, folder }, cli);
    const asked = isCluster ? await askedOfCluster(options, cli) : undefined;
    const kept = await keptSweep(plan, { folder, threads: plan.threads ?? asked?.settings.cpus ?? threadsOf(plan) }, cli);
    return typeof kept === 'number' ? kept : await trainAndReport(kept, { options, folder, asked }, cli);
  } catch (error) {
    if (error instanceof PlanError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

interface Work {
  readonly options: SweepFlags;
  /** Of the runs. */
  readonly folder: string;
}

interface Training extends Work {
  /** Undefined: this machine trains them. */
  readonly asked: AskedOfCluster | undefined;
}

async function trainAndReport(kept: KeptDesign<Sweep>, { options, folder, asked }: Training, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const { folder: ownFolder, plan: sweepOf } = kept;
  const { exitCode, failures } = await train(kept, { options, folder, asked }, cli);
  for (const failure of failures) err.line(`digits: ${failure}`);
  if (exitCode !== undefined) return exitCode;
  const results = sweepResults(sweepOf, await comparedRuns([sweepOf], folder));
  const report = await keepSweepReport(results, folder);
  if (options.json) out.json(sweepJson(results, ownFolder), 2);
  else out.lines([...sweepLines(results, cli.output), '', `Report: ${seenFrom(cli.cwd, report)}`]);
  return failures.length > 0 ? ExitCode.failed : ExitCode.done;
}

async function train(kept: KeptDesign<Sweep>, { options, folder, asked }: Training, cli: Cli): Promise<PlannedOutcome> {
  const { id, plan: sweepOf } = kept;
  const { plan, engine, threads } = sweepOf;
  const onCluster = clusterPlanOfSweep(kept, folder);
  const outlook = await sweepOutlook(plan, sweepOf, folder);
  const headOf = (estimate: Estimate | undefined): string =>
    `Sweep ${id}: ${outlookInWords(plan, outlook, estimate)}. ${engineTitle(engine)}, ${counted(threads, 'thread')} each.`;
  // How fast the nodes are this machine does not know.
  if (asked) return trainOnCluster({ plan: onCluster, flags: options, asked, head: headOf(undefined) }, cli);
  const left = await leftToCluster(onCluster, options, cli);
  const here = outlook.runs.filter(run => !left.has(run.id ?? ''));
  cli.output.err.line(headOf(await estimateHere({ ...outlook, runs: here }, options, cli)));
  return trainPlanned(cli, {
    runs: sweepRuns(sweepOf).filter(run => !left.has(run.id)),
    runsFolder: folder,
    concurrent: jobsFor(options, threads),
    ...(options.json && { isQuiet: true }),
  });
}

/** `digits sweep --dry-run`: the runs in their order, and how long those take that are missing. */
async function showPlan(plan: SweepPlan, { options, folder }: Work, cli: Cli): Promise<number> {
  const begun = await begunSweep(plan, folder);
  const outlook = await sweepOutlook(plan, begun?.plan, folder);
  const estimate = await estimateHere(outlook, options, cli);
  const { runs } = outlook;
  const { out } = cli.output;
  if (options.json) {
    const time = estimate ? { durationMs: Math.round(estimate.ms), isGuess: estimate.isGuess } : null;
    out.json({ sweep: begun?.id ?? null, estimate: time, runs: runs.map((run, index) => ({ index, ...run })) }, 2);
    return ExitCode.done;
  }
  const rows = runs.map(({ seed, values, isMissing }, index) => [
    String(index),
    settingInWords(values),
    `seed ${seed}`,
    isMissing ? '' : 'done',
  ]);
  out.lines([...table(rows), `${outlookInWords(plan, outlook, estimate)}.`]);
  return ExitCode.done;
}
