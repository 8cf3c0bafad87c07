import { operatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { counted, grouped } from '../../../src/util/format';

/** The images, or the answers about all classes, that change between two thresholds. */
export interface Crossing {
  readonly count: number;
  readonly inWords: string;
}

/**
 * What changes sides as the threshold goes from one place to another.
 * @param name of the class, as in `class 4`; undefined of the answers about all classes
 */
export function crossingOf(
  counts: ThresholdCounts,
  { from, to, name }: { readonly from: number; readonly to: number; readonly name: string | undefined },
): Crossing {
  const [before, after] = [operatingPoint(counts, from), operatingPoint(counts, to)];
  const own = Math.abs(after.truePositives - before.truePositives);
  const others = Math.abs(after.falsePositives - before.falsePositives);
  const count = own + others;
  const { thing, ofOwn, ofOthers, taken } = name === undefined ? answers : { ...images, ofOwn: `of ${name}` };
  if (count === 0) return { count, inWords: from === to ? '' : `No ${thing} changes sides between ${from} and ${to}.` };
  const who = [...(own > 0 ? [`${grouped(own)} ${ofOwn}`] : []), ...(others > 0 ? [`${grouped(others)} ${ofOthers}`] : [])].join(' and ');
  const verb = count === 1 ? 'is' : 'are';
  const now = `${verb} ${to < from ? 'now' : 'no longer'} ${taken}`;
  return {
    count,
    inWords: `From ${from} to ${to}, ${counted(count, thing)} ${count === 1 ? 'changes' : 'change'} sides: ${who} ${now}.`,
  };
}

const images = { thing: 'image', ofOthers: 'of other classes', taken: 'taken for it' } as const;
const answers = { thing: 'answer', ofOwn: 'about the class of the image', ofOthers: 'about other classes', taken: 'yes' } as const;
