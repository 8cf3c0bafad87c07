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
    .option('--json', 'Write the runs that were deleted as JSON.')
    .action(async (ids: readonly string[], options: DeleteOptions) => {
      cli.exitCode = await deleteRuns(ids, options, cli);
    });
}

interface DeleteOptions extends RunsOption {
  readonly yes?: true;
  readonly json?: true;
}

async function deleteRuns(ids: readonly string[], options: DeleteOptions, cli: Cli): Promise<number> {
  const runs = runsFolder(options, cli);
  const folders = [...new Set(await Promise.all(ids.map(id => findRun(runs, id))))];
  for (const folder of folders) {
    if (await isAlive(await readOwner(folder))) throw new UsageError(isBeingTrained(path.basename(folder)));
  }
  const doomed = await Promise.all(folders.map(describe));
  const names = doomed.map(inWords).join(', ');
  const size = doomed.reduce((sum, one) => sum + one.bytes, 0);
  const { out, err } = cli.output;
  if (!options.yes) {
    if (!cli.confirm) throw new UsageError(`Nobody can be asked here whether ${names} (${bytes(size)}) should be deleted; --yes says so.`);
    if (!(await cli.confirm(deletionQuestion(names, size)))) {
      err.line('Nothing was deleted.');
      return ExitCode.failed;
    }
  }
  for (const folder of folders) await deleteRun(folder);
  await finishDeletions(runs);
  if (options.json) out.json(doomed, 2);
  else out.line(`Deleted ${names} (${bytes(size)}).`);
  return ExitCode.done;
}

/** A run that is deleted, as it is written as JSON. */
interface Doomed {
  readonly id: string;
  /** Empty if it has none. */
  readonly name: string;
  readonly bytes: number;
}

async function describe(folder: string): Promise<Doomed> {
  const { name } = await readLabels(folder).catch(() => noLabels);
  return { id: path.basename(folder), name, bytes: await totalBytes([folder]) };
}

/** `20261124-150405-abcd "A name"` */
function inWords({ id, name }: Doomed): string {
  return name ? `${id} "${name}"` : id;
}
