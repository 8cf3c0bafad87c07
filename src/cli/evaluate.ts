import type { Command } from 'commander';
import type { Scores } from '../contract/scores';
import type { RunSummary } from '../contract/summary';
import { hasModel } from '../runFolder/artifacts';
import { findRun } from '../runFolder/findRun';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { readOverview, requireTrained, type RunOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import { startEvaluation, type EvaluationResult } from '../runs/evaluation';
import { wouldDivergeAgain } from '../wording/divergence';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { RunReporter } from './runReporter';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';

/** `digits evaluate`: predicts the test images again with the model that a run left. */
export function addEvaluateCommand(program: Command, cli: Cli): void {
  program
    .command('evaluate')
    .addArgument(runArgument('<id>'))
    .summary("test a run's model again")
    .description("Predicts the test images with the run's model as it is on disk, and says whether the result is the one that was kept.")
    .addOption(runsOption())
    .option('--json', 'Write the scores as JSON.')
    .action(async (id: string, options: EvaluateOptions) => {
      cli.exitCode = await evaluate(id, options, cli);
    });
}

interface EvaluateOptions extends RunsOption {
  readonly json?: true;
}

async function evaluate(id: string, options: EvaluateOptions, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const folder = await findRun(runsFolder(options, cli), id);
  const run = await readOverview(folder);
  const { config, summary } = run;
  const { parameters, dataset } = requireTrained(config, folder);
  checkOnThisComputer(parameters);
  if (!(await hasModel(folder))) throw new RunFolderError(withoutModel(run));
  const evaluation = startEvaluation(folder, { trainerFile: cli.trainerFile, log: line => err.line(`note: ${line}`) });
  const interruption = cli.onInterrupt(() => evaluation.kill());
  const result = await evaluation.result;
  interruption.dispose();
  if (interruption.exitCode !== undefined) return interruption.exitCode;
  if (result.outcome !== 'evaluated') return tellFailure(result, cli);
  const { scores, warnings } = result;
  const isSame = isAsKept(scores, summary);
  if (options.json) {
    for (const warning of warnings) err.line(`warning: ${warning}`);
    out.json({ id: run.id, ...scores, sameAsKept: isSame }, 2);
  } else {
    report(scores, warnings, new RunReporter(cli.output, dataset));
    out.line(isSame ? 'The same as when the run ended.' : 'This differs from what the run kept: see digits show.');
  }
  return ExitCode.done;
}

/** Why a run without a model cannot be evaluated, and what to do. */
function withoutModel({ id, status, summary }: Pick<RunOverview, 'id' | 'status' | 'summary'>): string {
  if (status === 'running') return `${id} has no model yet: it is being trained, and tested at its end.`;
  if (status === 'completed')
    return `${id} has no model any more: its model/model.onnx is gone. digits reproduce ${id} trains one like it.`;
  const next = wouldDivergeAgain(summary?.reason)
    ? 'It cannot get one: its loss would be no number again.'
    : `digits train --resume ${id} goes on with it.`;
  return `${id} has no model: it is ${status}, and model/model.onnx is written at the end of a training. ${next}`;
}

function isAsKept(scores: Scores, summary: RunSummary | undefined): boolean {
  return summary?.testLoss === scores.logLoss && JSON.stringify(summary.confusionMatrix) === JSON.stringify(scores.confusionMatrix);
}

/** As at the end of a training. */
function report(scores: Scores, warnings: readonly string[], reporter: RunReporter): void {
  const time = new Date().toISOString();
  for (const message of warnings) reporter.report({ type: 'logged', time, level: 'warning', message });
  reporter.report({ type: 'evaluated', time, split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores });
}

function tellFailure(result: Exclude<EvaluationResult, { outcome: 'evaluated' }>, { output: { err } }: Cli): number {
  err.line(`digits: ${result.reason}`);
  if (result.outcome === 'refused') return ExitCode.badUsage;
  if (result.output !== '') {
    err.line('The last the trainer wrote:');
    err.block(result.output);
  }
  return ExitCode.failed;
}
