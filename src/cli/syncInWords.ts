import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { SyncStatus, Tracking } from '../contract/tracking';

const words: Readonly<Record<SyncStatus, string>> = {
  notSynced: 'not synced',
  queued: 'queued',
  syncing: 'syncing',
  synced: 'synced',
  failed: 'failed',
};

/** How far a run has come at W&B, in a word. */
export function syncInWords({ sync }: Tracking): string {
  return words[sync.status];
}

/** The same with the run's page and the reason. */
export function stateInWords(tracking: Tracking): string {
  const { reason, url } = tracking.sync;
  return `${syncInWords(tracking)}${url === undefined ? '' : `, ${url}`}${reason === undefined ? '' : `: ${reason}`}`;
}

/** That, and what a person can do. */
export function syncLines(folder: string, tracking: Tracking, cwd: string): string[] {
  const { status } = tracking.sync;
  const id = path.basename(folder);
  const state = `Weights & Biases: ${stateInWords(tracking)}`;
  if (status === 'synced' || status === 'syncing') return [state];
  const record = recordFolder(folder);
  const official = record === undefined ? '' : `, as does WANDB_API_KEY=$WANDB_TOKEN wandb sync ${seenFrom(cwd, record)}`;
  return [state, `  digits sync ${id} sends it${official}`];
}

/** The folder that the official client takes; undefined if there is none. */
function recordFolder(runFolder: string): string | undefined {
  const folder = path.join(runFolder, 'wandb');
  try {
    const name = readdirSync(folder).find(one => one.startsWith('offline-run-') && one.endsWith(path.basename(runFolder)));
    return name === undefined ? undefined : path.join(folder, name);
  } catch {
    return undefined;
  }
}

/** A path as a person in that folder would write it. */
export function seenFrom(cwd: string, file: string): string {
  return file.startsWith(cwd.endsWith(path.sep) ? cwd : cwd + path.sep) ? path.relative(cwd, file) : file;
}
