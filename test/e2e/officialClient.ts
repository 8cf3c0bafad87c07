import { officialClients, type OfficialClient } from '../../scripts/tracking/clients';
import { userCache } from '../../scripts/userCache.mjs';

/** W&B's own client, made once for this user where there is a Python and a registry; else why there is none. */
export async function officialClient(): Promise<OfficialClient | string> {
  const { TRACKING_PYTHON: python, TRACKING_VERSION: version } = process.env;
  if (python !== undefined) return { python, version: version ?? 'of TRACKING_PYTHON' };
  try {
    const [client] = await officialClients(userCache('python'), { packages: ['wandb==0.29.0'] });
    return client!;
  } catch (error) {
    return `W&B's client could not be installed: ${(error as Error).message.slice(0, 500)}`;
  }
}
