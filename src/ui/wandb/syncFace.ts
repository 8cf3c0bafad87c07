import type { SyncStatus, Tracking } from '../../contract/tracking';
import { isUnsent, syncInWords, trackingInWords } from '../../wording/syncInWords';
import type { RowFace, RowIcon } from '../tree/rowFace';

/** The row below a run that says how far it has come; a click opens the run's page, where there is one. */
export function syncFace(tracking: Tracking, runId: string, isOwn: boolean): RowFace {
  const { status, url } = tracking.sync;
  return {
    label: 'Weights & Biases',
    description: syncInWords(tracking),
    tooltip: trackingInWords(tracking, isOwn),
    icon: icons[status],
    context: ['wandb', ...syncContext(tracking)].join(' '),
    ...(url !== undefined && { command: { command: 'digitsLab.wandb.openRun', title: 'Open on Weights & Biases', arguments: [runId] } }),
  };
}

const icons: Readonly<Record<SyncStatus, RowIcon>> = {
  notSynced: { id: 'cloud' },
  queued: { id: 'cloud-upload', colour: 'charts.yellow' },
  syncing: { id: 'sync~spin', colour: 'charts.blue' },
  synced: { id: 'cloud', colour: 'charts.green' },
  failed: { id: 'error', colour: 'charts.red' },
};

/** What the context menus ask for, of a run that is tracked. */
export function syncContext({ sync }: Tracking): string[] {
  return [...(sync.url === undefined ? [] : ['linked']), ...(isUnsent(sync.status) ? ['unsent'] : [])];
}
