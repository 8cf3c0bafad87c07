import type { WandbTracker } from '../tracking/wandb/wandbTracker';
import type { Cli } from './context';
import type { WandbSetup } from './wandbOptions';

/** What records runs and sends them; loaded only where it is wanted: most commands are not about it. */
export async function openTracker({ settings, credential }: WandbSetup, cli: Cli): Promise<WandbTracker> {
  const [{ createWandbTracker }, { environmentFetch }] = await Promise.all([
    import('../tracking/wandb/wandbTracker'),
    import('../tracking/http'),
  ]);
  return createWandbTracker({ settings: () => settings, credential, fetch: cli.fetch ?? environmentFetch() });
}
