import type { IncomingHttpHeaders } from 'node:http';

/** Who asks, as its request says. */
export interface Client {
  /** `0.31.0`; undefined where it does not say. */
  readonly version: string | undefined;
  /** Digits Lab's own client always goes on with what is there: it sends what comes after the counts that it is answered. */
  readonly alwaysGoesOn: boolean;
}

/** `W&B Internal Client 0.16.2`, `wandb-core` without a version, or `digits-lab/0.1.0`. */
export function clientOf({ 'user-agent': agent = '' }: IncomingHttpHeaders): Client {
  return {
    version: /^(?:wandb[\w-]*\/|W&B [a-zA-Z ]{1,40} )v?(\d[\w.+-]{0,30})/i.exec(agent)?.[1],
    alwaysGoesOn: agent.startsWith('digits-lab/'),
  };
}
