import { grouped } from '../../../src/util/format';
import { meansInWords } from '../../../src/wording/meansInWords';
import { classInWords } from '../../../src/wording/classInWords';
import type { ShownCurves } from './shownCurves';
import type { ThresholdView } from './thresholdView';

/** What has to be said of a curve before it is looked at; empty if nothing has. */
export function noteOn({ drawable, names, evaluated, curves }: ShownCurves, of: ThresholdView['of']): string {
  if (of === 'macro' || of === 'micro') {
    const mean = curves.meanOf(of);
    if (mean.is === 'asked') return 'The curves are being worked out…';
    if (mean.is === 'missing') return `The curves cannot be shown. ${mean.why}`;
    if (of === 'macro') return [WITHOUT_SLIDER, meansInWords(evaluated.scores, names)].filter(Boolean).join(' ');
    const counts = curves.countsOf(of);
    if (counts.is === 'missing') return counts.why;
    const { images, classes } = drawable;
    return `Counted are answers: each of ${grouped(images)} images is asked of each of ${classes.length} classes whether it is that one. The answer is yes where the probability reaches the threshold: for one image it may be yes for several classes, or for none.`;
  }
  const known = curves.countsOf(of);
  if (known.is === 'missing') return `Its counts cannot be shown. ${known.why}`;
  const { positives, negatives } = drawable.classes[of]!.counts;
  const name = classInWords(names[of] ?? String(of));
  if (positives === 0) return `No test image is of ${name}: there is nothing to find, and neither curve is defined.`;
  if (negatives === 0) return `Every test image is of ${name}: there is nothing to tell it from, and the ROC curve is not defined.`;
  return '';
}

/** One threshold for all classes is a point of none of the mean curves. */
const WITHOUT_SLIDER =
  'There is no slider here: each point of these curves is the mean of the classes at equal false positive rates, or at equal recalls, where each class has another threshold. Choose a class, or micro, to move one.';
