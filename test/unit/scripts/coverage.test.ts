import assert from 'node:assert/strict';
import { cells, coverageOf, measured, nameOf, type Cell } from '../../../scripts/intervals/coverage';
import { distributions, exponential, normalCdf, t3, t3DifferenceCdf } from '../../../scripts/intervals/distributions';
import { simulatedData } from '../../../scripts/intervals/simulatedData';
import { auroc } from '../../../src/evaluation/roc';
import { oneVsRest, pooledOneVsRest } from '../../../src/evaluation/thresholdCounts';
import { random } from '../../../src/util/random';

/** `npm run check:intervals` simulates a hundred times as many. */
describe('the simulation of intervals', () => {
  const dataSets = ({ positives, auroc: area }: Cell): number => {
    if (positives === 100) return area < 0.99 ? 20 : 0;
    return area === 0.95 ? 5 : 0;
  };
  for (const cell of cells.filter(one => dataSets(one) > 0)) {
    it(`covers: ${nameOf(cell)}`, () => {
      const coverage = coverageOf(cell, dataSets(cell));
      for (const what of measured) {
        const { shown, covered } = coverage[what];
        // Five standard deviations below 93 %, so that only a fault fails; the ten classes of a data set depend on one another.
        const slack = 5 * Math.sqrt((0.93 * 0.07) / Math.max(1, Math.min(shown, 60)));
        assert.ok(covered >= (0.93 - slack) * shown, `${what}: ${covered} of ${shown}`);
      }
      if (cell.positives === 1000) assert.equal(coverage.class.shown, coverage.class.asked, 'is shown');
    });
  }

  it('has the AUROC that it says, of a class and of all answers', () => {
    for (const distribution of distributions) {
      const predictions = simulatedData(distribution, distribution.shift(0.8), 500, random('simulated', distribution.name));
      for (const counts of [oneVsRest(predictions, 3), pooledOneVsRest(predictions)]) {
        assert.ok(Math.abs(auroc(counts)! - 0.8) < 0.05, `${distribution.name}: ${auroc(counts)}`);
      }
    }
  });

  it('draws from the distributions that it says', () => {
    const generator = random('draws');
    const share = (is: () => boolean): number => Array.from({ length: 20_000 }, is).filter(Boolean).length / 20_000;
    assert.ok(Math.abs(share(() => exponential(generator) < 1) - (1 - Math.exp(-1))) < 0.015);
    // The quartile of Student's t with three degrees of freedom.
    assert.ok(Math.abs(share(() => t3(generator) < 0.7648923) - 0.75) < 0.015);
    assert.ok(Math.abs(share(() => t3(generator) - t3(generator) < 2) - t3DifferenceCdf(2)) < 0.015);
  });

  it('has the normal distribution right', () => {
    // SciPy's norm.cdf.
    assert.ok(Math.abs(normalCdf(1.959963984540054) - 0.975) < 1e-12);
    assert.ok(Math.abs(normalCdf(3.090232306167813) - 0.999) < 1e-12);
    assert.ok(Math.abs(normalCdf(-1) - 0.15865525393145707) < 1e-12);
  });
});
