import { StatusBarAlignment } from 'vscode';
import { remainingMs } from '../experiment/remaining';
import { runLabel } from '../experiment/runLabel';
import type { LabRun } from '../runs/labRun';
import { wholeSeconds } from '../wording/timeInWords';
import { epochsInWords } from './runInWords';
import type { Services } from './services';
import { window } from './sinks/window';

/** An item with the progress of the runs of this window; it is shown only while one is trained. */
export function createProgressItem({ lab, disposables }: Services): void {
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
function progressInWords(run: LabRun): string {
  if (run.isStopping) return 'stopping';
  const last = run.live?.epochs.at(-1);
  // As it was when the epoch ended: the item is shown anew after the next one.
  const remaining =
    run.live && last && remainingMs({ config: run.live.config, epochs: run.live.epochs, batches: [] }, Date.parse(last.time));
  return remaining === undefined ? epochsInWords(run) : `${epochsInWords(run)} · ${wholeSeconds(remaining)}`;
}
