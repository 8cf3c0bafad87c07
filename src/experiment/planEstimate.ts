import type { Parameters } from '../contract/parameters';
import { wholeSeconds } from '../wording/timeInWords';
import type { Machine } from './estimate';
import { estimateOf } from './estimateInWords';

/**
 * How long several runs take, so many at a time: `about 12m30s`; empty if it cannot be told of one of them.
 * @param runs those that are still to be trained
 */
export function planEstimate(runs: readonly Parameters[], concurrent: number, machine: Machine): string {
  const estimates = runs.map(parameters => estimateOf(parameters, machine));
  let [total, longest] = [0, 0];
  for (const estimate of estimates) {
    if (!estimate) return '';
    total += estimate.ms;
    longest = Math.max(longest, estimate.ms);
  }
  if (runs.length === 0) return '';
  const isGuess = estimates.some(estimate => estimate?.isGuess);
  return `${isGuess ? 'roughly' : 'about'} ${wholeSeconds(Math.max(longest, total / concurrent))}`;
}
