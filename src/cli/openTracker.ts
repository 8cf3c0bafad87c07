import type { Tracker } from '../tracking/tracker';
import type { Cli } from './context';
import type { WandbSetup } from './wandbOptions';

/** What records runs and sends them; loaded only where it is wanted: most commands are not about it. */
export async function openTracker({ settings, credential }: WandbSetup, cli: Cli): Promise<Tracker> {
  const [{ Tracker: Loaded }, { environmentFetch }] = await Promise.all([import('../tracking/tracker'), import('../tracking/http')]);
  return new Loaded({ settings: () => settings, credential, fetch: cli.fetch ?? environmentFetch() });
}
