import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { expectedLargest, tQuantile, tTwoSided } from '../../../src/statistics/distributions';
import { holm } from '../../../src/statistics/holm';
import { omegaSquared, type GridPoint, type VarianceShares } from '../../../src/statistics/omegaSquared';
import { mcnemarExact, pairedSharesInterval } from '../../../src/statistics/pairedShares';
import { pairedT } from '../../../src/statistics/pairedT';
import { pairsNeeded } from '../../../src/statistics/pairsNeeded';
import { assertAllClose, assertClose } from '../evaluation/fixtures';

/** What SciPy and statsmodels compute: see scripts/makeStatisticsFixtures.py. */
interface Cases {
  readonly t: readonly { df: number; t: number; p: number; probability: number; quantile: number }[];
  readonly pairedT: readonly {
    differences: number[];
    confidence: number;
    mean: number;
    deviation: number;
    low: number;
    high: number;
    p: number;
  }[];
  readonly holm: readonly { values: number[]; adjusted: number[] }[];
  readonly mcnemar: readonly { onlyA: number; onlyB: number; p: number }[];
  readonly largest: readonly { n: number; blom: number; exact: number }[];
  readonly omegaSquared: readonly (VarianceShares & { points: GridPoint[] })[];
}

const cases = JSON.parse(readFileSync('test/fixtures/statistics/cases.json', 'utf8')) as Cases;

/** Of large numbers to the same digits. */
function assertSame(actual: number, expected: number, what: string): void {
  assertClose(actual / Math.max(1, Math.abs(expected)), expected / Math.max(1, Math.abs(expected)), what);
}

describe("Student's t distribution", () => {
  it("equals SciPy's, far from its middle too", () => {
    for (const { df, t, p, probability, quantile } of cases.t) {
      assertSame(tTwoSided(t, df), p, `p of ${t} with ${df}`);
      assertSame(tTwoSided(-t, df), p, `p of -${t} with ${df}`);
      assertSame(tQuantile(probability, df), quantile, `quantile ${probability} with ${df}`);
      // Small ones to their own digits.
      assert.ok(Math.abs(tTwoSided(t, df) / p - 1) < 1e-9, `${tTwoSided(t, df)} for ${p}`);
    }
  });
});

describe('the paired t-test', () => {
  it("equals SciPy's: mean, deviation, interval, p", () => {
    for (const { differences, confidence, ...expected } of cases.pairedT) {
      const { mean, deviation, interval, p } = pairedT(differences, confidence);
      assertSame(mean, expected.mean, 'mean');
      assertSame(deviation!, expected.deviation, 'deviation');
      assertSame(interval!.low, expected.low, 'low');
      assertSame(interval!.high, expected.high, 'high');
      assertClose(p, expected.p, 'p');
    }
  });

  it('has no interval and no p where nothing tells how far another difference would be off', () => {
    assert.deepEqual(pairedT([0.1]), { n: 1, mean: 0.1, deviation: null, interval: null, p: null });
    for (const one of [0.1, 0, -3]) {
      const { deviation, interval, p } = pairedT([one, one, one]);
      assert.deepEqual([deviation, interval, p], [0, null, null]);
    }
    assert.throws(() => pairedT([]), /no pairs/);
  });
});

describe('the number of pairs that an interval of a width needs', () => {
  it('is the least one', () => {
    const half = (n: number): number => (tQuantile(0.975, n - 1) * 0.002) / Math.sqrt(n);
    for (const wanted of [0.02, 0.004, 0.002, 0.001, 0.0005]) {
      const n = pairsNeeded(0.002, wanted)!;
      assert.ok(half(n) <= wanted && (n === 2 || half(n - 1) > wanted), `${n} for ${wanted}`);
    }
    assert.equal(pairsNeeded(0.002, 1), 2);
    assert.equal(pairsNeeded(1, 0.001), undefined);
  });
});

describe("Holm's p values", () => {
  it("equal statsmodels', in the order of the input", () => {
    for (const { values, adjusted } of cases.holm) assertAllClose(holm(values), adjusted, values.join());
    assert.deepEqual(holm([]), []);
  });
});

describe("McNemar's exact test", () => {
  it("equals statsmodels'", () => {
    for (const { p, ...counts } of cases.mcnemar) assertClose(mcnemarExact(counts), p, JSON.stringify(counts));
  });
});

describe("Newcombe's interval of the difference of paired shares", () => {
  // The first by the paper's formulas in another program; the others as published: Fagerland, Lydersen and Laake, Statistical Analysis of
  // Contingency Tables, 2017, chapter 8.
  for (const [both, onlyA, onlyB, neither, low, high] of [
    [36, 12, 2, 0, '0.0569', '0.3404'],
    [1, 1, 7, 12, '-0.507', '-0.026'],
    [59, 6, 16, 80, '-0.1186', '-0.0046'],
  ] as const) {
    it(`is as worked out elsewhere for ${both}, ${onlyA}, ${onlyB}, ${neither}`, () => {
      const interval = pairedSharesInterval({ both, onlyA, onlyB, neither });
      const digits = low.length - low.indexOf('.') - 1;
      assert.deepEqual([interval.low.toFixed(digits), interval.high.toFixed(digits)], [low, high]);
    });
  }

  it('turns round with the two, stays in [-1, 1], and has a width where all are alike', () => {
    for (const [both, onlyA, onlyB, neither] of [
      [9900, 40, 22, 38],
      [0, 30, 0, 0],
      [10, 0, 0, 0],
      [0, 0, 0, 7],
      [3, 0, 5, 0],
    ] as const) {
      // prettier-ignore
      const interval = pairedSharesInterval({ both, onlyA, onlyB, neither });
      const turned = pairedSharesInterval({ both, onlyA: onlyB, onlyB: onlyA, neither });
      assertClose(interval.low, -turned.high, 'low');
      assertClose(interval.high, -turned.low, 'high');
      assert.ok(interval.low >= -1 && interval.high <= 1 && interval.low < interval.high, JSON.stringify(interval));
    }
    assert.throws(() => pairedSharesInterval({ both: 0, onlyA: 0, onlyB: 0, neither: 0 }), /no images/);
  });
});

describe('the shares of factors in the variance of a grid', () => {
  it("equal statsmodels' analysis of variance", () => {
    for (const { points, factors, residual } of cases.omegaSquared) {
      const found = omegaSquared(points);
      assert.equal(found.factors.length, factors.length);
      for (const [i, expected] of factors.entries())
        for (const key of ['sumOfSquares', 'df', 'f', 'p', 'omegaSquared'] as const) assertSame(found.factors[i]![key], expected[key], key);
      assertSame(found.residual.sumOfSquares, residual.sumOfSquares, 'residual');
      assert.equal(found.residual.df, residual.df);
    }
  });

  it('are refused where the grid cannot tell them', () => {
    const run = (...levels: string[]): GridPoint => ({ levels, outcome: levels.length });
    assert.throws(() => omegaSquared([]), /no run with a factor/);
    assert.throws(() => omegaSquared([run('a'), run('a')]), /Factor 1 has one level alone/);
    assert.throws(() => omegaSquared([run('a', 'x'), run('a', 'y'), run('b', 'x')]), /not balanced: 3 of 4 combinations/);
    assert.throws(() => omegaSquared([run('a'), run('b'), run('b')]), /1 to 2 runs each/);
    assert.throws(() => omegaSquared([run('a'), run('b')]), /Nothing is left for the residual/);
  });

  it('are told where nothing is left but rounding', () => {
    const outcomes = [0.908, 0.898, 0.916, 0.906, 0.932, 0.922];
    const { factors, residual } = omegaSquared(
      outcomes.map((outcome, i) => ({ levels: [String(Math.floor(i / 2)), String(i % 2)], outcome })),
    );
    assert.ok(residual.sumOfSquares >= 0 && residual.sumOfSquares < 1e-15, String(residual.sumOfSquares));
    assertClose(
      factors.reduce((sum, { omegaSquared: share }) => sum + share, 0),
      1,
      'sum',
    );
  });
});

describe('the expected largest of several normal variables', () => {
  it("is Blom's approximation, within 5 %", () => {
    for (const { n, blom, exact } of cases.largest) {
      assertClose(expectedLargest(n), blom, `of ${n}`);
      assert.ok(Math.abs(expectedLargest(n) / exact - 1) < 0.05, `${expectedLargest(n)} for ${exact}`);
    }
    assert.equal(expectedLargest(1), 0);
  });
});
