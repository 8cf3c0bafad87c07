import { aurocIntervalOf, macroAurocInterval, microAurocInterval } from '../../src/evaluation/aurocInterval';
import type { MaybeInterval } from '../../src/evaluation/interval';
import { oneVsRestOfAll } from '../../src/evaluation/thresholdCounts';
import { random } from '../../src/util/random';
import { correlatedScores, distributions, type Distribution } from './distributions';
import { simulatedData } from './simulatedData';

export const measured = ['class', 'macro', 'micro'] as const;
type Measured = (typeof measured)[number];

/** Test sets that are simulated alike. */
export interface Cell {
  readonly distribution: Distribution;
  /** Positives of a class; nine times as many are its negatives. */
  readonly positives: number;
  readonly auroc: number;
}

/** How often an interval was shown, and how often the shown one held the true AUROC. */
export interface Coverage {
  readonly asked: number;
  readonly shown: number;
  readonly covered: number;
}

export type CellCoverage = Readonly<Record<Measured, Coverage>>;

/** All that is simulated, the quick ones first. */
export const cells: readonly Cell[] = [
  // Answers about an image that depend on one another, which taken as independent would give other intervals.
  ...[0.8, 0.95].map(auroc => ({ distribution: correlatedScores, positives: 100, auroc })),
  ...[100, 1000].flatMap(positives =>
    distributions.flatMap(distribution => [0.8, 0.95, 0.999].map(auroc => ({ distribution, positives, auroc }))),
  ),
];

/** `t3, 0.95, 100 + 900` */
export function nameOf({ distribution, positives, auroc }: Cell): string {
  const size = (count: number): string => count.toLocaleString('en');
  return `${distribution.name}, ${auroc}, ${size(positives)} + ${size(9 * positives)}`;
}

/** Simulates data sets, each from a seed of its own. The class's interval is taken of each of the ten classes. */
export function coverageOf(cell: Cell, dataSets: number): CellCoverage {
  const counts = { class: new Counted(), macro: new Counted(), micro: new Counted() };
  const shift = cell.distribution.shift(cell.auroc);
  for (let set = 0; set < dataSets; set++) {
    const predictions = simulatedData(cell.distribution, shift, cell.positives, random('intervals', nameOf(cell), set));
    const ofClasses = oneVsRestOfAll(predictions);
    for (const ofClass of ofClasses) counts.class.add(aurocIntervalOf(ofClass), cell.auroc);
    counts.macro.add(macroAurocInterval(predictions, ofClasses), cell.auroc);
    counts.micro.add(microAurocInterval(predictions), cell.auroc);
  }
  return counts;
}

class Counted implements Coverage {
  asked = 0;
  shown = 0;
  covered = 0;

  add(interval: MaybeInterval, truth: number): void {
    this.asked++;
    if ('none' in interval) return;
    this.shown++;
    if (interval.low <= truth && truth <= interval.high) this.covered++;
  }
}

/** What was promised of the intervals, and does not hold in a cell. */
export function brokenPromises(cell: Cell, coverage: CellCoverage): string[] {
  return measured.flatMap(what => {
    const { asked, shown, covered } = coverage[what];
    const isOften = cell.positives === 1000 && cell.auroc < 0.99;
    return [
      ...(shown > 0 && covered / shown < 0.93 ? [`${nameOf(cell)}, ${what}: ${covered} of ${shown} intervals hold the AUROC.`] : []),
      ...(isOften && (asked - shown) / asked >= 0.05 ? [`${nameOf(cell)}, ${what}: ${asked - shown} of ${asked} have no interval.`] : []),
    ];
  });
}
