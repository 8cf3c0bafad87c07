import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { wandbModes, type SyncState, type SyncStatus, type Tracking, type WandbMode, type WandbTarget } from '../contract/tracking';
import { toJson } from '../util/json';
import { writeFileAtomically } from '../util/atomicFile';
import { pagesUrl } from './wandb/baseUrl';

/** Where a run's folder keeps what is known of it at W&B. */
export function trackingFile(runFolder: string): string {
  return path.join(runFolder, 'wandb', 'tracking.json');
}

/** Undefined if there is none, or one that says nothing: then the run counts as never tracked, and its record can be made anew. */
export async function readTracking(runFolder: string): Promise<Tracking | undefined> {
  try {
    return parseTracking(JSON.parse(await readFile(trackingFile(runFolder), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeTracking(runFolder: string, tracking: Tracking): Promise<void> {
  await writeFileAtomically(trackingFile(runFolder), toJson(tracking));
}

const statuses: readonly SyncStatus[] = ['notSynced', 'queued', 'syncing', 'synced', 'failed'];

/**
 * A state out of JSON. The file comes with a folder that may be anybody's, and the link in it is opened: it may only lead to the pages of
 * the server.
 */
function parseTracking(value: unknown): Tracking | undefined {
  const { mode, target, sync } = (value ?? {}) as { [K in keyof Tracking]?: unknown };
  const parsedTarget = parseTarget(target);
  const parsedSync = parsedTarget && parseSync(sync, pagesUrl(parsedTarget.baseUrl));
  if (!isMode(mode) || mode === 'off' || !parsedTarget || !parsedSync) return undefined;
  return { mode, target: parsedTarget, sync: parsedSync };
}

function parseTarget(value: unknown): WandbTarget | undefined {
  const { baseUrl, entity, project, group, jobType } = (value ?? {}) as { [K in keyof WandbTarget]?: unknown };
  const texts = [baseUrl, entity, project, group, jobType];
  if (!texts.every(text => typeof text === 'string') || !isWebAddress(baseUrl)) return undefined;
  return { baseUrl, entity: entity as string, project: project as string, group: group as string, jobType: jobType as string };
}

function parseSync(value: unknown, pages: string): SyncState | undefined {
  const { status, reason, url, changedAt } = (value ?? {}) as { [K in keyof SyncState]?: unknown };
  const known = statuses.find(one => one === status);
  if (known === undefined || typeof changedAt !== 'string') return undefined;
  return {
    status: known,
    ...(typeof reason === 'string' && { reason }),
    ...(typeof url === 'string' && url.startsWith(`${pages}/`) && { url }),
    changedAt,
  };
}

function isMode(value: unknown): value is WandbMode {
  return wandbModes.some(mode => mode === value);
}

function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}
