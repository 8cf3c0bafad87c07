import { commands } from 'vscode';
import type { ClusterSnapshot } from '../../cluster/clusterQueue';
import { isUnderWay } from '../../cluster/clusterTask';
import { isTroubled } from '../../cluster/taskInWords';
import { viewIds } from '../../contributions';
import type { Disposable } from '../../util/emitter';
import type { Services } from '../services';
import { setting } from '../settings';
import { window } from '../sinks/window';
import type { Cluster } from './cluster';
import type { ClusterDesigns } from './clusterDesigns';

const OPEN = 'Open';
const SHOW_QUEUE = 'Show Queue';

/** Tells a person that the last task of a plan at Slurm has ended: once for each plan, and not of what they cancelled themselves. */
export class PlanNotices implements Disposable {
  /** The folders of plans of which something is under way, with the runs of those tasks. */
  private underWay = new Map<string, ReadonlySet<string>>();
  private readonly cancelled = new Set<string>();
  private readonly listening: Disposable;

  constructor(
    private readonly lab: Pick<Services['lab'], 'find' | 'look'>,
    cluster: Pick<Cluster, 'onChanged'>,
    private readonly designs: Pick<ClusterDesigns, 'titleOf' | 'inFolder'>,
  ) {
    this.listening = cluster.onChanged(snapshot => void this.hear(snapshot));
  }

  /** A person has cancelled these. */
  noteCancelled(runIds: readonly string[]): void {
    for (const id of runIds) this.cancelled.add(id);
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async hear({ designs }: ClusterSnapshot): Promise<void> {
    const before = this.underWay;
    this.underWay = new Map();
    const ended = designs.filter(({ plan, tasks }) => {
      const running = tasks.filter(isUnderWay);
      // Of a plan that goes on, all that it had under way since it was told of last.
      if (running.length > 0)
        this.underWay.set(plan.folder, new Set([...(before.get(plan.folder) ?? []), ...running.map(({ runId }) => runId)]));
      return running.length === 0 && before.has(plan.folder);
    });
    for (const { plan, tasks } of ended) {
      const ids = before.get(plan.folder)!;
      const those = tasks.filter(({ runId }) => ids.has(runId) && !this.cancelled.has(runId));
      for (const id of ids) this.cancelled.delete(id);
      if (those.length === 0) continue;
      // What their folders say may be newer than what is known of them.
      await this.lab.look(those.map(({ runId }) => runId)).catch(() => undefined);
      const unfinished = those.filter(task => isTroubled(task, this.lab.find(task.runId))).length;
      await this.tell(plan.folder, { title: this.designs.titleOf(plan), all: those.length, unfinished });
    }
  }

  private async tell(
    folder: string,
    { title, all, unfinished }: { readonly title: string; readonly all: number; readonly unfinished: number },
  ): Promise<void> {
    const which = setting('digitsLab.notifications');
    if (which === 'none' || (which === 'failures' && unfinished === 0)) return;
    const one = unfinished === 1;
    const troubled =
      all === 1
        ? `The run of “${title}” at Slurm has not come to its end.`
        : `${unfinished} of the ${all} runs of “${title}” at Slurm ${one ? 'has not come to its' : 'have not come to their'} end.`;
    const answer =
      unfinished === 0
        ? await window.showInformationMessage(
            all === 1 ? `The run of “${title}” at Slurm has ended.` : `All ${all} runs of “${title}” at Slurm have ended.`,
            OPEN,
          )
        : await window.showWarningMessage(troubled, OPEN, SHOW_QUEUE);
    if (answer === OPEN) this.designs.inFolder(folder)?.show();
    if (answer === SHOW_QUEUE) await commands.executeCommand(`${viewIds.queue}.focus`);
  }
}
