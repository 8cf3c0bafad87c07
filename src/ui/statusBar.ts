import { StatusBarAlignment } from 'vscode';
import { viewIds } from '../contributions';
import { countsInWords } from './cluster/taskCounts';
import { trainingInWords } from './runInWords';
import type { Services } from './services';
import { window } from './sinks/window';

/** An item with the progress of the runs of this window, else of what Slurm has; it is shown only while something is trained or waits there. */
export function createProgressItem({ lab, cluster, names, disposables }: Services): void {
  const item = disposables.add(window.createStatusBarItem('digitsLab.progress', 'Digits Lab', StatusBarAlignment.Left, 10));
  let ticking: NodeJS.Timeout | undefined;
  const stopTicking = (): void => {
    clearInterval(ticking);
    ticking = undefined;
  };
  const update = (): void => {
    const active = lab.active.flatMap(({ id }) => lab.find(id) ?? []);
    const [first] = active;
    if (!first) {
      stopTicking();
      return showCluster();
    }
    // The time left goes on between two events, as it does in the dashboard.
    ticking ??= setInterval(update, 1000);
    const others = active.length - 1 + lab.queued.filter(({ isAsked }) => isAsked).length;
    const name = names.fullOf(first.id);
    const progress = trainingInWords(first, Date.now());
    item.show({
      icon: 'sync~spin',
      text: `Digits ${progress}${others > 0 ? ` (+${others})` : ''}`,
      tooltip: `Training ${name}: click for its dashboard`,
      spoken: `Digits Lab trains ${name}: ${progress}`,
      command: { command: 'digitsLab.openDashboard', title: 'Open Dashboard', arguments: [first.id] },
    });
  };
  const showCluster = (): void => {
    const words = countsInWords(cluster.counts);
    if (words === '') return item.hide();
    item.show({
      icon: 'server-process',
      text: `Digits ${words}`,
      tooltip: `${words}: click for the queue`,
      spoken: `Digits Lab has ${words}`,
      command: { command: `${viewIds.queue}.focus`, title: 'Show Queue' },
    });
  };
  disposables.add({ dispose: stopTicking });
  disposables.add(lab.onChanged(update));
  disposables.add(cluster.onChanged(update));
  disposables.add(
    lab.onEvents(({ events }) => {
      if (events.some(({ type }) => type === 'epochEnded' || type === 'runStarted')) update();
    }),
  );
  update();
}
