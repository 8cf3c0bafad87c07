import { Argument, Option, type Command } from 'commander';
import { counted } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { openQueue, type OpenQueue } from './openQueue';
import { queueForecast } from './queueForecast';
import { queueJson } from './queueJson';
import { queueLines } from './queueLines';
import { runsOption, type RunsOption } from './runsOption';

const actions = ['pause', 'continue', 'move', 'remove', 'put-back', 'retry'] as const;
type Action = (typeof actions)[number];

const details = `
Without an action: what is at work, what waits, and when it will have ended.

  pause, continue      Begin nothing of the queue; go on.
  move ID... --to N    To the place N, where 1 is the next.
  remove ID...         Out of the queue; put-back takes that back.
  put-back             What was removed last, or taken out by Stop All.
  retry [ID...]        Failed runs, each once, if they would not fail again.

An ID may be the beginning of one. An editor in which the folder is open trains
what waits, and sees every change at once. The estimate has as many runs at a
time as are at work now, or --jobs.

Examples:
  digits queue
  digits queue move 20261124-1504 --to 1
  digits queue --json | jq '.waiting[].endsAt'`;

/** `digits queue`: the runs that wait for their turn in the editor. */
export function addQueueCommand(program: Command, cli: Cli): void {
  program
    .command('queue')
    .addArgument(offering(new Argument('[action]', 'What to do with it.'), { kind: 'words', words: actions }))
    .argument('[ids...]', 'Runs in the queue.')
    .summary('see and order what waits')
    .description('Shows the runs that wait for their turn, and changes their order.')
    .addHelpText('after', details)
    .addOption(runsOption())
    .addOption(new Option('--to <n>', 'The place to move runs to.').argParser(parsePlace))
    .addOption(new Option('--jobs <n>', 'Runs at a time, for the estimate.').argParser(parseJobs))
    .option('--json', 'Write the queue as JSON.')
    .action(async (action: string | undefined, ids: readonly string[], options: QueueOptions) => {
      cli.exitCode = await queue(action, ids, options, cli);
    });
}

interface QueueOptions extends RunsOption {
  readonly to?: number;
  readonly jobs?: number;
  readonly json?: true;
}

async function queue(action: string | undefined, ids: readonly string[], options: QueueOptions, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const open = await openQueue(options, cli);
  try {
    if (action !== undefined) {
      if (!isAction(action)) throw new UsageError(`${action}: there is no such action; expected one of ${actions.join(', ')}.`);
      const done = await act(action, ids, options, open);
      if (!options.json) err.line(done);
    } else if (options.to !== undefined) throw new UsageError('--to is the place that move moves to: digits queue move ID --to N.');
    const forecast = queueForecast(open, options.jobs);
    const now = new Date();
    if (options.json) out.json(queueJson(open, forecast, now), 2);
    else if (action === undefined || action === 'move') out.lines(queueLines(open, forecast, { now, output: cli.output }));
    for (const { reason } of open.broken) err.line(`warning: ${reason}`);
    return ExitCode.done;
  } finally {
    open.waiting.dispose();
  }
}

/** @returns what was done, for a person @throws {UsageError} for what cannot be done */
async function act(action: Action, ids: readonly string[], { to }: QueueOptions, open: OpenQueue): Promise<string> {
  const { waiting } = open;
  const takesIds = action === 'move' || action === 'remove' || action === 'retry';
  if (!takesIds && ids.length > 0) throw new UsageError(`${action} is of the whole queue and takes no id.`);
  if (takesIds && action !== 'retry' && ids.length === 0) throw new UsageError(`${action}: which runs? digits queue lists their ids.`);
  if ((action === 'move') !== (to !== undefined)) throw new UsageError('move and --to go together: digits queue move ID --to N.');
  switch (action) {
    case 'pause':
    case 'continue':
      await waiting.setPaused(action === 'pause');
      return action === 'pause' ? 'Paused: nothing of the queue begins.' : 'The queue goes on.';
    case 'move':
      await move(open, ids, to! - 1);
      return `Moved ${counted(ids.length, 'run')}.`;
    case 'remove': {
      const chosen = new Set(ids.map(id => found(waiting.runs, id)));
      await waiting.takeOut(chosen, [], new Date().toISOString());
      return `Removed ${counted(chosen.size, 'run')} from the queue; digits queue put-back takes that back.`;
    }
    case 'put-back': {
      const before = waiting.runs.length;
      await waiting.putBack(open.lastTakenOut(), ({ id }) => open.runs.some(run => run.id === id && run.status === 'completed'));
      return `Put ${counted(waiting.runs.length - before, 'run')} back.`;
    }
    case 'retry': {
      const chosen = new Set(ids.map(id => found(waiting.failed, id)));
      const again = waiting.failed.filter(({ id, mayRetry }) => mayRetry && (chosen.size === 0 || chosen.has(id)));
      if (again.length === 0) throw new UsageError('retry: there is none that may be retried.');
      await waiting.retry(again);
      return `${counted(again.length, 'failed run')} ${again.length === 1 ? 'waits' : 'wait'} once more.`;
    }
  }
}

async function move({ waiting }: OpenQueue, ids: readonly string[], to: number): Promise<void> {
  const chosen = new Set(ids.map(id => found(waiting.runs, id)));
  const others = waiting.runs.filter(({ id }) => !chosen.has(id));
  // To the end, and from there before the one that has the place now.
  await waiting.place(chosen, new Set());
  const at = others[to];
  if (at) await waiting.place(chosen, new Set([at.id]));
}

/** The one run whose id begins so. @throws {UsageError} if there is none, or more than one */
function found(runs: readonly { readonly id: string }[], beginning: string): string {
  const [first, second] = runs.filter(({ id }) => id.startsWith(beginning));
  if (!first) throw new UsageError(`${beginning}: no such run is there; digits queue lists their ids.`);
  if (second) throw new UsageError(`${beginning}: several ids begin so, ${first.id} and ${second.id} among them.`);
  return first.id;
}

function isAction(text: string): text is Action {
  return actions.some(action => action === text);
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
