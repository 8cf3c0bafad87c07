import type { Confounder } from '../../contract/effects';

/** `batch_size 32 → 64, threads 1 → 2` */
export function confoundersNamed(confounders: readonly Confounder[]): string {
  return confounders.map(({ name, values: [from, to] }) => `${name} ${from} → ${to}`).join(', ');
}
