import type { Parameters } from '../contract/parameters';
import { wholeSeconds } from '../wording/timeInWords';
import type { Estimate, Machine } from './estimate';
import { estimateOf } from './estimateInWords';

/** How long several runs will take, so many at a time; undefined if it cannot be told of one of them. */
export function estimateRuns(runs: readonly Parameters[], machine: Machine, concurrent: number): Estimate | undefined {
  const known = new Map<string, Estimate | undefined>();
  let [ms, isGuess] = [0, false];
  for (const parameters of runs) {
    const key = JSON.stringify({ ...parameters, seed: 0 });
    if (!known.has(key)) known.set(key, estimateOf(parameters, machine));
    const estimate = known.get(key);
    if (!estimate) return undefined;
    ms += estimate.ms;
    isGuess ||= estimate.isGuess;
  }
  return { ms: ms / Math.max(1, Math.min(concurrent, runs.length)), isGuess };
}

/** `about 8m`, `roughly 2h05m`; empty if it cannot be told. */
export function estimateOfRunsInWords(estimate: Estimate | undefined): string {
  if (!estimate) return '';
  const minutes = Math.round(estimate.ms / 60_000);
  const time = estimate.ms < 90_000 ? wholeSeconds(estimate.ms) : minutes < 60 ? `${minutes}m` : wholeSeconds(minutes * 60_000);
  return `${estimate.isGuess ? 'roughly' : 'about'} ${time}`;
}
