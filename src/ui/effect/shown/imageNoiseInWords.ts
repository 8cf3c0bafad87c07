import { wilsonInterval } from '../../../evaluation/wilson';
import { mainMetric, type ComparisonResult } from '../../../experiment/effects/comparisonResult';
import { noiseInWords } from '../../../experiment/effects/remarks';
import { effectMetric } from '../../../experiment/effects/effectMetrics';
import { sampleMean } from '../../../experiment/comparison/meanOfRuns';
import { grouped } from '../../../util/format';
import { points } from '../../../wording/pairedInWords';

/** What the images alone leave open, apart from what the seeds do. */
export function imageNoiseInWords(result: ComparisonResult): string[] {
  return [...noiseInWords(result), ...seedsAgainstImages(result)];
}

/** How much a single run is uncertain from its validation images, beside how much seeds differ. */
function seedsAgainstImages(result: ComparisonResult): string[] {
  const { effects, runs } = result;
  const metric = mainMetric(result);
  const { pairs } = effects.find(one => one.metric === 'val_accuracy') ?? { pairs: [] };
  const images = runs.map(({ run }) => (run?.config.kind === 'trained' ? run.config.dataset.validationImages : 0)).find(count => count > 0);
  const [first] = pairs;
  if (metric !== 'val_accuracy' || !first || images === undefined) return [];
  const { low, high } = wilsonInterval(Math.round(first.values[0] * images), images);
  const spread = sampleMean(pairs.map(({ values }) => values[0]))?.deviation;
  const seeds =
    spread == null
      ? ''
      : ` Between its ${pairs.length} seeds it varies with a standard deviation of ${points(spread)} points; pairs of one seed share those images, so that their difference varies less.`;
  return [
    `One run alone is uncertain by ±${points((high - low) / 2)} points of ${effectMetric(metric).label} from its ${grouped(images)} validation images (Wilson).${seeds}`,
  ];
}
