/** What is known of a run at Weights & Biases: what goes there, as what, and how far it has come. */
import type { InferOutput } from 'valibot';
import type { syncState, tracking, wandbTarget } from './formats/tracking';

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

/** A key is only ever sent to the server that it was given for. */
export interface WandbCredential {
  readonly key: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Where it was found, for a person: `WANDB_TOKEN in .env`. Never the key. */
  readonly source: string;
}

/** Where a run goes, and under which headings. */
export type WandbTarget = InferOutput<typeof wandbTarget>;
export type SyncState = InferOutput<typeof syncState>;
export type SyncStatus = SyncState['status'];
/** `wandb/tracking.json` in a run folder. */
export type Tracking = InferOutput<typeof tracking>;
