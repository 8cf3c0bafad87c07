import assert from 'node:assert/strict';
import { describeNetwork, mnistFormat } from '../../../src/contract/network';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { windowsOfBlocks } from '../../../src/engine/network';

describe('the windows of a block', () => {
  const sizes = (changed: Partial<Parameters>): string[] =>
    windowsOfBlocks(describeNetwork({ ...defaultParameters, ...changed }, mnistFormat), 16).map(
      ({ height, width, windowRows, windowColumns }) => `${height}×${width} → ${windowRows}×${windowColumns}`,
    );

  it('are those that the next block reads, and all of the last one', () => {
    // Of 13×13 windows, the 5×5 of a 3×3 convolution read 12×12.
    assert.deepEqual(sizes({}), ['28×28 → 12×12', '12×12 → 5×5']);
    assert.deepEqual(sizes({ num_layers: 1 }), ['28×28 → 13×13']);
    assert.deepEqual(sizes({ num_layers: 3 }), ['28×28 → 10×10', '10×10 → 4×4', '4×4 → 1×1']);
    assert.deepEqual(sizes({ kernel_size: 5 }), ['28×28 → 12×12', '12×12 → 4×4']);
  });

  it('are as many as there are where padding reads beside the image', () => {
    assert.deepEqual(sizes({ padding: 'same', num_layers: 3 }), ['28×28 → 14×14', '14×14 → 7×7', '7×7 → 3×3']);
  });
});
