import { operatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { counted, grouped } from '../../../src/util/format';

/** The images of which the answer changes between two thresholds. */
export interface Crossing {
  readonly images: number;
  readonly inWords: string;
}

/**
 * Which images change sides as the threshold goes from one place to another.
 * @param name of the class, as in `class 4`
 */
export function crossingOf(
  counts: ThresholdCounts,
  { from, to, name }: { readonly from: number; readonly to: number; readonly name: string },
): Crossing {
  const [before, after] = [operatingPoint(counts, from), operatingPoint(counts, to)];
  const own = Math.abs(after.truePositives - before.truePositives);
  const others = Math.abs(after.falsePositives - before.falsePositives);
  const images = own + others;
  if (images === 0) return { images, inWords: from === to ? '' : `No image changes sides between ${from} and ${to}.` };
  const who = [...(own > 0 ? [`${grouped(own)} of ${name}`] : []), ...(others > 0 ? [`${grouped(others)} of other classes`] : [])].join(
    ' and ',
  );
  const verb = images === 1 ? 'is' : 'are';
  const now = to < from ? `${verb} now taken for it` : `${verb} no longer taken for it`;
  return {
    images,
    inWords: `From ${from} to ${to}, ${counted(images, 'image')} ${images === 1 ? 'changes' : 'change'} sides: ${who} ${now}.`,
  };
}
