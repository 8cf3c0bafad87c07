import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RowStore } from '../../../../src/experiment/recorded/rowStore';
import { drawnScalars } from '../../../../src/report/recorded/drawnScalars';
import { scalarChart } from '../../../../src/report/recorded/scalarChart';
import { thinnedPoints } from '../../../../src/report/recorded/thinnedPoints';
import { smooth } from '../../../../src/report/smooth';
import { longRows } from '../../runFolder/recording/writeRecorded';

describe('the points of a long curve', () => {
  const steps = Float64Array.from({ length: 50_000 }, (_, i) => i);
  const value = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constantFrom(NaN, Infinity, -Infinity));

  it('are all there if they are few', () => {
    const few = { steps: steps.slice(0, 1000), values: Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i)) };
    assert.deepEqual(thinnedPoints(few, { from: 0, to: 999 }), few);
  });

  it('keep every spike and the ends, and are a thousand at most', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 49_999 }), value), { maxLength: 40 }), fc.nat({ max: 40_000 }), (spikes, from) => {
        const values = Float64Array.from(steps, i => (i * 7919) % 13);
        for (const [at, y] of spikes) values[at] = y;
        const to = from + 9_000;
        const thin = thinnedPoints({ steps, values }, { from, to });
        assert.ok(thin.steps.length <= 1_002, `${thin.steps.length}`);
        const inside = Array.from(values.subarray(from, to + 1)).filter(Number.isFinite);
        const kept = Array.from(thin.values).filter((y, i) => Number.isFinite(y) && thin.steps[i]! >= from && thin.steps[i]! <= to);
        assert.deepEqual([Math.min(...kept), Math.max(...kept)], [Math.min(...inside), Math.max(...inside)]);
        assert.ok(thin.steps.every((step, i) => i === 0 || step > thin.steps[i - 1]!));
        assert.equal(thin.steps[0], Math.max(0, from - 1));
        assert.equal(thin.steps.at(-1), Math.min(49_999, to + 1));
        const breaks = values.subarray(from, to + 1).some(y => !Number.isFinite(y));
        assert.equal(thin.values.some(y => !Number.isFinite(y)) || !breaks, true);
      }),
      { numRuns: 50 },
    );
  });

  it('survive places that are all the same', () => {
    const same = { steps: new Float64Array(5_000).fill(3), values: Float64Array.from({ length: 5_000 }, (_, i) => i) };
    assert.deepEqual([...thinnedPoints(same, { from: 3, to: 3 }).values], [0, 4_999]);
  });

  it('are smoothed before they are thinned out', () => {
    const store = new RowStore();
    for (const row of longRows(10_000, 5)) store.add(row);
    const { measured, smoothed, total, extent } = drawnScalars(store, 'loss', { axis: { over: 'steps' }, smoothing: 0.9, range: null });
    assert.deepEqual([total, extent], [10_000, { from: 0, to: 9_999 }]);
    assert.ok(measured.steps.length <= 1_002 && smoothed!.steps.length <= 1_002);
    const all = [...store.keys.get('loss')!.values.all].map((y, x) => ({ x, y }));
    const means = smooth(all, 0.9, 9_999);
    smoothed!.steps.forEach((step, i) => assert.equal(smoothed!.values[i], means[step]!.y));
    const zoomed = drawnScalars(store, 'loss', { axis: { over: 'steps' }, smoothing: 0, range: { from: 100, to: 500 } });
    assert.deepEqual([zoomed.smoothed, zoomed.measured.steps.length], [null, 403], 'all there are of a part');
  });

  it('of a key that is not there are none', () => {
    const none = drawnScalars(new RowStore(), 'a', { axis: { over: 'time' }, smoothing: 0.5, range: null });
    assert.deepEqual([none.extent, none.total, none.measured.steps.length, none.smoothed], [null, 0, 0, null]);
  });
});

describe('the chart of a key', () => {
  const curveOf = (values: readonly number[], more: object = {}): Parameters<typeof scalarChart>[0] => ({
    key: 'train/loss',
    axis: '_step',
    extent: { from: 0, to: values.length - 1 },
    total: values.length,
    measured: { steps: Float64Array.from(values.keys()), values: Float64Array.from(values) },
    smoothed: null,
    ...more,
  });

  it('has room for all values, and says what it shows', () => {
    const chart = scalarChart(curveOf([1, 5, -2, 0.5]), { scale: 'linear', range: null });
    assert.ok(chart.yAxis.from <= -2 && chart.yAxis.to >= 5);
    assert.deepEqual([chart.xAxis.from, chart.xAxis.to, chart.xLabel], [0, 3, 'step']);
    assert.equal(chart.rangeInWords, 'step 0 to 3');
    assert.deepEqual(chart.read.map(({ label, points }) => [label, points.length]), [['loss', 4]]); // prettier-ignore
    assert.equal(chart.along.place(1234), 'step 1,234');
  });

  it('draws a mean over what was measured', () => {
    const smoothed = { steps: Float64Array.of(0, 1), values: Float64Array.of(1, 2) };
    const chart = scalarChart(curveOf([1, 3], { smoothed, axis: 'epoch' }), { scale: 'linear', range: null });
    assert.deepEqual(chart.series.map(({ part }) => part), ['measured', 'smoothed']); // prettier-ignore
    assert.deepEqual([chart.xLabel, chart.along.head, chart.recorded.length], ['epoch', 'epoch', 2]);
  });

  it('says of a logarithmic axis that no value is above 0', () => {
    const chart = scalarChart(curveOf([-1, 0]), { scale: 'log', range: null });
    assert.match(chart.empty ?? '', /linear/);
    assert.ok(chart.series.every(({ points }) => points.every(({ y }) => Number.isNaN(chart.yAxis.at(y)))));
  });

  it('shows one value, a constant, and none', () => {
    for (const values of [[0.5], [2, 2, 2], [], [NaN, Infinity]])
      for (const scale of ['linear', 'log'] as const)
        for (const axis of ['_step', 'time']) {
          const extent = values.length > 0 ? { from: 0, to: values.length - 1 } : null;
          const chart = scalarChart(curveOf(values, { extent, axis }), { scale, range: null });
          assert.ok(chart.xAxis.from < chart.xAxis.to, JSON.stringify([values, axis]));
        }
  });
});
