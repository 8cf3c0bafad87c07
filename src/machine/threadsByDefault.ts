import os from 'node:os';
import { MAX_THREADS } from '../contract/threads';

/** One for each core. */
export function threadsByDefault(): number {
  return Math.min(os.availableParallelism(), MAX_THREADS);
}
