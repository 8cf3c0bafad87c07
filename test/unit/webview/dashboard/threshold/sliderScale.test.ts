import assert from 'node:assert/strict';
import { placeOf, SLIDER_STEPS, sliderTicks, thresholdAt, thresholdFor } from '../../../../../webview/dashboard/threshold/sliderScale';

const places = Array.from({ length: SLIDER_STEPS + 1 }, (_, place) => place);

describe("the threshold's slider", () => {
  it('goes from 0 to 1, every place to a greater threshold', () => {
    const thresholds = places.map(thresholdAt);
    assert.equal(thresholds[0], 0);
    assert.equal(thresholds[SLIDER_STEPS / 2], 0.5);
    assert.equal(thresholds.at(-1), 1);
    for (const [place, threshold] of thresholds.entries())
      assert.ok(place === 0 || threshold > thresholds[place - 1]!, `${place}: ${threshold}`);
  });

  it('finds the place of each threshold again', () => {
    for (const place of places) assert.equal(placeOf(thresholdAt(place)), place);
  });

  it('has as many steps from 0.99 to 0.999 as from 0.9 to 0.99, and more than a plain one would', () => {
    const [from, middle, to] = [0.9, 0.99, 0.999].map(placeOf) as [number, number, number];
    assert.ok(Math.abs(to - middle - (middle - from)) < 10, `${from}, ${middle}, ${to}`);
    assert.ok(to - middle > 50);
  });

  it('has thresholds that can be typed', () => {
    for (const place of places) assert.ok(String(thresholdAt(place)).length <= 10, String(thresholdAt(place)));
  });

  it('has its ticks in their order', () => {
    const ticks = sliderTicks.map(placeOf);
    assert.deepEqual(
      ticks,
      ticks.toSorted((a, b) => a - b),
    );
  });
});

describe('the roundest threshold for a score', () => {
  for (const [score, lower, threshold] of [
    [0.73, 0.2, 0.7],
    [Math.fround(0.9999873), Math.fround(0.99995), 0.99998],
    [1, 0.9999, 1],
    [Math.fround(1.5e-22), 0, 1e-22],
    [0.2, -1, 0],
  ] as const)
    it(`is ${threshold} for ${score} above ${lower}`, () => assert.equal(thresholdFor(score, lower), threshold));

  it('takes the score and not the next lower one, however close they are', () => {
    let score = Math.fround(0.999);
    for (let i = 0; i < 2000; i++) {
      const lower = Math.fround(score - 2 ** -24 * (1 + (i % 7)));
      const threshold = thresholdFor(score, lower);
      assert.ok(threshold <= score && threshold > lower, `${lower} < ${threshold} <= ${score}`);
      score = lower - (i % 13) * 1e-5;
    }
  });
});
