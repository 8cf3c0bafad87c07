import { macroAurocInterval, noIntervalBecause } from '../../evaluation/aurocInterval';
import { macroPrecisionRecallCurve, macroRocCurve } from '../../evaluation/meanCurves';
import { thinCurve } from '../../evaluation/thinCurve';
import { oneVsRestOfAll } from '../../evaluation/thresholdCounts';
import { Markdown } from '../../util/markdown';
import { classInWords } from '../../wording/classInWords';
import { shareInterval } from '../../wording/intervalInWords';
import { pointsOf, precisionRecallPoints, rocPoints, stepPoints } from '../curvePoints';
import type { CurvesView } from '../curvesView';
import { drawableSteps } from '../drawableSteps';
import type { LineChart } from '../lineChart';
import { lineChartSvg } from '../lineChartSvg';
import { paperPalette } from '../palette';
import { precisionRecallChart } from '../precisionRecallChart';
import { rocChart } from '../rocChart';
import type { Picture, ReportedRun } from './reportedRun';

/** Two of them have room side by side on a wide page. */
const SIZE = { width: 480, height: 400 } as const;

/** So many steps of a curve are drawn, of a class or of the mean. */
const STEPS_OF_CLASS = 300;
const STEPS_OF_MEAN = 1_000;

export interface ThresholdPictures {
  readonly pictures: readonly (Picture & { readonly title: string })[];
  /** What lies below the curves, and how sure that is. */
  readonly inWords: Markdown;
}

/**
 * The ROC and precision–recall curves of a run, each class against the rest behind the macro mean, in the corner where good classifiers are.
 * Undefined of a run that kept no probabilities.
 * @param names of the classes
 */
export function thresholdPictures({ predictions, scores }: ReportedRun, names: readonly string[]): ThresholdPictures | undefined {
  const { truth, probabilities } = predictions ?? {};
  if (!truth || !probabilities || !scores) return undefined;
  const tested = { truth, probabilities, classes: names.length };
  const counts = oneVsRestOfAll(tested);
  const [roc, precisionRecall] = [macroRocCurve(counts), macroPrecisionRecallCurve(counts)];
  const drawn = counts.map(one => drawableSteps(one, STEPS_OF_CLASS));
  const picture = (title: string, draw: (view: CurvesView) => LineChart, curves: Pick<CurvesView, 'chosen' | 'others'>) => ({
    name: `${title === 'ROC' ? 'roc' : 'precision-recall'}.svg`,
    title,
    svg: lineChartSvg(draw({ title: `${title} · macro mean of the classes`, isZoomed: true, ...curves }), {
      palette: paperPalette,
      ...SIZE,
    }),
  });
  const label = (of: number): string => classInWords(names[of] ?? String(of));
  return {
    pictures: [
      picture('ROC', rocChart, {
        chosen: { label: 'macro mean', points: roc ? pointsOf(thinCurve(roc, STEPS_OF_MEAN)) : [] },
        others: drawn.map((one, of) => ({ label: label(of), points: rocPoints(one) })),
      }),
      picture('Precision–recall', precisionRecallChart, {
        chosen: { label: 'macro mean', points: precisionRecall ? stepPoints(thinCurve(precisionRecall, STEPS_OF_MEAN)) : [] },
        others: drawn.map((one, of) => ({ label: label(of), points: precisionRecallPoints(one) })),
      }),
    ],
    inWords: areasInWords(scores.macro, macroAurocInterval(tested, counts)),
  };
}

function areasInWords(
  { auroc, averagePrecision }: NonNullable<ReportedRun['scores']>['macro'],
  interval: ReturnType<typeof macroAurocInterval>,
): Markdown {
  const [area, precision] = [auroc, averagePrecision].map(value => (value === null ? '–' : value.toFixed(4))) as [string, string];
  const sure = 'low' in interval ? ` (95 % interval ${shareInterval(interval)})` : '';
  const why = ['none' in interval ? interval.none : '', noIntervalBecause.averagePrecision].filter(Boolean).join(' ');
  return Markdown.of`Macro AUROC **${area}**${sure}, average precision **${precision}**. ${why}`;
}
