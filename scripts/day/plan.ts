/** The runs of the day: four learning rates, each with five seeds, in an order in which each differs in one thing from the one before. */
export interface PlannedRun {
  readonly learning_rate: number;
  readonly seed: number;
}

/** So small that a run takes a second or two. */
export const small = { epochs: 1, train_samples: 1000, num_filters: 4 };

/** What the first run is called. */
export const BASELINE = 'baseline';

const seeds = [1, 2, 3, 4, 5];
const rates = [0.002, 0.005, 0.01, 0.05];

export const plannedRuns: readonly PlannedRun[] = rates.flatMap((learning_rate, i) =>
  (i % 2 === 0 ? seeds : seeds.toReversed()).map(seed => ({ learning_rate, seed })),
);

/** How a run without a name is called, whatever else its label says. */
export function calledBy({ learning_rate, seed }: PlannedRun): RegExp {
  return new RegExp(`^(?=.*learning_rate ${String(learning_rate).replace('.', '\\.')}(?![\\d.]))(?=.*seed ${seed}(?!\\d))`);
}
