import path from 'node:path';
import { ClusterQueue, noCluster, type ClusterSnapshot } from '../cluster/clusterQueue';
import { isUnderWay, type ClusterTask } from '../cluster/clusterTask';
import { isTroubled } from '../cluster/taskInWords';
import { userState } from '../files/userState';
import { homeOf } from '../runFolder/home';
import { AT_ONCE, listRuns, type BrokenRun } from '../runFolder/listRuns';
import { readRun, type RunOverview } from '../runFolder/readRun';
import type { Run } from '../contract/runState';
import { isAsBegun } from '../runs/asBegun';
import { BackgroundWork } from '../runs/backgroundWork';
import { idsOf } from '../runs/queueState';
import { WaitingRuns } from '../runs/waitingRuns';
import { mapAtOnce } from '../util/mapAtOnce';
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
  /** What a cluster does of plans beside these runs. */
  readonly cluster: ClusterSnapshot;
  /** Those that are being trained, but for tasks of a cluster, with what their events tell; where it is shown. */
  readonly atWork: readonly { readonly overview: RunOverview; readonly run: Run }[];
  readonly broken: readonly BrokenRun[];
  /** The ids of those that were taken out last, together. */
  lastTakenOut(): ReadonlySet<string>;
}

/**
 * The queue of a folder of runs: that of the editor, in `.digits`.
 * @param options isShown: what is at work is read, and Slurm is asked where something was submitted to it
 * @throws {UsageError} if it cannot be read
 */
export async function openQueue(options: RunsOption & { readonly isShown: boolean }, cli: Cli): Promise<OpenQueue> {
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
  const cluster = options.isShown ? await new ClusterQueue([folder]).look() : noCluster;
  const ofCluster = (task: ClusterTask): boolean => isUnderWay(task) || isTroubled(task, byId.get(task.runId));
  const tasks = new Set(cluster.designs.flatMap(design => design.tasks.filter(ofCluster).map(({ runId }) => runId)));
  const running = options.isShown ? runs.filter(({ id, status }) => status === 'running' && !tasks.has(id)) : [];
  const atWork = await mapAtOnce(running, AT_ONCE, async overview => ({ overview, run: await readRun(overview.folder) }));
  const lastTakenOut = (): ReadonlySet<string> => {
    const newest = waiting.takenOut.at(-1)?.takenOutAt;
    return idsOf(waiting.takenOut.filter(({ takenOutAt }) => takenOutAt === newest));
  };
  return { file, waiting, runs, cluster, atWork, broken, lastTakenOut };
}
