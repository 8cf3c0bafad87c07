import { ClusterQueue, type ClusterSnapshot } from '../cluster/clusterQueue';
import { isUnderWay } from '../cluster/clusterTask';
import { isAwaited, isTroubled } from '../cluster/taskInWords';
import { systemClock } from '../util/clock';
import { grouped } from '../util/format';
import { statesInBrief } from './clusterStates';
import { ClusterWait } from './clusterWait';
import type { Cli } from './context';
import { endsOfRuns } from './endsOfRuns';
import { StatusLine } from './progress';
import { commandOn, runsFolder, type RunsOption } from './runsOption';

export interface WaitedForCluster {
  /** Where a person has stopped it. */
  readonly exitCode: number | undefined;
  /** Something of what was waited for has no result, or it is not known whether it has. */
  readonly isTroubled: boolean;
}

/**
 * `digits queue --wait`: waits until a cluster has nothing of these runs any more, but for what does not go on by itself.
 * @throws {SlurmError} {RunFolderError} as `ClusterWait.until`
 */
export async function waitForCluster(
  options: RunsOption & { readonly json?: true },
  cli: Cli,
  queue: Pick<ClusterQueue, 'look'> = new ClusterQueue([runsFolder(options, cli)]),
  clock = systemClock,
): Promise<WaitedForCluster> {
  const { output } = cli;
  const status = new StatusLine(options.json ? { ...output, isTerminal: false } : output);
  const wait = new ClusterWait(queue, cli, () => status.clear(), clock);
  const awaited = new Set<string>();
  try {
    await wait.look();
    let last: ClusterSnapshot | undefined;
    const exitCode = await wait.until(
      ({ designs }) => !designs.some(({ tasks }) => tasks.some(isAwaited)),
      ({ snapshot }) => {
        last = snapshot;
        const underWay = snapshot.designs.flatMap(({ tasks }) => tasks.filter(isUnderWay));
        for (const { plan, tasks } of snapshot.designs) wait.setAwaited(plan.folder, tasks.some(isAwaited));
        for (const { runId } of underWay) awaited.add(runId);
        wait.sayStuck(underWay);
        status.show(`${grouped(underWay.length)} under way   ${statesInBrief(underWay)}`.slice(0, output.columns - 1));
        return Promise.resolve();
      },
    );
    status.clear();
    if (exitCode !== undefined) {
      output.err.line(
        `The tasks go on. ${commandOn('digits queue', options)} shows them, ${commandOn('digits queue cancel --all', options)} cancels them.`,
      );
      return { exitCode, isTroubled: false };
    }
    const { designs = [], broken = [] } = last ?? {};
    const tasks = designs.flatMap(design => design.tasks.filter(({ runId }) => awaited.has(runId)));
    const find = await endsOfRuns(tasks, runsFolder(options, cli), clock);
    return { exitCode, isTroubled: broken.length > 0 || tasks.some(task => isTroubled(task, find(task.runId))) };
  } finally {
    status.clear();
    wait.dispose();
  }
}
