import type { Counted, CurveMean, MeanCurves, RunCurves } from '../../../src/contract/inspection';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { messageOf } from '../../../src/util/messageOf';
import { askForCounts, askForCurves, askForMean } from './curveQuestions';

/** What is known of a run's curves by now. */
export type Known<T> =
  | { readonly is: 'asked' }
  | { readonly is: 'known'; readonly value: T }
  | { readonly is: 'missing'; readonly why: string };

const asked = { is: 'asked' } as const;

/** Of so many classes all counts are kept: those of one may be two megabytes. */
const MOST_KEPT = 4;

/** Asks for the curves of a run, and for all counts of those classes, and the means, that are looked at, each once. */
export class CurvesOfRun {
  private curves: Known<RunCurves> = asked;
  private readonly counts = new Map<Counted, Known<ThresholdCounts>>();
  private readonly means = new Map<CurveMean, Known<MeanCurves>>();

  /** @param onChange something became known */
  constructor(private readonly onChange: () => void) {
    void this.ask(askForCurves(), known => (this.curves = known));
  }

  get all(): Known<RunCurves> {
    return this.curves;
  }

  meanOf(mean: CurveMean): Known<MeanCurves> {
    const found = this.means.get(mean);
    if (found) return found;
    this.means.set(mean, asked);
    void this.ask(askForMean(mean), known => this.means.set(mean, known));
    return asked;
  }

  countsOf(of: Counted): Known<ThresholdCounts> {
    const found = this.counts.get(of);
    if (found) return found;
    for (const oldest of [...this.counts.keys()].slice(0, Math.max(0, this.counts.size + 1 - MOST_KEPT))) this.counts.delete(oldest);
    this.counts.set(of, asked);
    void this.ask(askForCounts(of), known => this.counts.set(of, known));
    return asked;
  }

  private async ask<T>(answer: Promise<T>, keep: (known: Known<T>) => void): Promise<void> {
    try {
      keep({ is: 'known', value: await answer });
    } catch (error) {
      keep({ is: 'missing', why: messageOf(error) });
    }
    this.onChange();
  }
}
