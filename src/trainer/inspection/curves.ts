import type { Counted, CurveMean, MeanCurves, RunCurves } from '../../contract/inspection';
import { aurocIntervalOf, macroAurocInterval, microAurocInterval } from '../../evaluation/aurocInterval';
import type { Predictions } from '../../evaluation/labels';
import { macroPrecisionRecallCurve, macroRocCurve } from '../../evaluation/meanCurves';
import { averagePrecision } from '../../evaluation/precisionRecall';
import { auroc } from '../../evaluation/roc';
import { thinCurve } from '../../evaluation/thinCurve';
import { oneVsRest, oneVsRestOfAll, pooledOneVsRest, type ThresholdCounts } from '../../evaluation/thresholdCounts';
import { drawableSteps } from '../../report/drawableSteps';
import { grouped } from '../../util/format';
import { testedRun } from './testedRun';

/** So many steps of a curve are sent to be drawn: those of a class faintly, behind the one that is looked at. */
const STEPS_OF_CLASS = 300;
const STEPS_OF_MEAN = 1_000;

/**
 * The curves of every class against the rest, with the areas below them.
 * @throws {Error} if the arrays of the run cannot be read
 */
export async function runCurves({ folder }: { readonly folder: string }): Promise<RunCurves> {
  const { truth, probabilities, classes } = await testedRun(folder);
  if (!probabilities) return { outcome: 'none', reason: WITHOUT_PROBABILITIES };
  const counts = oneVsRestOfAll({ truth, probabilities, classes });
  return {
    outcome: 'curves',
    images: truth.length,
    classes: counts.map(one => ({
      auroc: auroc(one),
      aurocInterval: aurocIntervalOf(one),
      averagePrecision: averagePrecision(one),
      counts: drawableSteps(one, STEPS_OF_CLASS),
    })),
  };
}

/**
 * The curves of all classes taken together.
 * @throws {Error} if the arrays of the run cannot be read, or there are no probabilities
 */
export async function meanCurves({ folder, mean }: { readonly folder: string; readonly mean: CurveMean }): Promise<MeanCurves> {
  const predictions = await predictionsOf(folder);
  return mean === 'macro' ? macroCurves(predictions) : microCurves(predictions);
}

/** So many answers about all classes are counted at once, threshold by threshold: what comes of them is 16 bytes each at most. */
const MOST_ANSWERS = 2_000_000;

/**
 * What a class against the rest, or the answers about all classes, get right and wrong at every threshold.
 * @throws {Error} if the arrays of the run cannot be read, if there are no probabilities, or no such class, or too many answers
 */
export async function classCounts({ folder, of }: { readonly folder: string; readonly of: Counted }): Promise<ThresholdCounts> {
  const predictions = await predictionsOf(folder);
  if (of !== 'micro') return oneVsRest(predictions, of);
  const answers = predictions.probabilities.length;
  if (answers > MOST_ANSWERS) {
    throw new Error(
      `There is no threshold to move here: ${grouped(answers)} answers about all classes are more than the ${grouped(MOST_ANSWERS)} that a page holds. Choose a class.`,
    );
  }
  return pooledOneVsRest(predictions);
}

const WITHOUT_PROBABILITIES = 'Only predicted classes were kept of this run, no probabilities: without them there is no threshold to move.';

async function predictionsOf(folder: string): Promise<Predictions> {
  const { truth, probabilities, classes } = await testedRun(folder);
  if (!probabilities) throw new Error(WITHOUT_PROBABILITIES);
  return { truth, probabilities, classes };
}

function macroCurves(predictions: Predictions): MeanCurves {
  const counts = oneVsRestOfAll(predictions);
  const [roc, precisionRecall] = [macroRocCurve(counts), macroPrecisionRecallCurve(counts)];
  return {
    mean: 'macro',
    auroc: meanOfDefined(counts.map(auroc)),
    aurocInterval: macroAurocInterval(predictions, counts),
    averagePrecision: meanOfDefined(counts.map(averagePrecision)),
    roc: roc && thinCurve(roc, STEPS_OF_MEAN),
    precisionRecall: precisionRecall && thinCurve(precisionRecall, STEPS_OF_MEAN),
  };
}

function microCurves(predictions: Predictions): MeanCurves {
  const pooled = pooledOneVsRest(predictions);
  return {
    mean: 'micro',
    auroc: auroc(pooled),
    aurocInterval: microAurocInterval(predictions, pooled),
    averagePrecision: averagePrecision(pooled),
    counts: drawableSteps(pooled, STEPS_OF_MEAN),
  };
}

/** As the scores have it: over the classes where it is defined. */
function meanOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter(value => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
