import assert from 'node:assert/strict';
import { influenceOf, macroInfluence, microInfluence } from '../../../src/evaluation/areaInfluence';
import { aurocInterval, macroAurocInterval, microAurocInterval } from '../../../src/evaluation/aurocInterval';
import type { MaybeInterval, NoInterval } from '../../../src/evaluation/interval';
import type { Predictions } from '../../../src/evaluation/labels';
import { oneVsRestOfAll, pooledOneVsRest } from '../../../src/evaluation/thresholdCounts';
import { random } from '../../../src/util/random';
import { assertClose, fixture, fixtures } from './fixtures';

// DeLong's variances are compared with an independent implementation in scores.test.ts.
describe('the influence of images on an area', () => {
  for (const { name, predictions } of fixtures) {
    it(`adds up to nothing: ${name}`, () => {
      const counts = oneVsRestOfAll(predictions);
      for (const influence of [
        ...counts.map(influenceOf),
        macroInfluence(predictions, counts),
        microInfluence(predictions, pooledOneVsRest(predictions)),
      ]) {
        // prettier-ignore
        assertClose(influence?.ofImages.reduce((sum, moved) => sum + moved, 0) ?? 0, 0, 'sum');
      }
    });
  }
});

describe('the interval of an AUROC', () => {
  it('is of the width that DeLong has, on the logit scale', () => {
    const predictions = fewScores(2000, 0.5);
    const { area, ofImages } = influenceOf(oneVsRestOfAll(predictions)[1]!)!;
    const { low, high } = shown(aurocInterval(predictions, 1));
    const logit = (p: number): number => Math.log(p / (1 - p));
    assertClose((logit(low) + logit(high)) / 2, logit(area), 'middle');
    const deviation = Math.sqrt(ofImages.reduce((sum, moved) => sum + moved ** 2, 0));
    assertClose((logit(high) - logit(low)) / 2, (1.959963984540054 * deviation) / (area * (1 - area)), 'half width');
  });

  it('counts an image once however many answers there are about it', () => {
    // The same two-class problem, asked twice: both classes have the same area, and so have their mean and all answers together.
    const predictions = fewScores(2000, 0.5);
    const ofClass = shown(aurocInterval(predictions, 1));
    const macro = shown(macroAurocInterval(predictions));
    assertClose(macro.low, ofClass.low, 'low');
    assertClose(macro.high, ofClass.high, 'high');
    const micro = shown(microAurocInterval(predictions));
    const width = (high: number, low: number): number => high - low;
    assert.ok(width(micro.high, micro.low) > 0.9 * width(ofClass.high, ofClass.low), 'twice the answers, not twice the images');
  });

  it('has a reason where there is none', () => {
    const reason = (interval: MaybeInterval): string => ('none' in interval ? interval.none : '');
    assert.match(reason(aurocInterval(fixture('absent-class').predictions, 2)), /no image is of this class/);
    assert.match(reason(aurocInterval(fixture('single-class').predictions, 1)), /all images are of this class/);
    assert.match(reason(macroAurocInterval(fixture('single-class').predictions)), /all images are of one class/);
    assert.match(reason(aurocInterval(fixture('ordinary').predictions, 2)), /there are \d+ images.*from 200 on/);
    const perfect = twoClasses(Array.from({ length: 400 }, (_, i) => 0.2 + 0.6 * (i % 2)));
    for (const interval of [aurocInterval(perfect, 1), macroAurocInterval(perfect), microAurocInterval(perfect)]) {
      assert.match(reason(interval), /no image costs area/);
    }
    assert.match(reason(aurocInterval(twoClasses(Array.from({ length: 400 }, () => 0.5)), 1)), /same area/);
    assert.match(reason(aurocInterval(fewScores(600, 0.05), 1)), /few images cost area, in effect \d+; it holds from 50 on/);
  });

  it('is none where a class of the mean has a single image', () => {
    const predictions = twoClasses(Array.from({ length: 400 }, (_, i) => 0.2 + 0.6 * (i % 2)));
    const truth = Array.from({ length: 400 }, (_, i) => Number(i === 7));
    assert.match((macroAurocInterval({ ...predictions, truth }) as NoInterval).none, /single image/);
  });

  it('is none where one image dominates', () => {
    // 140 of 1,000 positives lie below a tenth of the negatives, one of them below half of them.
    const rank = Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 0.4 + i / 10_000 : 0.7 + i / 10_000));
    for (let i = 1; i < 280; i += 2) rank[i] = 0.58 - i / 1e6;
    rank[1] = 0.5;
    const interval = aurocInterval(twoClasses(rank), 1);
    assert.match((interval as NoInterval).none, /one image alone makes up \d+ % of/);
    rank[1] = 0.58;
    assert.ok(!('none' in aurocInterval(twoClasses(rank), 1)), 'without it there is an interval');
  });
});

/** Two classes that take turns, and the probability of the second one. */
function twoClasses(scores: readonly number[]): Predictions {
  return { truth: scores.map((_, i) => i % 2), probabilities: scores.flatMap(score => [1 - score, score]), classes: 2 };
}

function shown(interval: MaybeInterval): { readonly low: number; readonly high: number } {
  assert.ok(!('none' in interval), 'none' in interval ? interval.none : '');
  return interval;
}

/** Two classes of equal size, a share of whose scores lie on the wrong side. */
function fewScores(images: number, wrong: number): Predictions {
  const generator = random('interval', images, wrong);
  const truth = Array.from({ length: images }, (_, i) => i % 2);
  const probabilities = truth.flatMap(label => {
    const score = generator.uniform() < wrong ? generator.uniform() : 0.5 + (label - 0.5) * generator.uniform();
    return [1 - score, score];
  });
  return { truth, probabilities, classes: 2 };
}
