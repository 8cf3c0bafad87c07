import { ThemeColor, ThemeIcon, type TreeItem } from 'vscode';
import type { SyncStatus, Tracking } from '../../contract/tracking';

/** How far a run has come, in a word or two. */
export function syncInWords({ sync }: Tracking): string {
  const words: Readonly<Record<SyncStatus, string>> = {
    notSynced: 'not synced',
    queued: 'queued',
    syncing: 'syncing',
    synced: 'synced',
    failed: 'failed',
  };
  return words[sync.status];
}

/** What stands behind a run's label: only what a person may want to do something about. */
export function syncTrouble({ sync }: Tracking): string | undefined {
  if (sync.status === 'failed') return 'W&B: failed';
  return sync.status === 'queued' ? 'W&B: queued' : undefined;
}

/** The row below a run; a click opens the run's page, where there is one. */
export function wandbItem(tracking: Tracking, runId: string, isOwn: boolean): Partial<TreeItem> {
  const { status, url } = tracking.sync;
  return {
    label: 'Weights & Biases',
    description: syncInWords(tracking),
    tooltip: trackingInWords(tracking, isOwn),
    iconPath: syncIcon(status),
    contextValue: ['wandb', ...syncContext(tracking)].join(' '),
    ...(url !== undefined && {
      command: { command: 'digitsLab.wandb.openRun', title: 'Open on Weights & Biases', arguments: [runId] },
    }),
  };
}

/**
 * How far it is, where it goes, and why it waits or failed: for a tooltip.
 * @param isOwn this user had it recorded or sent; else its folder alone says so
 */
export function trackingInWords(tracking: Tracking, isOwn: boolean): string {
  const { baseUrl, entity, project } = tracking.target;
  const where = `Project ${[entity, project].filter(Boolean).join('/')} at ${new URL(baseUrl).host}.`;
  const { reason } = tracking.sync;
  const state = reason === undefined ? `${syncInWords(tracking)}.` : `${syncInWords(tracking)}: ${reason}`;
  const who = isOwn || !isUnsent(tracking.sync.status) ? [] : ['So its folder says: nothing is sent until you choose Sync.'];
  return [`Weights & Biases, ${state}`, where, ...who].join('\n');
}

function syncIcon(status: SyncStatus): ThemeIcon {
  switch (status) {
    case 'notSynced':
      return new ThemeIcon('cloud');
    case 'queued':
      return new ThemeIcon('cloud-upload', new ThemeColor('charts.yellow'));
    case 'syncing':
      return new ThemeIcon('sync~spin', new ThemeColor('charts.blue'));
    case 'synced':
      return new ThemeIcon('cloud', new ThemeColor('charts.green'));
    case 'failed':
      return new ThemeIcon('error', new ThemeColor('charts.red'));
  }
}

/** What the context menus ask for, of a run that is tracked. */
export function syncContext({ sync }: Tracking): string[] {
  const words: string[] = [];
  if (sync.url !== undefined) words.push('linked');
  if (isUnsent(sync.status)) words.push('unsent');
  return words;
}

/** Whether there is something left to send, and it is not being sent. */
export function isUnsent(status: SyncStatus): boolean {
  return status !== 'synced' && status !== 'syncing';
}
