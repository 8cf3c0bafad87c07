import assert from 'node:assert/strict';
import type { DashboardState } from '../../../src/contract/dashboard';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { emptyText } from '../../../src/report/lineChart';
import { findChart } from '../../../src/report/metricChart';
import { readingsByEpoch, readingsOf } from '../../../src/report/readings';
import { runChart, type RunChart, type RunChartView } from '../../../src/report/runChart';
import { curvesOf, type Curves, type CurvesOptions } from '../../../src/report/runCurves';
import { batch, configOf, epoch, started, stateOf } from '../webview/fixture';

const events = [started(), batch(1, 5), batch(1, 10), epoch(1), batch(2, 5)];
const parent = {
  runId: 'p',
  label: 'a parent',
  parameters: configOf().parameters,
  epochs: [epoch(1, { valLoss: 0.7 }), epoch(2, { valLoss: null })],
};

interface How extends Partial<Omit<CurvesOptions, 'chart'> & RunChartView> {
  readonly metric?: 'loss' | 'accuracy';
  readonly state?: Partial<DashboardState>;
}

function curves(of: readonly TrainerEvent[], { metric = 'loss', state = {}, xUnit = 'epochs', smoothing = 0 }: How = {}): Curves {
  return curvesOf(stateOf(of, state), { chart: findChart(metric), xUnit, smoothing });
}

function chart(of: readonly TrainerEvent[], how: How = {}): RunChart {
  const { lossScale = 'log', range = null, hidden = [] } = how;
  return runChart(curves(of, how), { lossScale, range, hidden });
}

const ofParent = { state: { parent } };
const ends = ({ yAxis: { from, to } }: RunChart): [number, number] => [from, to];

describe('the curves of a run', () => {
  it('have the batches where they were in their epoch, and the epochs at their end', () => {
    const found = curves(events, ofParent);
    assert.deepEqual(found.training.measured, [
      { x: 0.5, y: 0.2 },
      { x: 1, y: 0.1 },
      { x: 1.5, y: 0.2 },
    ]);
    assert.deepEqual(found.trainingMeans, [{ x: 1, y: 1, epoch: 1 }]);
    assert.deepEqual(found.validation.measured, [{ x: 1, y: 0.5, epoch: 1 }]);
    assert.deepEqual(found.parent.measured, [
      { x: 1, y: 0.7, epoch: 1 },
      { x: 2, y: 0.5, epoch: 2 },
    ]);
  });

  it('have no validation where nothing was held back', () => {
    const without = [started(), epoch(1, { valLoss: null, valAccuracy: null })];
    assert.deepEqual(curves(without, { metric: 'accuracy' }).validation.measured, []);
  });

  it('are read epoch by epoch, as far as this run or its parent got', () => {
    const { read } = chart(events, ofParent);
    assert.deepEqual(
      read.map(({ label }) => label),
      ['training (mean)', 'validation', 'a parent'],
    );
    assert.deepEqual(readingsOf(read, 'epochs'), [
      { x: 1, values: [1, 0.5, 0.7], place: 'epoch 1' },
      { x: 2, values: [undefined, undefined, 0.5], place: 'epoch 2' },
    ]);
  });

  it('are faint behind their means where they are smoothed, and alone where they are not', () => {
    const parts = (smoothing: number): string[] =>
      chart(events, { ...ofParent, smoothing }).series.map(({ curve, part = 'alone' }) => `${curve} ${part}`);
    assert.deepEqual(parts(0), ['parent alone', 'training alone', 'validation alone']);
    assert.deepEqual(parts(0.5), [
      'parent measured',
      'parent smoothed',
      'training measured',
      'training smoothed',
      'validation measured',
      'validation smoothed',
    ]);
    assert.equal(chart(events, { smoothing: 0.5 }).note, 'smoothing 0.50');
    assert.equal(chart(events).note, undefined);
  });

  it('can be hidden: they are neither drawn nor read, the axis leaves them out, and the legend and the table keep them', () => {
    const shown = chart(events, { ...ofParent, hidden: ['training', 'parent'] });
    assert.deepEqual(
      shown.series.map(({ curve }) => curve),
      ['validation'],
    );
    assert.deepEqual(
      shown.read.map(({ label }) => label),
      ['validation'],
    );
    assert.deepEqual(
      shown.curves.map(({ curve }) => curve),
      ['parent', 'training', 'validation'],
    );
    assert.equal(readingsByEpoch(shown.recorded)[1]?.values[2], 0.5);
    assert.ok(shown.yAxis.at(0.1) < 0 || shown.yAxis.from > 0.1);
    assert.deepEqual(chart(events, { hidden: ['validation'] }).highlights, []);
    assert.equal(emptyText(chart(events, { hidden: ['training', 'validation'] })), 'All curves are hidden');
    assert.equal(emptyText(chart([])), 'Nothing recorded yet');
  });

  it('have the best epoch by the validation loss marked, on the accuracy too, and how the run ended early', () => {
    const losses = [0.9, 0.2, 0.4];
    const accuracies = [0.8, 0.9, 0.95];
    const all = [started({ epochs: 9 }), ...losses.map((valLoss, i) => epoch(i + 1, { valLoss, valAccuracy: accuracies[i]! }))];
    assert.deepEqual(chart(all).highlights, [{ x: 2, y: 0.2, epoch: 2, label: 'best: epoch 2', side: 'below' }]);
    assert.deepEqual(chart(all, { metric: 'accuracy' }).highlights, [{ x: 2, y: 0.9, epoch: 2, label: 'best: epoch 2', side: 'above' }]);
    assert.deepEqual(chart(events).highlights, [], 'one epoch is no choice');
    const ended = { type: 'runEnded', time: '2026-11-25T12:01:00.000Z', epochs: 3, keptEpoch: 2, durationMs: 1 } as const;
    const reason = 'the validation loss has not improved since epoch 2 (patience 1)';
    const early = chart([...all, { ...ended, status: 'completed', reason }]);
    assert.deepEqual([early.reached, early.reachedLabels], [3, ['stopped early after epoch 3', 'stopped early']]);
    assert.deepEqual(chart([...all, { ...ended, status: 'stopped' }]).reachedLabels, ['stopped']);
    assert.deepEqual(chart(all, { state: { status: 'interrupted' } }).reachedLabels, ['interrupted']);
  });
});

describe('the horizontal axis', () => {
  it('shows what is asked for, and all where that is not a part of it', () => {
    const part = chart(events, { range: { from: 0.5, to: 1.5 } });
    assert.deepEqual([part.xAxis.from, part.xAxis.to, part.rangeInWords], [0.5, 1.5, 'epochs 0.5 to 1.5']);
    assert.ok(part.xAxis.ticks.length >= 3, 'within an epoch');
    for (const range of [null, { from: -4, to: 70 }, { from: 0, to: 3 }]) {
      const all = chart(events, { range });
      assert.deepEqual([all.range, all.xAxis.from, all.xAxis.to, all.rangeInWords], [null, 0, 3, 'epochs 0 to 3']);
    }
  });

  it('does not follow what comes while a part of it is shown', () => {
    const range = { from: 0.5, to: 1.5 };
    for (const more of [[batch(2, 10)], [batch(2, 10), epoch(2, { valLoss: 900, loss: 1e9 })]]) {
      const { xAxis, yAxis } = chart([...events, ...more], { range });
      assert.deepEqual([xAxis.from, xAxis.to], [0.5, 1.5]);
      assert.ok(yAxis.to < 1000);
    }
  });

  it('counts batches, of the parent by its own', () => {
    const steps = chart(events, { xUnit: 'steps', state: { parent: { ...parent, batchesPerEpoch: 4 } } });
    assert.deepEqual(
      steps.series.map(({ curve, points }) => [curve, points.map(({ x }) => x)]),
      [
        ['parent', [4, 8]],
        ['training', [5, 10, 15]],
        ['validation', [10]],
      ],
    );
    assert.deepEqual([steps.xAxis.to, steps.reached, steps.xLabel], [30, 15, 'step']);
    assert.deepEqual(
      readingsOf(steps.read, 'steps').map(({ place }) => place),
      ['step 4 · parent’s epoch 1', 'step 8 · parent’s epoch 2', 'step 10 · epoch 1'],
    );
    assert.deepEqual(
      readingsByEpoch(steps.recorded).map(({ x, values }) => [x, ...values]),
      [
        [1, 1, 0.5, 0.7],
        [2, undefined, undefined, 0.5],
      ],
      'the table is by epoch',
    );
  });
});

describe('the vertical axis', () => {
  const accuracies = (...values: readonly number[]): TrainerEvent[] => [
    started({ epochs: values.length }),
    ...values.flatMap((valAccuracy, i) => [
      batch(i + 1, 5, { accuracy: i === 0 ? 0.1 : valAccuracy }),
      batch(i + 1, 10, { accuracy: valAccuracy - 0.01 }),
      epoch(i + 1, { valAccuracy, accuracy: valAccuracy - 0.01 }),
    ]),
  ];
  const shares = (...values: readonly number[]): [number, number] =>
    ends(chart(accuracies(...values), { metric: 'accuracy' })).map(share => Math.round(1e6 * share) / 1e6) as [number, number];

  it('of an accuracy uses its height, and cuts no epoch', () => {
    assert.deepEqual(shares(0.935, 0.96, 0.976), [0.925, 0.985]);
    assert.deepEqual(shares(0.9901, 0.992, 0.993), [0.98, 0.996]);
    assert.deepEqual(shares(0.1, 0.12, 0.98), [0, 1]);
    assert.deepEqual(shares(1, 1, 1)[1], 1);
    for (const values of [[0.5], [0.098, 0.098], [0.2, 0.99, 0.991]]) {
      const [from, to] = shares(...values);
      assert.ok(from < Math.min(...values) && to > Math.max(...values) && from >= 0 && to <= 1, `${from} to ${to} for ${values.join()}`);
    }
  });

  it('of an accuracy reaches all shares before there is an epoch', () => {
    assert.deepEqual(ends(chart([started(), batch(1, 1)], { metric: 'accuracy' })), [0, 1]);
  });

  it('has room for just what is seen of a part', () => {
    const all = accuracies(0.5, 0.8, 0.9, 0.98, 0.981, 0.982, 0.983, 0.984, 0.985, 0.986);
    const [from, to] = ends(chart(all, { metric: 'accuracy', range: { from: 8, to: 10 } }));
    assert.ok(from > 0.96 && from < 0.984 - 0.01 && to > 0.986 && to < 0.995, `${from} to ${to}`);
    const first = chart(all, { metric: 'accuracy', range: { from: 0, to: 1 } });
    assert.ok(first.yAxis.from < 0.1 && first.yAxis.to > 0.5, 'the first steps, where they are asked for');
  });

  it('of a loss is above 0 where it is logarithmic, begins at 0 where it is linear, and uses its height in a part', () => {
    for (const of of [[], [started(), batch(1, 1, { loss: 0 })], events]) {
      const [least, most] = ends(chart(of));
      assert.ok(least > 0 && most > least, `${least} to ${most}`);
      assert.equal(chart(of, { lossScale: 'linear' }).yAxis.from, 0);
    }
    const { yAxis } = chart(events, { lossScale: 'linear', range: { from: 0.9, to: 1.1 } });
    assert.ok(yAxis.from > 0.04 && yAxis.to < 0.6, `${yAxis.from} to ${yAxis.to}`);
  });
});
