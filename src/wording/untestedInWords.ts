import type { RunConfig } from '../contract/run';
import type { RunStatus } from '../contract/runState';

/**
 * Why nothing is known of the single test images of a run, and what would change that.
 * @param refused why what its script saved of them was not taken, in sentences
 */
export function untestedInWords(
  { config, status }: { readonly config: Pick<RunConfig, 'kind'>; readonly status: RunStatus },
  refused: readonly string[],
): string {
  if (refused.length > 0) return `of this run no predictions of single test images were taken. ${refused.join(' ')}`;
  if (config.kind === 'imported')
    return 'of this run there are no predictions of single test images: its script has to save them (ground_truth.npy and predictions.npy).';
  if (status === 'running' || status === 'starting') return 'this run was not tested yet: that is done when its training ends.';
  return `this run was not tested: its training did not come to the end (${status}).`;
}
