import assert from 'node:assert/strict';
import { metrics } from '../../../../src/contract/metrics';
import { effectCurves, type EffectCurvesView, type LevelCurves } from '../../../../src/report/effects/effectCurves';
import { epoch } from '../../webview/fixture';

const look = { role: 'training', marker: 'disc', dashes: [] } as const;
const replicate = (values: readonly number[], label: string, isLeftOut = false) => ({ label, isLeftOut, epochs: values.map((valAccuracy, i) => epoch(i + 1, { valAccuracy })) }); // prettier-ignore
const level: LevelCurves = {
  key: '8',
  label: '8',
  look,
  replicates: [
    replicate([0.5, 0.8], 'seed 1'),
    replicate([0.7, 0.9], 'seed 2'),
    replicate([0.1, 0.1], 'seed 3', true),
    replicate([], 'seed 4'),
  ],
};
const metric = { ...metrics.val_accuracy, epoch: metrics.val_accuracy.epoch! };
const view: EffectCurvesView = { metric, spread: 'range', range: null, hidden: [], quantiles: [12.706204736174705], epochs: 2 };

describe('the training curves of the levels', () => {
  it('are means over the replicates that count, with N in the name', () => {
    const chart = effectCurves([level], view);
    assert.deepEqual(chart.curves.map(({ label, endLabel }) => [label, endLabel]), [['8 (n = 2)', '8 (n = 2)']]); // prettier-ignore
    const mean = chart.series.at(-1)!;
    assert.deepEqual(mean.points.map(({ x, y }) => [x, y.toFixed(3)]), [[1, '0.600'], [2, '0.850']]); // prettier-ignore
  });

  it('have their range, the interval of the mean by Student’s t, or each run around them', () => {
    const [range] = effectCurves([level], view).bands!;
    assert.deepEqual(range!.points.map(({ low, high }) => [low, high]), [[0.5, 0.7], [0.8, 0.9]]); // prettier-ignore
    const [interval] = effectCurves([level], { ...view, spread: 'interval' }).bands!;
    // The deviation of 0.5 and 0.7 is 0.2 / √2.
    assert.ok(Math.abs(interval!.points[0]!.high - (0.6 + 12.706204736174705 * 0.1)) < 1e-12);
    const runs = effectCurves([level], { ...view, spread: 'runs' });
    assert.deepEqual(runs.bands, []);
    assert.deepEqual(runs.series.map(({ label }) => label), ['8, seed 1', '8, seed 2', '8, seed 3, left out', '8 (n = 2)']); // prettier-ignore
  });

  it('show a run that is left out as left out', () => {
    const chart = effectCurves([level], view);
    assert.deepEqual(chart.series.map(({ label }) => label), ['8, seed 3, left out', '8 (n = 2)']); // prettier-ignore
    assert.ok(
      chart.recorded.some(({ label }) => label === '8, seed 3, left out'),
      'The table has it too.',
    );
  });

  it('can be hidden, and are nothing before the first epoch', () => {
    const hidden = effectCurves([level], { ...view, hidden: ['8'] });
    assert.deepEqual([hidden.series, hidden.bands, hidden.empty], [[], [], 'All curves are off']);
    assert.equal(effectCurves([{ ...level, replicates: [] }], view).empty, undefined);
  });
});
