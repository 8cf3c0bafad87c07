import path from 'node:path';
import { userState } from '../files/userState';
import { homeOf } from '../runFolder/home';
import { listRuns, type BrokenRun } from '../runFolder/listRuns';
import { readRun, type RunOverview } from '../runFolder/readRun';
import type { Run } from '../contract/runState';
import { isAsBegun } from '../runs/asBegun';
import { BackgroundWork } from '../runs/backgroundWork';
import { idsOf } from '../runs/queueState';
import { WaitingRuns } from '../runs/waitingRuns';
import { messageOf } from '../util/messageOf';
import { stateFolder } from '../util/userFolders';
import type { Cli } from './context';
import { UsageError } from './exitCode';
import { runsFolder, type RunsOption } from './runsOption';

/** A queue with the runs beside it. */
export interface OpenQueue {
  readonly file: string;
  readonly waiting: WaitingRuns;
  /** All that are there, the oldest first. */
  readonly runs: readonly RunOverview[];
  /** Those that are being trained, with what their events tell. */
  readonly atWork: readonly { readonly overview: RunOverview; readonly run: Run }[];
  readonly broken: readonly BrokenRun[];
  /** The ids of those that were taken out last, together. */
  lastTakenOut(): ReadonlySet<string>;
}

/**
 * The queue of a folder of runs: that of the editor, in `.digits`.
 * @throws {UsageError} if it cannot be read
 */
export async function openQueue(options: RunsOption, cli: Cli): Promise<OpenQueue> {
  const folder = runsFolder(options, cli);
  const { runs, broken } = await listRuns(folder);
  const home = homeOf(folder);
  // Runs that are kept elsewhere wait in the folder that is open.
  const file = path.join(path.basename(home) === '.digits' ? home : path.resolve(cli.cwd, '.digits'), 'queue.json');
  const byId = new Map(runs.map(run => [run.id, run]));
  const background = new BackgroundWork();
  background.onError(error => cli.output.err.line(`warning: ${error.message}`));
  const waiting = new WaitingRuns(file, {
    state: userState(stateFolder(), 'waiting'),
    isPossible: run => isAsBegun(run, byId.get(run.id)?.config),
    background,
  });
  try {
    await waiting.refresh();
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
  const atWork = await Promise.all(
    runs.filter(({ status }) => status === 'running').map(async overview => ({ overview, run: await readRun(overview.folder) })),
  );
  const lastTakenOut = (): ReadonlySet<string> => {
    const newest = waiting.takenOut.at(-1)?.takenOutAt;
    return idsOf(waiting.takenOut.filter(({ takenOutAt }) => takenOutAt === newest));
  };
  return { file, waiting, runs, atWork, broken, lastTakenOut };
}
