import path from 'node:path';
import type { WandbTarget } from '../../contract/tracking';
import { makeFoldersIn, writeFileIn } from '../../files/writeFiles';
import { holdFileLock } from '../../runFolder/fileLock';
import { messageOf } from '../../util/messageOf';
import type { Fetch } from '../http';
import { isPassing } from '../requestError';
import { INTERRUPTED, type Outcome, type Sending } from '../sink';
import { pagesUrl } from './baseUrl';
import type { WandbCredential } from './credentials';
import { Requests } from './requests';
import type { Upload as RunUpload } from './upload';

export interface SenderOptions {
  /** The key for a server, undefined if there is none; asked anew before each attempt. */
  readonly credential: (baseUrl: string) => Promise<WandbCredential | undefined>;
  /** In VS Code the global one, which its proxy settings reach. */
  readonly fetch: Fetch;
}

interface RunSending extends Sending<WandbTarget> {
  /** The upload that takes nudges from now on. */
  readonly onUpload: (upload: RunUpload) => void;
}

/** An attempt that failed is followed by another one after so long, if the server does not ask for more. */
const AGAIN_MS = 5 * 60_000;

/** What keeps two processes from sending a run at once. */
export function sendingLock(runFolder: string): string {
  return path.join(runFolder, 'wandb', 'sending');
}

/** Tries once to send a run, or what is left of it to send; resolves with how that ended, and never rejects. */
export async function sendRun(sending: RunSending, options: SenderOptions): Promise<Outcome> {
  const { runFolder, target } = sending;
  let release: (() => Promise<void>) | undefined;
  /** Aborted when another process sends the run because it considered this one dead. */
  const lost = new AbortController();
  const byAnother: Outcome = { status: 'queued', reason: 'another window or process is sending it.', againAfterMs: AGAIN_MS };
  try {
    const credential = await options.credential(target.baseUrl);
    if (!credential) {
      const { host } = new URL(target.baseUrl);
      return { status: 'queued', reason: `no key for ${host}: sign in, or put WANDB_TOKEN into the environment or into .env.` };
    }
    // If a link has replaced the folder, nothing is written behind the link.
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

async function upload(sending: RunSending, { fetch }: SenderOptions, credential: WandbCredential): Promise<Outcome> {
  const { runFolder, clock, signal, onState } = sending;
  const { baseUrl } = sending.target;
  const record = await sending.record();
  // A key goes only to the server that it is for, even if `credential` names another one's.
  if (credential.baseUrl !== baseUrl)
    throw new Error(`The key from ${credential.source} is for ${credential.baseUrl}, not for ${baseUrl}.`);
  let url: string | undefined;
  const link = (): { url?: string } => (url === undefined ? {} : { url });
  const { Upload } = await import('./upload');
  const job = new Upload({
    runFolder,
    record,
    requests: new Requests({ fetch, clock, credential, signal }),
    clock,
    signal,
    onPath: ({ entity, project, name }) => {
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
  return { status: 'failed', reason: messageOf(error) };
}
