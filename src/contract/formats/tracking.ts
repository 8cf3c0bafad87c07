/** `wandb/tracking.json`: what is known of a run at Weights & Biases. */
import * as v from 'valibot';
import { flag, oneOf, record, text, time } from './basics';

const expectedAddress = 'the address of a server, with http: or https:';

const webAddress = v.pipe(
  v.string(expectedAddress),
  v.maxLength(2000, expectedAddress),
  v.check(value => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol), expectedAddress),
);

/** Where a run goes, and under which headings. */
export const wandbTarget = record({
  /** Without a slash at its end. */
  baseUrl: webAddress,
  /** The user or team; empty: the one that the key belongs to. */
  entity: text,
  project: text,
  /** Empty: none. */
  group: text,
  /** Empty: none. */
  jobType: text,
});

export const syncState = record({
  /**
   * How far the upload of a run is: `notSynced` it was not asked for; `queued` it waits for the network, a key or its turn; `syncing`;
   * `synced` everything has arrived; `failed` it was refused, and waiting would not help.
   */
  status: oneOf(['notSynced', 'queued', 'syncing', 'synced', 'failed']),
  /** Why it waits or failed, and what to do, for a person. Never a key. */
  reason: v.exactOptional(text),
  /** The run's page, once the server knows it. */
  url: v.exactOptional(text),
  /** ISO 8601, UTC. */
  changedAt: time,
});

export const tracking = record({
  /** `offline`: written into the run folder for `wandb sync`; `online`: that, and sent while it trains when the network allows. */
  mode: oneOf(['offline', 'online']),
  target: wandbTarget,
  sync: syncState,
});

/** What this user asked for about a run, as their state folder keeps it. */
export const begunUpload = record({ target: wandbTarget, isWaiting: flag });
