/** What is known of a run at Weights & Biases: its target, and how far its upload is. */
import type { InferOutput } from 'valibot';
import type { syncState, tracking, wandbTarget } from './formats/tracking';

/** `offline`: a run is recorded in its folder; `online`: that, and sent while it trains when the network allows. */
export type TrackingMode = 'offline' | 'online' | 'off';

export const trackingModes: readonly TrackingMode[] = ['offline', 'online', 'off'];

/** W&B's own server; any other one is self-hosted. */
export const wandbCloud = 'https://api.wandb.ai';

/** The environment variables that a key stands in, the first of them that is set; the second is the official client's. */
export const wandbKeyVariables = ['WANDB_TOKEN', 'WANDB_API_KEY'] as const;

/** The variable that says, beside WANDB_BASE_URL, that this is Digits Lab's own server for Python scripts. */
export const endpointVariable = 'DIGITS_ENDPOINT';

/** What else is a secret there. */
const secretVariables: readonly string[] = [...wandbKeyVariables, 'MLFLOW_TRACKING_TOKEN', 'MLFLOW_TRACKING_PASSWORD'];

/** An environment for a process that has no business with a key. */
export function withoutKeys<T extends string | undefined>(environment: Readonly<Record<string, T>>): Record<string, T> {
  // Windows takes no account of case.
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secretVariables.includes(name.toUpperCase())));
}

/** Where a run goes, and under which headings. */
export type WandbTarget = InferOutput<typeof wandbTarget>;
export type SyncState = InferOutput<typeof syncState>;
export type SyncStatus = SyncState['status'];
/** `wandb/tracking.json` in a run folder. */
export type Tracking = InferOutput<typeof tracking>;
