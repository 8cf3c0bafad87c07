import assert from 'node:assert/strict';
import { differences, falseFamilies, knownPower, nullEffect, powerOf } from '../../../scripts/effects/simulated';

// A small one of `npm run check:effects`; the draws are seeded.
describe('simulated effects', () => {
  for (const of of differences.filter(({ isPromised }) => isPromised)) {
    it(`that are none are held by nineteen of twenty intervals: ${of.name}`, () => {
      const { covered, significant, comparisons } = nullEffect(of, 5, 2_000);
      assert.ok(Math.abs(covered / comparisons - 0.95) < 0.015, `${covered} of ${comparisons}`);
      assert.ok(Math.abs(significant / comparisons - 0.05) < 0.015, `${significant} of ${comparisons}`);
    });
  }

  it('that are none are found in one family of twenty', () => {
    assert.ok(falseFamilies(3, 5, 2_000) < 0.06);
  });

  it('that are there are found as often as statsmodels says', () => {
    for (const { effect, seeds, power } of knownPower.filter(({ effect }) => effect === 1)) {
      const found = powerOf(effect, seeds, 2_000);
      assert.ok(Math.abs(found - power) < 0.03, `${found} for ${power}`);
    }
  });
});
