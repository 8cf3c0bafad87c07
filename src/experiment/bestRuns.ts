import { metrics } from '../contract/metrics';
import type { ListedRun } from './listedRun';

/**
 * The ids of the best runs by validation among those that are shown, one for each data set of which there are several: accuracies on
 * different images do not compare. The accuracy of the validation images decides, then their loss, then age. Test images choose nothing,
 * and a run that failed has no model to prefer.
 */
export function bestRuns(runs: readonly Pick<ListedRun, 'id' | 'status' | 'parameters' | 'summary'>[]): ReadonlySet<string> {
  const measured = runs.flatMap(({ id, status, parameters, summary }) => {
    const accuracy = summary && metrics.val_accuracy.ofRun(summary);
    return accuracy == null || status === 'failed'
      ? []
      : [{ id, dataset: parameters.dataset, accuracy, loss: metrics.val_loss.ofRun(summary!) ?? Infinity }];
  });
  const best = new Map<string | undefined, { readonly run: (typeof measured)[number]; readonly of: number }>();
  for (const run of measured) {
    const held = best.get(run.dataset);
    const isBetter =
      !held ||
      run.accuracy > held.run.accuracy ||
      (run.accuracy === held.run.accuracy && (run.loss - held.run.loss || (run.id < held.run.id ? -1 : 1)) < 0);
    best.set(run.dataset, { run: isBetter ? run : held.run, of: (held?.of ?? 0) + 1 });
  }
  return new Set([...best.values()].filter(({ of }) => of > 1).map(({ run }) => run.id));
}
