import type { ListedRun } from '../experiment/listedRun';
import type { RunOverview } from '../runFolder/readRun';

/** A run that was read from its folder, as lists and comparisons know it. */
export function listedRunOf(run: RunOverview & Pick<ListedRun, 'tracking'>): ListedRun {
  const { id, config, labels, status, summary, tracking, recorded } = run;
  return { id, status, parameters: config.parameters, labels, createdAt: config.createdAt, summary, config, tracking, recorded };
}
