import { accuracyToChooseBy, type MeasuredRun } from './bestRuns';

/** How the validation accuracies of several runs lie. */
export interface Spread {
  /** How many runs were measured. */
  readonly count: number;
  readonly mean: number;
  /** Of the sample, with `count - 1`; null of one run. */
  readonly deviation: number | null;
}

/** Of the runs that were measured; undefined where none was, or where they have different data sets, whose accuracies do not compare. */
export function spreadOf(runs: readonly MeasuredRun[]): Spread | undefined {
  const measured = runs.flatMap(run => {
    const accuracy = accuracyToChooseBy(run);
    return accuracy === null ? [] : [{ accuracy, dataset: run.parameters.dataset }];
  });
  if (new Set(measured.map(({ dataset }) => dataset)).size !== 1) return undefined;
  const count = measured.length;
  const mean = measured.reduce((sum, { accuracy }) => sum + accuracy, 0) / count;
  const squares = measured.reduce((sum, { accuracy }) => sum + (accuracy - mean) ** 2, 0);
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null };
}
