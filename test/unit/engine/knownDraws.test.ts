import assert from 'node:assert/strict';
import { mnistFormat } from '../../../src/contract/network';
import { fillDropoutMask, dropoutBatchKey } from '../../../src/engine/dropoutMask';
import { initialWeights } from '../../../src/engine/weights';
import { smallNetwork } from './reference';

const key = { low: 0x1234_5678, high: 0x9abc_def0, image: 3 };

function mask(rate: number, units: number, changed: Partial<typeof key> = {}): Float32Array {
  const row = new Float32Array(units).fill(NaN);
  const { image, ...batch } = { ...key, ...changed };
  fillDropoutMask(row, rate, batch, image);
  return row;
}

const bits = (row: Float32Array): string => [...row].map(value => (value === 0 ? '0' : '1')).join('');

/** Share of the places at which both masks agree. */
function agreement(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + Number(value === b[i]), 0) / a.length;
}

/** For a draw of `count` fair coins: within six standard deviations of the half. */
function assertHalf(share: number, count: number, what: string): void {
  assert.ok(Math.abs(share - 0.5) < 3 / Math.sqrt(count), `${what}: ${share}`);
}

/** Whoever changes these numbers changes every run's result: trainer.numericsVersion goes up with them. */
describe('draws that every version must repeat', () => {
  it('of a dropout mask', () => {
    assert.equal(bits(mask(0.5, 33)), '000011010011010011010011000110000');
    assert.equal(bits(mask(0.1, 33)), '111111011111110111110111111111011');
  });

  it('of a batch of masks', () => {
    assert.deepEqual(dropoutBatchKey(7, 2, 5), { low: 2_721_381_188, high: 515_902_324 });
  });

  it('of initial weights', () => {
    const { tensors } = smallNetwork({}, mnistFormat);
    const weights = initialWeights(tensors, 5);
    const firstOf = (name: string): number => weights[tensors.find(tensor => tensor.name === name)!.offset]!;
    assert.deepEqual(
      ['conv_1/kernel', 'conv_2/kernel', 'output/kernel'].map(firstOf),
      [-0.09695631265640259, 0.20826184749603271, -0.015878833830356598],
    );
  });
});

describe('dropout masks', () => {
  const units = 40_000;

  it('have neighbours that do not know of each other', () => {
    const row = mask(0.5, units + 2);
    for (const distance of [1, 2]) {
      assertHalf(agreement(row.subarray(0, units), row.subarray(distance, units + distance)), units, `${distance} apart`);
    }
  });

  for (const [what, changed] of [
    ['image', { image: 4 }],
    ['low word', { low: key.low + 1 }],
    ['high word', { high: key.high + 1 }],
  ] as const) {
    it(`are unrelated when the ${what} differs by one`, () => {
      assertHalf(agreement(mask(0.5, units), mask(0.5, units, changed)), units, what);
      assert.notEqual(bits(mask(0.5, 64)), bits(mask(0.5, 64, changed)));
    });
  }

  it('come from another key in every epoch, batch and run', () => {
    const keys = [dropoutBatchKey(0, 1, 1), dropoutBatchKey(0, 2, 1), dropoutBatchKey(0, 1, 2), dropoutBatchKey(1, 1, 1)];
    assert.equal(new Set(keys.map(({ low, high }) => `${low} ${high}`)).size, keys.length);
  });

  for (const rate of [0.001, 0.3, 0.9]) {
    it(`drop ${rate} of two million units`, () => {
      let dropped = 0;
      for (let image = 0; image < 1000; image++) dropped += mask(rate, 2000, { image }).filter(value => value === 0).length;
      const sixDeviations = 6 * Math.sqrt((rate * (1 - rate)) / 2e6);
      assert.ok(Math.abs(dropped / 2e6 - rate) < sixDeviations + 1 / 65_536, `${dropped / 2e6}`);
    });
  }

  it('begin alike whatever their length, odd or even', () => {
    const long = mask(0.5, 64);
    for (const length of [0, 1, 2, 7, 8, 63]) assert.deepEqual(mask(0.5, length), long.slice(0, length));
  });
});

describe('initial weights', () => {
  it('of one tensor repeat those of no other', () => {
    const { tensors } = smallNetwork({ num_layers: 3, dense_units: 7, padding: 'same' }, mnistFormat);
    const weights = initialWeights(tensors, 0);
    const ratios = tensors.filter(({ shape }) => shape.length > 1).map(({ offset }) => weights[offset + 1]! / weights[offset]!);
    assert.equal(new Set(ratios.map(ratio => ratio.toFixed(4))).size, ratios.length);
  });

  it('of equally named tensors stay the same in a deeper network', () => {
    const [two, three] = [2, 3].map(num_layers => smallNetwork({ num_layers, padding: 'same' }, mnistFormat).tensors);
    const [shallow, deep] = [initialWeights(two!, 0), initialWeights(three!, 0)];
    for (const { name, offset, length } of two!.filter(({ name }) => name.startsWith('conv'))) {
      const other = three!.find(tensor => tensor.name === name)!;
      assert.deepEqual(deep.slice(other.offset, other.offset + length), shallow.slice(offset, offset + length), name);
    }
  });
});
