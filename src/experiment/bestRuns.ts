import { metrics } from '../contract/metrics';
import type { ListedRun } from './listedRun';

/** What says which run did better. */
export type MeasuredRun = Pick<ListedRun, 'id' | 'status' | 'parameters' | 'summary'>;

/** The accuracy by which a run may be preferred to others: of the validation images, and null of a run that failed, which has no model. */
export function accuracyToChooseBy({ status, summary }: Pick<MeasuredRun, 'status' | 'summary'>): number | null {
  return summary === undefined || status === 'failed' ? null : metrics.val_accuracy.ofRun(summary);
}

/**
 * The ids of the best runs by validation among those that are shown, one for each data set of which there are several: accuracies on
 * different images do not compare. The accuracy of the validation images decides, then their loss, then age. Test images choose nothing.
 */
export function bestRuns(runs: readonly MeasuredRun[]): ReadonlySet<string> {
  const measured = runs.flatMap(run => {
    const accuracy = accuracyToChooseBy(run);
    return accuracy === null
      ? []
      : [{ id: run.id, dataset: run.parameters.dataset, accuracy, loss: metrics.val_loss.ofRun(run.summary!) ?? Infinity }];
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
