import { StatusBarAlignment } from 'vscode';
import { runLabel } from '../experiment/arrangement';
import type { LabRun } from '../runs/labRun';
import { duration, percent } from '../util/format';
import type { Services } from './services';
import { window } from './sinks/window';

/** One item that says how the runs of this window are getting on; it is there only while one is trained. */
export function createStatusBarItem({ lab, disposables }: Services): void {
  const item = disposables.add(window.createStatusBarItem('digitsLab.progress', 'Digits Lab', StatusBarAlignment.Left, 10));
  const update = (): void => {
    const active = lab.active.flatMap(({ id }) => lab.find(id) ?? []);
    const [first] = active;
    if (!first) return item.hide();
    const others = active.length - 1 + lab.queued.filter(({ isAsked }) => isAsked).length;
    item.show({
      icon: 'sync~spin',
      text: `Digits ${progressInWords(first)}${others > 0 ? ` (+${others})` : ''}`,
      tooltip: `Training ${runLabel(first)}: click for its dashboard`,
      spoken: `Digits Lab trains ${runLabel(first)}: ${progressInWords(first)}`,
      command: { command: 'digitsLab.openDashboard', title: 'Open Dashboard', arguments: [first.id] },
    });
  };
  disposables.add(lab.onChanged(update));
  disposables.add(
    lab.onEvents(({ events }) => {
      if (events.some(({ type }) => type === 'epochEnded' || type === 'runStarted')) update();
    }),
  );
  update();
}

/** `3/10 · 97.82 % · 1m20s` */
function progressInWords({ live, parameters, isStopping }: LabRun): string {
  if (isStopping) return 'stopping';
  const last = live?.epochs.at(-1);
  if (!last) return `0/${parameters.epochs}`;
  return `${last.epoch}/${last.epochs} · ${percent(last.valAccuracy ?? last.accuracy)} · ${duration(last.etaMs)}`;
}
