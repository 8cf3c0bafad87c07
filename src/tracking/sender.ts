import path from 'node:path';
import { makeFoldersIn, writeFileIn } from '../files/writeFiles';
import type { SyncState, WandbCredential } from '../contract/tracking';
import { holdFileLock } from '../runFolder/fileLock';
import type { Clock } from '../util/clock';
import type { Fetch } from './http';
import { pagesUrl } from './wandb/baseUrl';
import { Requests } from './wandb/requests';
import { Upload } from './wandb/upload';
import { isPassing } from './wandb/wandbError';

export interface SenderOptions {
  readonly credential: (baseUrl: string) => Promise<WandbCredential | undefined>;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

export interface Sending {
  readonly runFolder: string;
  readonly baseUrl: string;
  /** The `.wandb` file, by its name in the run's folder, with slashes; asked for when no other process sends the run. */
  readonly record: () => Promise<string>;
  readonly signal: AbortSignal;
  readonly onState: (state: NewState) => void;
  /** The upload that takes nudges from now on. */
  readonly onUpload: (upload: Upload) => void;
}

/** A state without the time at which it came. */
export type NewState = Omit<SyncState, 'changedAt'>;

/** How an attempt to send a run ended. */
export interface Outcome extends NewState {
  /** It may go well later by itself; so long it should be left alone. */
  readonly againAfterMs?: number;
}

/** An attempt that failed is followed by another one after so long, if the server does not ask for more. */
const AGAIN_MS = 5 * 60_000;

/** Why a run waits that somebody has stopped sending. */
export const INTERRUPTED = 'it was interrupted.';

/** What keeps two processes from sending a run at once. */
export function sendingLock(runFolder: string): string {
  return path.join(runFolder, 'wandb', 'sending');
}

/** Tries once to send a run, or what is left of it to send; resolves with how that ended, and never rejects. */
export async function sendRun(sending: Sending, options: SenderOptions): Promise<Outcome> {
  const { runFolder, baseUrl } = sending;
  const { host } = new URL(baseUrl);
  let release: (() => Promise<void>) | undefined;
  /** Aborted when another process sends it, since this one was taken for dead. */
  const lost = new AbortController();
  const byAnother: Outcome = { status: 'queued', reason: 'another window or process is sending it.', againAfterMs: AGAIN_MS };
  try {
    const credential = await options.credential(baseUrl);
    if (!credential)
      return { status: 'queued', reason: `no key for ${host}: sign in, or put WANDB_TOKEN into the environment or into .env.` };
    // Where a link stands in the place of a folder, nothing is written behind it.
    await makeFoldersIn(runFolder, 'wandb/any');
    release = await holdFileLock(sendingLock(runFolder), () => lost.abort());
    if (!release) return byAnother;
    const signal = AbortSignal.any([sending.signal, lost.signal]);
    return await upload({ ...sending, signal }, options, credential);
  } catch (error) {
    if (lost.signal.aborted) return byAnother;
    return outcomeOf(error, sending.signal);
  } finally {
    await release?.().catch(() => undefined);
  }
}

async function upload(sending: Sending, { fetch, clock }: SenderOptions, credential: WandbCredential): Promise<Outcome> {
  const { runFolder, baseUrl, signal, onState } = sending;
  const record = await sending.record();
  // A key goes nowhere but to the server that it is for, whatever whoever found it says.
  if (credential.baseUrl !== baseUrl)
    throw new Error(`The key from ${credential.source} is for ${credential.baseUrl}, not for ${baseUrl}.`);
  let url: string | undefined;
  const link = (): { url?: string } => (url === undefined ? {} : { url });
  const job = new Upload({
    runFolder,
    record,
    requests: new Requests({ fetch, clock, credential, signal }),
    clock,
    signal,
    onPlace: ({ entity, project, name }) => {
      url = `${pagesUrl(baseUrl)}/${[entity, project, 'runs', name].map(encodeURIComponent).join('/')}`;
      onState({ status: 'syncing', url });
    },
    onRetry: error => onState({ status: 'queued', reason: `${error.message} It is tried again.`, ...link() }),
    onRecovered: () => onState({ status: 'syncing', ...link() }),
  });
  sending.onUpload(job);
  await job.run();
  // Official clients, which would send it a second time, pass over what has this beside it.
  await writeFileIn(runFolder, `${record}.synced`, '');
  return { status: 'synced', ...link() };
}

function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  if (signal.aborted) return { status: 'queued', reason: INTERRUPTED };
  if (isPassing(error)) return { status: 'queued', reason: error.message, againAfterMs: Math.max(AGAIN_MS, error.retryAfterMs ?? 0) };
  return { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
}
