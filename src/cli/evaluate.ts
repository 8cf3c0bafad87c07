import type { Command } from 'commander';
import type { Evaluated } from '../contract/trainer';
import { findRun } from '../runFolder/listRuns';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { readOverview } from '../runFolder/readRun';
import type { Cli } from './context';
import { driveTrainer } from './driveTrainer';
import { ExitCode } from './exitCode';
import { RunReporter } from './runReporter';
import { runsFolder, runsOption, type RunsOption } from './runsOption';

/** `digits evaluate`: predicts the test images again with the model that a run left. */
export function addEvaluateCommand(program: Command, cli: Cli): void {
  program
    .command('evaluate <id>')
    .summary("test a run's model again")
    .description("Predicts the test images with the run's model as it is on disk, and says whether the result is the one that was kept.")
    .addOption(runsOption())
    .option('--json', 'Write the scores as JSON.')
    .action(async (id: string, options: RunsOption & { readonly json?: true }) => {
      const folder = await findRun(runsFolder(options, cli), id);
      const { config, summary } = await readOverview(folder);
      checkOnThisComputer(config.parameters);
      const reporter = new RunReporter(cli.output);
      let evaluated: Evaluated | undefined;
      cli.exitCode = await driveTrainer(cli, {
        command: { type: 'evaluate', folder },
        reporter,
        onEvent: event => {
          if (event.type === 'evaluated') evaluated = event;
          if (!options.json) reporter.report(event);
        },
      });
      if (!evaluated || cli.exitCode !== ExitCode.done) return;
      const same =
        summary?.testLoss === evaluated.loss &&
        JSON.stringify(summary.confusionMatrix) === JSON.stringify(evaluated.scores.confusionMatrix);
      if (options.json) cli.output.out.json({ ...evaluated.scores, sameAsKept: same }, 2);
      else cli.output.out.line(same ? 'The same as when the run ended.' : 'This differs from what the run kept: see digits show.');
    });
}
