import { setFlagsFromString } from 'node:v8';
import type { Dataset } from '../data/dataset';

/**
 * To be called when everything was done once that a run does again and again: from then on it takes no more memory. What it will need at its end is read,
 * and V8 gives short-lived objects no more room than they have had, which it would double now and then.
 */
export function settleMemory({ test }: Dataset): void {
  test.images.all();
  setFlagsFromString('--semi-space-growth-factor=1');
}
