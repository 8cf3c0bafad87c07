import assert from 'node:assert/strict';
import { knownParametersOf } from '../../../../src/runFolder/recording/knownParameters';

describe('the parameters that a script has', () => {
  it('are known by their names and by usual other ones', () => {
    assert.deepEqual(
      knownParametersOf({
        epochs: 3,
        batchSize: 64,
        'num-filters': 8,
        num_layers: 2,
        activation_function: 'ReLU',
        lr: 0.01,
        dropout_rate: 0.25,
      }),
      { epochs: 3, batch_size: 64, num_filters: 8, num_layers: 2, activation_fun: 'relu', learning_rate: 0.01, dropout: 0.25 },
    );
    assert.deepEqual(knownParametersOf({ activation: 'swish', learning_rate: 0.5, lr: 0.1 }), {
      activation_fun: 'silu',
      learning_rate: 0.5,
    });
  });

  it('are left out where they cannot have that value, and the data set, whose name says nothing of its place', () => {
    assert.deepEqual(
      knownParametersOf({
        epochs: 'many',
        batch_size: -1,
        num_layers: 2.5,
        activation_fun: 'step',
        lr: 'NaN',
        dataset: '/etc',
        kernel: null,
      }),
      {},
    );
  });
});
