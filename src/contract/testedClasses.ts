import type { RunConfig } from './run';
import type { RunSummary } from './summary';

/**
 * How many classes a run was tested on: as its config says or, of an imported run whose config does not, as its confusion matrix has;
 * undefined where neither tells.
 */
export function testedClasses({
  config,
  summary,
}: {
  readonly config: RunConfig;
  readonly summary: Pick<RunSummary, 'confusionMatrix'> | undefined;
}): number | undefined {
  return config.dataset?.classes ?? summary?.confusionMatrix?.length;
}
