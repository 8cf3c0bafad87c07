import { StatusBarAlignment } from 'vscode';
import { trainingInWords } from './runInWords';
import type { Services } from './services';
import { window } from './sinks/window';

/** An item with the progress of the runs of this window; it is shown only while one is trained. */
export function createProgressItem({ lab, names, disposables }: Services): void {
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
      return item.hide();
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
  disposables.add({ dispose: stopTicking });
  disposables.add(lab.onChanged(update));
  disposables.add(
    lab.onEvents(({ events }) => {
      if (events.some(({ type }) => type === 'epochEnded' || type === 'runStarted')) update();
    }),
  );
  update();
}
