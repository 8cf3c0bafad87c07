import type { ComparedRun } from '../../../src/contract/comparison';

/** More names are no help. */
const MOST_NAMED = 5;

export interface WithoutEpochs {
  /** None of the runs has epochs, nor will have: there is no chart of them. */
  readonly areAll: boolean;
  /** Which runs are not in the chart, why, and where their curves are; empty where all are. */
  readonly inWords: string;
}

/** The runs that have no epochs since they were not trained here. @param labels of runs, by their ids */
export function withoutEpochs(runs: readonly Pick<ComparedRun, 'id' | 'origin'>[], labels: ReadonlyMap<string, string>): WithoutEpochs {
  const without = runs.filter(({ origin }) => origin !== undefined);
  if (without.length === 0) return { areAll: false, inWords: '' };
  const areAll = without.length === runs.length;
  const names = without.slice(0, MOST_NAMED).map(({ id }) => labels.get(id) ?? id);
  const more = without.length > names.length ? ` and ${without.length - names.length} more` : '';
  const who = areAll
    ? 'None of these runs was trained here, so that there are no epochs of them to draw.'
    : `Not drawn, since they were not trained here and so have no epochs: ${names.join(', ')}${more}.`;
  const below = without.some(({ origin }) => origin === 'recorded') ? ' What other tools recorded is below.' : '';
  return { areAll, inWords: `${who}${below}` };
}
