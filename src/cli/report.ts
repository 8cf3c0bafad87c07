import path from 'node:path';
import { Option, type Command } from 'commander';
import { findRun } from '../runFolder/findRun';
import { reportRuns } from '../runFolder/report/reportRuns';
import { counted } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';

interface ReportOptions extends RunsOption {
  readonly out?: string;
}

const details = `
Of several runs the first is the one that the others are compared with. A report
that is there is written anew; a file that is none stays as it is.

Examples:
  digits report latest
  digits report defaults wide dropout --out results/compared.md`;

/** `digits report`: a run, or a comparison of several, as Markdown with pictures. */
export function addReportCommand(program: Command, cli: Cli): void {
  const out = new Option('--out <file>', 'Where to write it. [report.md in the folder of the run, comparison.md in that of the first run]');
  program
    .command('report')
    .addArgument(runArgument('<id...>'))
    .summary('write a report of a run, or a comparison')
    .description(
      'Writes a report in Markdown, with its pictures beside it: of one run its configuration, metrics, curves, confusion matrix and notes, of several what differs between them. It can be read in VS Code’s preview and on GitHub.',
    )
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(offering(out, { kind: 'file' }))
    .action(async (ids: readonly string[], options: ReportOptions) => {
      const runs = runsFolder(options, cli);
      const folders: string[] = [];
      for (const id of ids) folders.push(await findRun(runs, id));
      const file = options.out === undefined ? undefined : path.resolve(cli.cwd, options.out);
      const written = await reportRuns([...new Set(folders)], file);
      const [first] = written.pictures;
      const pictures = first === undefined ? '' : ` and ${counted(written.pictures.length, 'picture')} in ${path.dirname(first)}`;
      cli.output.out.line(`Wrote ${written.file}${pictures}.`);
      cli.exitCode = ExitCode.done;
    });
}
