import { loggedMetric, type LoggedResult } from '../../../src/contract/loggedResults';

/** What is drawn before a person chooses: an accuracy or a loss on images that were held back, else the first key. */
const WANTED: readonly LoggedResult[] = ['valAccuracy', 'testAccuracy', 'accuracy', 'valLoss', 'loss'];

export function firstKey(keys: readonly string[]): string | undefined {
  const found = WANTED.map(result => keys.find(key => loggedMetric(key)?.result === result));
  return found.find(key => key !== undefined) ?? keys[0];
}
