import type { Logged } from '../contract/trainer';

/** A message of a run's log, for a terminal or another log: `warning: …`, or the message alone. */
export function loggedInWords({ level, message }: Pick<Logged, 'level' | 'message'>): string {
  return `${level === 'info' ? '' : `${level}: `}${message}`;
}

/** `resumed after epoch 3` */
export function resumedInWords({ epoch }: { readonly epoch: number }): string {
  return `resumed after epoch ${epoch}`;
}
