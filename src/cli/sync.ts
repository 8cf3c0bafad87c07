import path from 'node:path';
import type { Command } from 'commander';
import type { SyncState, WandbTarget } from '../contract/tracking';
import { findRun } from '../runFolder/findRun';
import { listRuns } from '../runFolder/listRuns';
import { isAlive, readOwner } from '../runFolder/owner';
import { projectInWords } from '../tracking/wandb/target';
import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { openTracker } from './openTracker';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import { syncLines } from './syncInWords';
import { addTargetFlags, readWandbForSync, type WandbOptions, type WandbSetup } from './wandbOptions';

/** `digits sync`: sends runs to W&B. */
export function addSyncCommand(program: Command, cli: Cli): void {
  const command = program
    .command('sync')
    .addArgument(runArgument('[id...]'))
    .summary('send runs to Weights & Biases')
    .description(
      'Sends runs to Weights & Biases: those that are named, or every one that was recorded and has not arrived. One that was never recorded is recorded first; one that you recorded goes to the project that it was recorded for, one that came with its folder to the project that is set. What has arrived is not sent again.',
    )
    .addHelpText('after', '\nExit codes: 0 all of them are there, 1 not all, 2 bad usage, 130 stopped by Ctrl-C.')
    .addOption(runsOption())
    .option('--all', 'Every run, those too that were never recorded.')
    .option('--json', 'Write how far each has come as JSON.');
  addTargetFlags(command);
  command.action(async (ids: readonly string[], options: SyncOptions) => {
    cli.exitCode = await sync(ids, options, cli);
  });
}

interface SyncOptions extends RunsOption, WandbOptions {
  readonly all?: true;
  readonly json?: true;
}

async function sync(ids: readonly string[], options: SyncOptions, cli: Cli): Promise<number> {
  if (options.all && ids.length > 0) throw new UsageError('sync: give the ids of runs or --all, not both.');
  const { out, err } = cli.output;
  const wandb = await readWandbForSync(options, cli);
  const tracker = await openTracker(wandb, cli);
  tracker.onTrouble(message => err.line(`warning: ${message}`));
  const folders = await chosen(ids, options, { tracker, cli });
  const interruption = cli.onInterrupt(() => void tracker.dispose());
  const states: { readonly id: string; readonly state: SyncState }[] = [];
  try {
    for (const folder of folders) {
      if (interruption.exitCode !== undefined) break;
      const target = await targetFor(folder, { tracker, cli, wandb });
      const state = await tracker.sync(folder, target);
      states.push({ id: path.basename(folder), state });
      const tracking = tracker.stateOf(folder);
      if (tracking && !options.json) out.lines([path.basename(folder), ...syncLines(folder, tracking, cli.cwd)]);
    }
  } finally {
    interruption.dispose();
    await tracker.dispose();
  }
  if (options.json)
    out.json(
      states.map(({ id, state }) => ({ id, ...state })),
      2,
    );
  return interruption.exitCode ?? (states.every(({ state }) => state.status === 'synced') ? ExitCode.done : ExitCode.failed);
}

/**
 * The target of a run whose folder names a project that this user is not known to have recorded it for. The run is never sent to another
 * server or account than those that are set. A project within the user's own account is followed, unless another one was asked for. The
 * user is told either way.
 * @returns undefined: to the project that is set, or the one that it was recorded for
 */
async function targetFor(
  folder: string,
  { tracker, cli, wandb }: { readonly tracker: WandbTracker; readonly cli: Cli; readonly wandb: WandbSetup },
): Promise<WandbTarget | undefined> {
  const claimed = await tracker.claimOf(folder);
  if (!claimed) return undefined;
  const { target } = wandb.settings;
  if (!wandb.isProjectChosen && (claimed.entity === '' || claimed.entity === target.entity)) {
    const followed = { ...target, project: claimed.project };
    cli.output.err.line(
      `${path.basename(folder)} goes to ${projectInWords(followed)}, the project that its folder names; --wandb-project names another.`,
    );
    return followed;
  }
  const flags = [
    `--wandb-project ${JSON.stringify(claimed.project)}`,
    ...(claimed.entity === '' ? [] : [`--wandb-entity ${JSON.stringify(claimed.entity)}`]),
    ...(claimed.baseUrl === target.baseUrl ? [] : [`--wandb-base-url ${claimed.baseUrl}`]),
  ];
  cli.output.err.line(
    `${path.basename(folder)} goes to ${projectInWords(target)}. Its folder names ${projectInWords(claimed)}, which you never had it recorded for; ${flags.join(' ')} sends it there.`,
  );
  return undefined;
}

async function chosen(
  ids: readonly string[],
  options: SyncOptions,
  { tracker, cli }: { readonly tracker: WandbTracker; readonly cli: Cli },
): Promise<string[]> {
  const runs = runsFolder(options, cli);
  const { err } = cli.output;
  if (ids.length > 0) {
    const folders = [...new Set(await Promise.all(ids.map(id => findRun(runs, id))))];
    for (const folder of folders)
      if (await isAlive(await readOwner(folder)))
        throw new UsageError(`${path.basename(folder)} is being trained; sync it when it has ended.`);
    return folders;
  }
  const ended = (await listRuns(runs)).runs
    .filter(({ status, config }) => status !== 'running' && config.kind === 'trained')
    .map(({ folder }) => folder);
  await tracker.read(ended);
  const meant = ended.filter(folder => {
    const status = tracker.stateOf(folder)?.sync.status;
    return status !== 'synced' && (options.all || status !== undefined);
  });
  if (meant.length === 0)
    err.line(
      ended.length === 0
        ? `There are no runs in ${runs} to send.`
        : 'There is nothing to send; digits sync ID sends a run that was not recorded.',
    );
  return meant;
}
