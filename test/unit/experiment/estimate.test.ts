import assert from 'node:assert/strict';
import { describeNetwork, mnistFormat } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { differingParameters, varyingParameters } from '../../../src/experiment/differences';
import { estimateDuration } from '../../../src/experiment/estimate';
import { networkInWords } from '../../../src/wording/networkInWords';
import { differencesInWords } from '../../../src/experiment/runLabel';

describe('estimateDuration', () => {
  const images = { train: 3000, validation: 0 };
  const measured = { parameters: defaultParameters, image: mnistFormat, imagesPerSecond: 1000 };
  const parameters = { ...defaultParameters, epochs: 4 };

  it('is what a run of the same network took, for each image', () => {
    assert.deepEqual(estimateDuration(parameters, images, [measured], 2), { ms: 12_000, isGuess: false });
    // Three validation images cost what one training image does.
    assert.equal(estimateDuration(parameters, { train: 3000, validation: 3000 }, [measured], 2).ms, 16_000);
  });

  it('grows with the operations of the network', () => {
    const larger = { ...parameters, num_filters: 64 };
    const ratio = describeNetwork(larger).flopsPerImage / describeNetwork(parameters).flopsPerImage;
    assert.ok(Math.abs(estimateDuration(larger, images, [measured], 2).ms - 12_000 * ratio) < 1e-6);
  });

  it('takes the run whose network costs most nearly the same', () => {
    const small = { parameters: { ...defaultParameters, num_filters: 1 }, image: mnistFormat, imagesPerSecond: 7 };
    assert.equal(estimateDuration(parameters, images, [small, measured, small], 2).ms, 12_000);
  });

  it('is a guess without any run, and half as long with twice the cores', () => {
    const [two, four] = [2, 4].map(cores => estimateDuration(parameters, images, [], cores));
    assert.equal(two?.isGuess, true);
    assert.ok(Math.abs(two.ms - 2 * four!.ms) < 1e-6);
  });
});

describe('differences between parameters', () => {
  const other = { ...defaultParameters, seed: 3, num_filters: 64 };

  it('are named in the order of the table, against the defaults or another set', () => {
    assert.deepEqual(differingParameters(other), ['num_filters', 'seed']);
    assert.deepEqual(differingParameters(other, { ...other, seed: 4 }), ['seed']);
    assert.equal(differencesInWords(other), 'num_filters 64 · seed 3');
    assert.equal(differencesInWords(defaultParameters), '');
  });

  it('vary where not all sets have one value', () => {
    assert.deepEqual(varyingParameters([other, { ...other, epochs: 3 }, { ...other, epochs: 4 }]), ['epochs']);
    assert.deepEqual(varyingParameters([other]), []);
  });
});

describe('networkInWords', () => {
  it('names the layers that decide something', () => {
    const network = describeNetwork({ ...defaultParameters, num_layers: 1, num_filters: 8, dense_units: 16, dropout: 0.25 });
    assert.equal(networkInWords(network), 'conv 3×3×8 · pool · dense 16 · dropout 0.25 · dense 10');
  });
});
