import path from 'node:path';
import type { Command } from 'commander';
import { noLabels } from '../contract/labels';
import { deleteRun, finishDeletions, totalBytes } from '../runFolder/deleteRun';
import { findRun } from '../runFolder/findRun';
import { isAlive, readOwner } from '../runFolder/owner';
import { readLabels } from '../runFolder/readRun';
import { deletionQuestion, isBeingTrained } from '../wording/deletionInWords';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { bytes } from '../util/format';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';

/** `digits delete`: removes runs for good. */
export function addDeleteCommand(program: Command, cli: Cli): void {
  program
    .command('delete')
    .addArgument(runArgument('<id...>'))
    .summary('delete runs')
    .description('Deletes runs with everything in their folders. Asks first; there is no way back.')
    .addOption(runsOption())
    .option('--yes', 'Do not ask.')
    .action(async (ids: readonly string[], options: RunsOption & { readonly yes?: true }) => {
      cli.exitCode = await deleteRuns(ids, options, cli);
    });
}

async function deleteRuns(ids: readonly string[], options: RunsOption & { readonly yes?: true }, cli: Cli): Promise<number> {
  const runs = runsFolder(options, cli);
  const folders = [...new Set(await Promise.all(ids.map(id => findRun(runs, id))))];
  for (const folder of folders) {
    if (await isAlive(await readOwner(folder))) throw new UsageError(isBeingTrained(path.basename(folder)));
  }
  const names = (await Promise.all(folders.map(nameOf))).join(', ');
  const size = await totalBytes(folders);
  if (!options.yes) {
    if (!cli.confirm) throw new UsageError(`Nobody can be asked here whether ${names} (${bytes(size)}) should be deleted; --yes says so.`);
    if (!(await cli.confirm(deletionQuestion(names, size)))) {
      cli.output.err.line('Nothing was deleted.');
      return ExitCode.failed;
    }
  }
  for (const folder of folders) await deleteRun(folder);
  await finishDeletions(runs);
  cli.output.out.line(`Deleted ${names} (${bytes(size)}).`);
  return ExitCode.done;
}

/** `20261124-150405-abcd "A name"` */
async function nameOf(folder: string): Promise<string> {
  const { name } = await readLabels(folder).catch(() => noLabels);
  return `${path.basename(folder)}${name && ` "${name}"`}`;
}
