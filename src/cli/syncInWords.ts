import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Tracking } from '../contract/tracking';
import { isUnsent, syncDetails } from '../wording/syncInWords';

/** How far a run has come at W&B, and what the user can do. */
export function syncLines(folder: string, tracking: Tracking, cwd: string): string[] {
  const id = path.basename(folder);
  const state = `Weights & Biases: ${syncDetails(tracking)}`;
  if (!isUnsent(tracking.sync.status)) return [state];
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

/** A path as it would be written in that folder. */
export function seenFrom(cwd: string, file: string): string {
  return file.startsWith(cwd.endsWith(path.sep) ? cwd : cwd + path.sep) ? path.relative(cwd, file) : file;
}
