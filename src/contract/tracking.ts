/** What is known of a run at Weights & Biases: what goes there, as what, and how far it has come. */

/** `offline`: written into the run folder for `wandb sync`; `online`: that, and sent while it trains when the network allows. */
export type WandbMode = 'offline' | 'online' | 'off';

export const wandbModes: readonly WandbMode[] = ['offline', 'online', 'off'];

/** W&B's own server; any other one is self-hosted. */
export const wandbCloud = 'https://api.wandb.ai';

/** The environment variables that a key stands in, the first of them that is set; the second is the official client's. */
export const wandbKeyVariables = ['WANDB_TOKEN', 'WANDB_API_KEY'] as const;

/** An environment for a process that has no business with a key. */
export function withoutKeys<T extends string | undefined>(environment: Readonly<Record<string, T>>): Record<string, T> {
  // Windows takes no account of case.
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !wandbKeyVariables.some(key => key === name.toUpperCase())));
}

/** Where a run goes, and under which headings. */
export interface WandbTarget {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The user or team; empty: the one that the key belongs to. */
  readonly entity: string;
  readonly project: string;
  /** Empty: none. */
  readonly group: string;
  /** Empty: none. */
  readonly jobType: string;
}

/** A key is only ever sent to the server that it was given for. */
export interface WandbCredential {
  readonly key: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Where it was found, for a person: `WANDB_TOKEN in .env`. Never the key. */
  readonly source: string;
}

/**
 * How far a run has come: `notSynced` nobody asked for it; `queued` it waits for the network, a key or its turn; `syncing`; `synced`
 * everything is there; `failed` it was refused, and waiting would not help.
 */
export type SyncStatus = 'notSynced' | 'queued' | 'syncing' | 'synced' | 'failed';

export interface SyncState {
  readonly status: SyncStatus;
  /** Why it waits or failed, and what to do, for a person. Never a key. */
  readonly reason?: string;
  /** The run's page, once the server knows it. */
  readonly url?: string;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

/** `wandb/tracking.json` in a run folder. */
export interface Tracking {
  readonly mode: Exclude<WandbMode, 'off'>;
  readonly target: WandbTarget;
  readonly sync: SyncState;
}
