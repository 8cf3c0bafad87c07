import type { SyncStatus, Tracking } from '../contract/tracking';

const words: Readonly<Record<SyncStatus, string>> = {
  notSynced: 'not synced',
  queued: 'queued',
  syncing: 'syncing',
  synced: 'synced',
  failed: 'failed',
};

/** Every state that a run can have at W&B, in words. */
export const syncStates: readonly string[] = Object.values(words);

/** How far a run has come at W&B, in a word or two. */
export function syncInWords({ sync }: Tracking): string {
  return words[sync.status];
}

/** The same with the run's page and the reason, in a line. */
export function syncDetails(tracking: Tracking): string {
  const { reason, url } = tracking.sync;
  return `${syncInWords(tracking)}${url === undefined ? '' : `, ${url}`}${reason === undefined ? '' : `: ${reason}`}`;
}

/** What stands behind a run's label: only what the user may want to do something about. */
export function syncTrouble({ sync }: Tracking): string | undefined {
  return sync.status === 'failed' || sync.status === 'queued' ? `W&B: ${words[sync.status]}` : undefined;
}

/**
 * How far it is, why it waits or failed, and where it goes: for a tooltip.
 * @param isOwn this user had it recorded or sent; else its folder alone says so
 */
export function trackingInWords(tracking: Tracking, isOwn: boolean): string {
  const { baseUrl, entity, project } = tracking.target;
  const { reason, status } = tracking.sync;
  const state = reason === undefined ? `${syncInWords(tracking)}.` : `${syncInWords(tracking)}: ${reason}`;
  const place = `Project ${[entity, project].filter(Boolean).join('/')} at ${new URL(baseUrl).host}.`;
  const claim = isOwn || !isUnsent(status) ? [] : ['So its folder says: nothing is sent until you choose Sync.'];
  return [`Weights & Biases, ${state}`, place, ...claim].join('\n');
}

/** Whether there is something left to send, and no process is sending it. */
export function isUnsent(status: SyncStatus): boolean {
  return status !== 'synced' && status !== 'syncing';
}
