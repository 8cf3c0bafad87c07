import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import type { Cli } from './context';
import { fetchOverNetwork } from './fetchOverNetwork';
import type { WandbSetup } from './wandbOptions';

/** Opens what records and sends runs. It is loaded only when it is needed, since most commands do not use it. */
export async function openTracker({ settings, credential }: WandbSetup, cli: Cli): Promise<WandbTracker> {
  const { createWandbTracker } = await import('../tracking/wandb/wandbTracker');
  return createWandbTracker({ settings: () => settings, credential, fetch: cli.fetch ?? fetchOverNetwork });
}
