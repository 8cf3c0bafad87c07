import assert from 'node:assert/strict';
import { metrics } from '../../../../src/contract/metrics';
import { scatterOf } from '../../../../src/experiment/comparison/scatter';
import { listed } from '../listed';

describe('a parameter against a metric', () => {
  const at = (n: number, parameters: Parameters<typeof listed>[1]): ReturnType<typeof listed> =>
    listed({ id: `20260101-00000${n}-aaaa` }, parameters);

  it('is on a logarithmic scale where the table says so, unless a value is 0', () => {
    const rates = [at(1, { learning_rate: 0.001 }), at(2, { learning_rate: 0.01 })];
    const { scale, points } = scatterOf(rates, 'learning_rate', metrics.val_accuracy);
    assert.deepEqual(scale, { kind: 'log' });
    assert.deepEqual(
      points.map(({ x, xText, yText }) => [x, xText, yText]),
      [
        [0.001, '0.001', '98.22 %'],
        [0.01, '0.01', '98.22 %'],
      ],
    );
    assert.deepEqual(scatterOf(rates, 'dropout', metrics.val_accuracy).scale, { kind: 'linear' });
    const decays = [at(1, { weight_decay: 0 }), at(2, { weight_decay: 0.01 })];
    assert.deepEqual(scatterOf(decays, 'weight_decay', metrics.val_accuracy).scale, { kind: 'linear' });
  });

  it('has the choices that occur beside each other, in the order of the table', () => {
    const runs = (['tanh', 'relu', 'tanh'] as const).map((activation_fun, n) => at(n, { activation_fun }));
    const { scale, points } = scatterOf(runs, 'activation_fun', metrics.test_accuracy);
    assert.deepEqual(scale, { kind: 'categories', categories: ['relu', 'tanh'] });
    assert.deepEqual(
      points.map(({ x }) => x),
      [1, 0, 1],
    );
  });

  it('leaves out runs without a value, and says how many', () => {
    const { points, leftOut } = scatterOf([at(1, {}), { ...at(2, {}), summary: undefined }], 'seed', metrics.val_loss);
    assert.deepEqual([points.length, leftOut], [1, 1]);
  });
});
