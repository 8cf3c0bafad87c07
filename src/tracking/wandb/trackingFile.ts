import { tracking } from '../../contract/formats/tracking';
import type { Tracking } from '../../contract/tracking';
import { readJsonFile } from '../../runFolder/readFile';
import { toJson } from '../../util/json';
import { writeFileIn } from '../../files/writeFiles';
import { pagesUrl } from './baseUrl';

/** Where a run's folder keeps what is known of it at W&B. */
export const TRACKING_FILE = 'wandb/tracking.json';

/** Undefined if there is none, or one that says nothing: then the run counts as never tracked, and its record can be made anew. */
export async function readTracking(runFolder: string): Promise<Tracking | undefined> {
  const found = await readJsonFile(runFolder, TRACKING_FILE, tracking).catch(() => undefined);
  if (!found) return undefined;
  const { url, ...sync } = found.sync;
  // The link is opened on a click: it may only lead to the pages of the server.
  const isPage = url !== undefined && url.startsWith(`${pagesUrl(found.target.baseUrl)}/`);
  return { ...found, sync: { ...sync, ...(isPage && { url }) } };
}

export async function writeTracking(runFolder: string, state: Tracking): Promise<void> {
  await writeFileIn(runFolder, TRACKING_FILE, toJson(state));
}
