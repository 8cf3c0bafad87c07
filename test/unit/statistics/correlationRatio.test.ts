import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { correlationRatios } from '../../../src/statistics/correlationRatio';
import { groupsOfValues } from '../../../src/statistics/groupsOfValues';
import { random } from '../../../src/util/random';
import { assertClose } from '../evaluation/fixtures';

/** What pandas, statsmodels and SciPy compute: see scripts/makeStatisticsFixtures.py. */
interface Case {
  readonly values: readonly number[];
  readonly outcomes: readonly number[];
  readonly groups: readonly number[];
  /** The adjusted R² of a regression on the groups. */
  readonly epsilonSquared: number;
  /** Of 20,000 deals. */
  readonly chance: { readonly low: number; readonly high: number };
  readonly p: number;
}

const cases = (JSON.parse(readFileSync('test/fixtures/statistics/cases.json', 'utf8')) as { correlationRatio: readonly Case[] })
  .correlationRatio;

describe('the correlation ratio', () => {
  it("puts values into groups as pandas' qcut does", () => {
    for (const { values, groups } of cases) assert.deepEqual(groupsOfValues(values), groups);
  });

  it("equals statsmodels' adjusted R² of a regression on the groups", () => {
    for (const { outcomes, groups, epsilonSquared } of cases)
      assertClose(correlationRatios(outcomes, [groups], 'test')[0]!.epsilonSquared, epsilonSquared, 'ε²');
  });

  it("has the interval of chance and the p of SciPy's permutation test, as far as 1,999 deals tell", () => {
    for (const { outcomes, groups, chance, p } of cases) {
      const [ours] = correlationRatios(outcomes, [groups], 'test');
      // Four standard errors of a share of 1,999 deals; the ends of the interval move by about as much as their spread over ten such sets.
      assert.ok(Math.abs(ours!.p - p) < 4 * Math.sqrt((p * (1 - p)) / 1999) + 1 / 2000, `p ${ours!.p} for ${p}`);
      const width = chance.high - chance.low;
      assert.ok(Math.abs(ours!.chance.low - chance.low) < 0.06 * width, `low ${ours!.chance.low} for ${chance.low}`);
      assert.ok(Math.abs(ours!.chance.high - chance.high) < 0.06 * width, `high ${ours!.chance.high} for ${chance.high}`);
    }
  });

  it('has no bias: where groups mean nothing its mean is 0', () => {
    const generator = random('no bias');
    const groups = Array.from({ length: 30 }, (_, i) => i % 6);
    const shares = Array.from({ length: 400 }, () => {
      const outcomes = groups.map(() => generator.uniform());
      return correlationRatios(outcomes, [groups], 'test')[0]!;
    });
    const mean = shares.reduce((sum, { epsilonSquared }) => sum + epsilonSquared, 0) / shares.length;
    // Its standard deviation is about 0.14, of the mean of 400 about 0.007.
    assert.ok(Math.abs(mean) < 0.028, String(mean));
    const found = shares.filter(({ p }) => p < 0.05).length / shares.length;
    assert.ok(Math.abs(found - 0.05) < 0.045, String(found));
  }).timeout(20_000);

  it('comes out the same each time, whatever stands beside it', () => {
    const { outcomes, groups } = cases[2]!;
    const other = groups.map((_, i) => i % 3);
    const [alone] = correlationRatios(outcomes, [groups], 'test');
    assert.deepEqual(correlationRatios(outcomes, [other, groups], 'test')[1], alone);
  });

  it('is not computed where it would mean nothing', () => {
    const few = Array.from({ length: 19 }, (_, i) => i);
    assert.throws(() => correlationRatios(few, [few.map(i => i % 2)], 'x'), /There are 19 outcomes: expected 20 at least/);
    const enough = [...few, 19];
    assert.throws(
      () =>
        correlationRatios(
          enough.map(() => 1),
          [enough.map(i => i % 2)],
          'x',
        ),
      /All outcomes are equal/,
    );
    assert.throws(() => correlationRatios(enough, [enough.map(() => 0)], 'x'), /There are 1 groups of 20 outcomes/);
    assert.throws(() => correlationRatios(enough, [enough], 'x'), /There are 20 groups of 20 outcomes/);
  });
});

describe('groups of values', () => {
  it('keep equal values together', () => {
    const values = [...Array.from({ length: 15 }, () => 1), ...Array.from({ length: 10 }, (_, i) => i + 2)];
    const groups = groupsOfValues(values);
    assert.equal(new Set(groups.slice(0, 15)).size, 1);
    assert.ok(new Set(groups).size > 1);
  });

  it('are the values themselves where there are few', () => {
    assert.deepEqual(groupsOfValues([...Array.from({ length: 10 }, () => 32), ...Array.from({ length: 10 }, () => 8)]), [
      ...Array.from({ length: 10 }, () => 1),
      ...Array.from({ length: 10 }, () => 0),
    ]);
  });
});
