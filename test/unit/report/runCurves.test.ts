import assert from 'node:assert/strict';
import { findChart } from '../../../src/report/metricChart';
import { runChart, shownRange } from '../../../src/report/runChart';
import { curvesOf, readingsOf, smooth } from '../../../src/report/runCurves';
import { batch, configOf, epoch, started, stateOf } from '../webview/fixture';

const { run } = stateOf([started(), batch(1, 5), batch(1, 10), epoch(1), batch(2, 5)]);
const parent = {
  runId: 'p',
  label: 'a parent',
  parameters: configOf().parameters,
  epochs: [epoch(1, { valLoss: 0.7 }), epoch(2, { valLoss: null })],
};

describe('the curves of a run', () => {
  it('have the batches where they were in their epoch, and the epochs at their end', () => {
    const curves = curvesOf(run, parent, findChart('loss'));
    assert.deepEqual(curves.training, [
      { x: 0.5, y: 0.2 },
      { x: 1, y: 0.1 },
      { x: 1.5, y: 0.2 },
    ]);
    assert.deepEqual(curves.trainingMeans, [{ x: 1, y: 1 }]);
    assert.deepEqual(curves.validation, [{ x: 1, y: 0.5 }]);
    assert.deepEqual(curves.parent, [
      { x: 1, y: 0.7 },
      { x: 2, y: 0.5 },
    ]);
  });

  it('have no validation where nothing was held back', () => {
    const without = stateOf([started(), epoch(1, { valLoss: null, valAccuracy: null })]).run;
    assert.deepEqual(curvesOf(without, null, findChart('accuracy')).validation, []);
  });

  it('are read epoch by epoch, as far as this run or its parent got', () => {
    const { read } = runChart(run, parent, { chart: findChart('loss'), scale: 'log', reached: undefined });
    assert.deepEqual(
      read.map(({ label }) => label),
      ['training (mean)', 'validation', 'a parent'],
    );
    assert.deepEqual(readingsOf(read), [
      { x: 1, values: [1, 0.5, 0.7] },
      { x: 2, values: [undefined, undefined, 0.5] },
    ]);
  });
});

describe('smoothing', () => {
  it('leaves a straight line level and single points as they are', () => {
    const level = [1, 2, 3, 4].map(x => ({ x, y: 5 }));
    for (const { y } of smooth(level, 1)) assert.ok(Math.abs(y - 5) < 1e-12);
    assert.deepEqual(smooth([{ x: 3, y: 2 }], 1), [{ x: 3, y: 2 }]);
    assert.deepEqual(smooth([], 1), []);
  });

  it('weighs neighbours by e to the minus of their distance', () => {
    const points = [
      { x: 0, y: 1 },
      { x: 1, y: 4 },
      { x: 3, y: 2 },
    ];
    const expected = points.map(({ x }) => {
      const weights = points.map(other => Math.exp(-Math.abs(other.x - x) / 2));
      const total = weights.reduce((a, b) => a + b);
      return points.reduce((sum, { y }, i) => sum + (y * weights[i]!) / total, 0);
    });
    smooth(points, 2).forEach(({ y }, i) => assert.ok(Math.abs(y - expected[i]!) < 1e-12, `${y} instead of ${expected[i]}`));
  });
});

describe("the axes' ranges", () => {
  it('reach every epoch, and all shares before there is one', () => {
    const { from: least, to: most } = shownRange(curvesOf(run, parent, findChart('accuracy')), 'share');
    // The training mean of the last epoch is 0.9.
    assert.ok(least < 0.9 && least > 0.8, `from ${least}`);
    assert.equal(most, 1);
    assert.deepEqual(shownRange(curvesOf(stateOf([started(), batch(1, 1)]).run, null, findChart('accuracy')), 'share'), { from: 0, to: 1 });
  });

  it('of a loss are above 0, whatever there is to show', () => {
    for (const one of [stateOf([]).run, stateOf([started(), batch(1, 1, { loss: 0 })]).run, run]) {
      const { from: least, to: most } = shownRange(curvesOf(one, null, findChart('loss')), 'nats');
      assert.ok(least > 0 && most > least, `${least} to ${most}`);
    }
  });
});
