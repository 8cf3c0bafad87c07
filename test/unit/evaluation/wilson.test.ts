import assert from 'node:assert/strict';
import { wilsonHalfWidth } from '../../../src/evaluation/wilson';

describe("Wilson's interval", () => {
  it('has as its ends the shares from which the count is 1.96 standard deviations away', () => {
    // The definition, solved here by halving instead of by formula.
    const z = 1.959963984540054;
    for (const [right, count] of [
      [9912, 10_000],
      [1, 20],
      [50, 100],
      [30, 30],
      [0, 7],
    ] as const) {
      const share = right / count;
      const away = (p: number): number => Math.abs(share - p) - z * Math.sqrt((p * (1 - p)) / count);
      const end = (inside: number, outside: number): number => {
        let [a, b] = [inside, outside];
        for (let i = 0; i < 100; i++) {
          const middle = (a + b) / 2;
          if (away(middle) <= 0) a = middle;
          else b = middle;
        }
        return a;
      };
      const width = end(share, 1) - end(share, 0);
      assert.ok(Math.abs(wilsonHalfWidth(share, count) - width / 2) < 1e-9, `${right} of ${count}`);
    }
  });
});
