import assert from 'node:assert/strict';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { prepared } from '../../../src/engine/onnx/prepared';

describe('what a training needs before an engine is open', () => {
  const network = describeNetwork({ ...defaultParameters, num_filters: 2 }, { height: 12, width: 12, classes: 3 });

  it('is computed once, and anew for other parameters or threads of the same network', () => {
    const first = prepared(network, defaultParameters, 2);
    assert.equal(prepared(network, defaultParameters, 2), first);
    const other = prepared(network, { ...defaultParameters, seed: 1, batch_size: 8 }, 2);
    assert.notDeepEqual(other.weights, first.weights);
    assert.notDeepEqual(other.plan, first.plan);
    assert.equal(prepared(network, defaultParameters, 1).threads, 1);
  });
});
