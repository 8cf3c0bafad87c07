import type { Logged, RunResumed } from '../contract/trainer';
import { engineInWords } from './engineInWords';

/** A message of a run's log, for a terminal or another log: `warning: …`, or the message alone. */
export function loggedInWords({ level, message }: Pick<Logged, 'level' | 'message'>): string {
  return `${level === 'info' ? '' : `${level}: `}${message}`;
}

/** `resumed after epoch 3`; with what it goes on where that is another engine than before. */
export function resumedInWords({ epoch, engine }: Pick<RunResumed, 'epoch' | 'engine'>): string {
  return `resumed after epoch ${epoch}${engine ? ` with ${engineInWords(engine)}` : ''}`;
}
