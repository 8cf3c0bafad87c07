import assert from 'node:assert/strict';
import { wilsonInterval } from '../../../src/evaluation/wilson';
import { assertClose } from './fixtures';

describe("Wilson's interval", () => {
  // proportion_confint(count, nobs, method='wilson') of statsmodels.
  for (const [successes, count, low, high] of [
    [9912, 10000, 0.9891715358948607, 0.9928512241057865],
    [1, 20, 0.008881448800795402, 0.2361311934467421],
    [50, 100, 0.4038315303659956, 0.5961684696340044],
    [30, 30, 0.8864866068260311, 1.0],
    [0, 7, 2.7755575615628914e-17, 0.3543304350666875],
    [37, 41, 0.7745231869447661, 0.9614029151019107],
    [999999, 1000000, 0.9999943350881957, 0.9999998234754233],
  ] as const) {
    it(`equals statsmodels: ${successes} of ${count}`, () => {
      const interval = wilsonInterval(successes, count);
      assertClose(interval.low, low, 'low');
      assertClose(interval.high, high, 'high');
    });
  }

  it('ends at 0 or 1 where none or all are successes, and nowhere else', () => {
    for (const count of [1, 7, 30, 10_000, 999_983]) {
      assert.equal(wilsonInterval(0, count).low, 0);
      assert.equal(wilsonInterval(count, count).high, 1);
      assert.ok(wilsonInterval(1, count + 1).low > 0);
      assert.ok(wilsonInterval(count, count + 1).high < 1);
    }
  });
});
