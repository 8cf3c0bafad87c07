import type { EffectMetricName } from '../../contract/effects';
import { effectMetricNames } from '../../contract/formats/comparisonFile';
import type { LoggedResult } from '../../contract/loggedResults';
import { metrics } from '../../contract/metrics';
import type { EpochResults, RunSummary } from '../../contract/summary';

/** A metric that a change may have an effect on. */
export interface EffectMetric {
  readonly name: EffectMetricName;
  /** In the middle of a sentence. */
  readonly label: string;
  readonly unit: 'share' | 'nats' | 'ms';
  readonly better: 'higher' | 'lower';
  /** `choosing`: by it runs are chosen. `reported`: of the test images, never chosen by. `time`: it also depends on the machine. */
  readonly role: 'choosing' | 'reported' | 'time';
  readonly ofRun: (summary: RunSummary) => number | null;
  /** Which result of what a script logs it is; absent of what is computed of its arrays, or of time. */
  readonly logged?: LoggedResult;
}

/**
 * The results of the epoch whose weights were kept, which is not the best of all epochs: null where the summary does not have them. Those of
 * the last epoch where it is not known which were kept, as of a run of another tool.
 */
export function keptResults({ keptEpoch, final, best }: RunSummary): EpochResults | null {
  if (keptEpoch === null) return final;
  return [final, best].find(results => results?.epoch === keptEpoch) ?? null;
}

const table: Readonly<Record<EffectMetricName, Omit<EffectMetric, 'name'>>> = {
  val_accuracy: {
    label: 'validation accuracy',
    unit: 'share',
    better: metrics.val_accuracy.better,
    role: 'choosing',
    ofRun: summary => keptResults(summary)?.valAccuracy ?? null,
    logged: 'valAccuracy',
  },
  val_loss: {
    label: 'validation loss',
    unit: 'nats',
    better: metrics.val_loss.better,
    role: 'choosing',
    ofRun: summary => keptResults(summary)?.valLoss ?? null,
    logged: 'valLoss',
  },
  test_accuracy: {
    label: 'test accuracy',
    unit: 'share',
    better: metrics.test_accuracy.better,
    role: 'reported',
    ofRun: metrics.test_accuracy.ofRun,
    logged: 'testAccuracy',
  },
  test_loss: {
    label: 'test loss',
    unit: 'nats',
    better: metrics.test_loss.better,
    role: 'reported',
    ofRun: metrics.test_loss.ofRun,
    logged: 'testLoss',
  },
  macro_f1: { label: 'macro F1', unit: 'share', better: 'higher', role: 'reported', ofRun: ({ macro }) => macro?.f1 ?? null },
  macro_auroc: { label: 'macro AUROC', unit: 'share', better: 'higher', role: 'reported', ofRun: ({ macro }) => macro?.auroc ?? null },
  duration: { label: 'training time', unit: 'ms', better: metrics.duration.better, role: 'time', ofRun: metrics.duration.ofRun },
};

/** What runs are chosen by, and so what an answer is about where nobody says otherwise. */
export const USUAL_METRIC: EffectMetricName = 'val_accuracy';

/** In the order in which they are shown. */
export const effectMetrics: readonly EffectMetric[] = effectMetricNames.map(name => ({ name, ...table[name] }));

/** The metric of that name. */
export function effectMetric(name: EffectMetricName): EffectMetric {
  return { name, ...table[name] };
}
