import { Argument, Option, type Command } from 'commander';
import { counted } from '../util/format';
import { actOnCluster, clusterActions, type ClusterAction } from './clusterActions';
import { clusterQueueLines } from './clusterQueueLines';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { foundById } from './foundById';
import { openQueue, type OpenQueue } from './openQueue';
import { queueForecast } from './queueForecast';
import { queueJson } from './queueJson';
import { queueLines } from './queueLines';
import { commandOn, runsOption, type RunsOption } from './runsOption';
import { addRequestFlags, requestFlagOf, type SlurmFlags } from './slurmFlags';
import { waitForCluster } from './waitForCluster';

const actions = ['pause', 'continue', 'move', 'remove', 'put-back', 'retry'] as const;
type Action = (typeof actions)[number];

const details = `
Without an action: what is at work, what waits, and when it will have ended; of
plans on a Slurm cluster each state of their tasks, and what to do where something
has gone wrong.

Of what the editor trains:
  pause, continue      Begin nothing of the queue; go on.
  move ID... --to N    To the place N, where 1 is the next.
  remove ID...         Out of the queue; put-back takes that back.
  put-back             What was removed last, or taken out by Stop All.
  retry [ID...]        Failed runs, each once, if they would not fail again.

Of what a cluster trains, where a plan's id stands for all of its tasks:
  cancel ID...         What waits and what runs, which saves its run; all with --all.
  requeue ID...        Have it begin anew, or submit it again when it is over. Of a
                       plan: what has ended without a result, and what runs is left
                       alone. What is submitted again asks for what the flags under
                       Slurm say, else for what slurm.json says or is estimated;
                       not for what it did before.
  log ID...            Where the task's log is, and its end.
  dismiss PLAN...      Do not show any more what has ended without a result.

An ID may be the beginning of one. An editor in which the folder is open trains
what waits, and sees every change at once. The estimate has as many runs at a
time as are at work now, or --jobs. --wait does not wait for tasks that will not
begin by themselves, and exits with 1 if there are any, if a task has ended without
a result meanwhile, or if a plan cannot be read.

Examples:
  digits queue
  digits queue move 20261124-1504 --to 1
  digits queue cancel 20261124-150412-abcd
  digits queue requeue 20261124-150412-abcd --time 2:00:00 --mem 4G
  digits queue --json | jq '.waiting[].endsAt'
  digits queue --json | jq '.cluster.plans[].tasks[] | select(.isTroubled) | .log'`;

/** `digits queue`: the runs that wait for their turn in the editor, and the tasks of a cluster. */
export function addQueueCommand(program: Command, cli: Cli): void {
  const command = program
    .command('queue')
    .addArgument(offering(new Argument('[action]', 'What to do with it.'), { kind: 'words', words: [...actions, ...clusterActions] }))
    .argument('[ids...]', 'Runs in the queue or on the cluster.')
    .summary('see and order what waits')
    .description('Shows the runs that wait for their turn, here and on a cluster, and changes their order.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(new Option('--to <n>', 'The place to move runs to.').argParser(parsePlace))
    .addOption(new Option('--jobs <n>', 'Runs at a time, for the estimate.').argParser(parseJobs))
    .option('--all', 'With cancel: everything that the cluster has of these runs.')
    .option('--wait', 'Wait until the cluster has nothing of these runs any more.')
    .option('--json', 'Write the queue as JSON.')
    .action(async (action: string | undefined, ids: readonly string[], options: QueueOptions) => {
      cli.exitCode = await queue(action, ids, options, cli);
    });
  addRequestFlags(command);
}

interface QueueOptions extends RunsOption, Omit<SlurmFlags, 'executor' | 'dryRun'> {
  readonly to?: number;
  readonly jobs?: number;
  readonly all?: true;
  readonly json?: true;
}

async function queue(action: string | undefined, ids: readonly string[], options: QueueOptions, cli: Cli): Promise<number> {
  if (action !== undefined && !isAction(action) && !isClusterAction(action))
    throw new UsageError(`${action}: there is no such action; expected one of ${[...actions, ...clusterActions].join(', ')}.`);
  if (options.wait && action !== undefined) throw new UsageError('--wait goes without an action: digits queue --wait.');
  if (options.all && action !== 'cancel') throw new UsageError('--all goes with cancel: digits queue cancel --all.');
  if (options.to !== undefined && (action === undefined || isClusterAction(action)))
    throw new UsageError('--to is the place that move moves to: digits queue move ID --to N.');
  const asks = requestFlagOf(options);
  if (asks !== undefined && action !== 'requeue') throw new UsageError(`${asks} goes with requeue: digits queue requeue ID ${asks} ….`);
  if (isClusterAction(action)) {
    const exitCode = await actOnCluster(action, ids, options, cli);
    if (options.json) await actAndShow(undefined, ids, options, cli);
    return exitCode;
  }
  const waited = options.wait ? await waitForCluster(options, cli) : undefined;
  if (waited?.exitCode !== undefined) return waited.exitCode;
  const exitCode = await actAndShow(action, ids, options, cli);
  return waited?.isTroubled ? ExitCode.failed : exitCode;
}

async function actAndShow(action: Action | undefined, ids: readonly string[], options: QueueOptions, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const shows = action === undefined || action === 'move' || options.json === true;
  const open = await openQueue({ ...options, isShown: shows }, cli);
  try {
    if (action !== undefined) {
      const done = await act(action, ids, options, open);
      if (!options.json) err.line(done);
    }
    if (shows) {
      const forecast = queueForecast(open, options.jobs);
      const now = new Date();
      if (options.json) out.json(queueJson(open, forecast, now), 2);
      else {
        const onCluster = await clusterQueueLines(open, options, cli.output);
        const here = open.atWork.length + open.waiting.runs.length + open.waiting.failed.length > 0 || onCluster.length === 0;
        out.lines([
          ...(here ? queueLines(open, forecast, { now, output: cli.output }) : []),
          ...(here && onCluster.length > 0 ? [''] : []),
          ...onCluster,
        ]);
      }
    }
    const { broken, cluster } = open;
    if (cluster.problem) err.line(`warning: ${cluster.problem.message}`);
    for (const { reason } of [...broken, ...cluster.broken]) err.line(`warning: ${reason}`);
    return ExitCode.done;
  } finally {
    open.waiting.dispose();
  }
}

/** @returns what was done, for a person @throws {UsageError} for what cannot be done */
async function act(action: Action, ids: readonly string[], options: QueueOptions, open: OpenQueue): Promise<string> {
  const { waiting } = open;
  const { to } = options;
  const takesIds = action === 'move' || action === 'remove' || action === 'retry';
  if (!takesIds && ids.length > 0) throw new UsageError(`${action} is of the whole queue and takes no id.`);
  if (takesIds && action !== 'retry' && ids.length === 0)
    throw new UsageError(`${action}: which runs? ${commandOn('digits queue', options)} lists their ids.`);
  if ((action === 'move') !== (to !== undefined)) throw new UsageError('move and --to go together: digits queue move ID --to N.');
  switch (action) {
    case 'pause':
    case 'continue':
      await waiting.setPaused(action === 'pause');
      return action === 'pause' ? 'Paused: nothing of the queue begins.' : 'The queue goes on.';
    case 'move':
      await move(open, ids, options);
      return `Moved ${counted(ids.length, 'run')}.`;
    case 'remove': {
      const chosen = new Set(ids.map(id => foundById(waiting.runs, id, options).id));
      await waiting.takeOut(chosen, [], new Date().toISOString());
      return `Removed ${counted(chosen.size, 'run')} from the queue; ${commandOn('digits queue put-back', options)} takes that back.`;
    }
    case 'put-back': {
      const before = waiting.runs.length;
      await waiting.putBack(open.lastTakenOut(), ({ id }) => open.runs.some(run => run.id === id && run.status === 'completed'));
      return `Put ${counted(waiting.runs.length - before, 'run')} back.`;
    }
    case 'retry': {
      const chosen = new Set(ids.map(id => foundById(waiting.failed, id, options).id));
      const again = waiting.failed.filter(({ id, mayRetry }) => mayRetry && (chosen.size === 0 || chosen.has(id)));
      if (again.length === 0) throw new UsageError('retry: there is none that may be retried.');
      await waiting.retry(again);
      return `${counted(again.length, 'failed run')} ${again.length === 1 ? 'waits' : 'wait'} once more.`;
    }
  }
}

async function move({ waiting }: OpenQueue, ids: readonly string[], options: QueueOptions): Promise<void> {
  const chosen = new Set(ids.map(id => foundById(waiting.runs, id, options).id));
  const others = waiting.runs.filter(({ id }) => !chosen.has(id));
  // To the end, and from there before the one that has the place now.
  await waiting.place(chosen, new Set());
  const at = others[options.to! - 1];
  if (at) await waiting.place(chosen, new Set([at.id]));
}

function isAction(text: string): text is Action {
  return actions.some(action => action === text);
}

function isClusterAction(text: string | undefined): text is ClusterAction {
  return clusterActions.some(action => action === text);
}

/** @throws {UsageError} */
function parsePlace(text: string): number {
  const place = Number(text);
  if (Number.isInteger(place) && place >= 1) return place;
  throw new UsageError(`--to ${text}: expected a place, 1 for the next.`);
}

/** @throws {UsageError} */
function parseJobs(text: string): number {
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 16) return jobs;
  throw new UsageError(`--jobs ${text}: expected a number of runs from 1 to 16.`);
}
