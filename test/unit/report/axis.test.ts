import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { linearAxis, rangeOf, type Axis } from '../../../src/report/axis';
import { logAxis } from '../../../src/report/logAxis';
import { property } from '../fuzz/property';
import { tickNumber } from './tickNumber';

const nice = (from: number, to: number): Axis => linearAxis({ from, to }, { ends: 'nice', ticks: 5 });
const labels = ({ ticks }: Axis): string[] => ticks.map(({ label }) => label);

describe('an axis', () => {
  it('has readable labels, whatever the size of its values', () => {
    const cases: [Axis, string[]][] = [
      [nice(0, 0.042), ['0', '0.01', '0.02', '0.03', '0.04', '0.05']],
      [nice(0, 2.3), ['0', '0.5', '1.0', '1.5', '2.0', '2.5']],
      [nice(0, 90_000), ['0', '20000', '40000', '60000', '80000', '100000']],
      [nice(0, 2.31e18), ['0', '5e+17', '1e+18', '1.5e+18', '2e+18', '2.5e+18']],
      [nice(0, 1e30), ['0', '2e+29', '4e+29', '6e+29', '8e+29', '1e+30']],
      [nice(-2e-9, 1e-9), ['-2e-9', '-1.5e-9', '-1e-9', '-5e-10', '0', '5e-10', '1e-9']],
      [logAxis({ from: 0.03, to: 2.3 }, 8), ['0.05', '0.1', '0.2', '0.5', '1', '2']],
      [logAxis({ from: 0.2, to: 0.45 }, 8), ['0.2', '0.3', '0.4', '0.5']],
      [logAxis({ from: 2.3, to: 2.31e18 }, 8), ['10⁵', '10¹⁰', '10¹⁵']],
      [logAxis({ from: 1, to: 1e30 }, 8), ['1', '10⁵', '10¹⁰', '10¹⁵', '10²⁰', '10²⁵', '10³⁰']],
      [logAxis({ from: 1e-8, to: 2 }, 8), ['10⁻⁸', '10⁻⁶', '10⁻⁴', '10⁻²', '1']],
      [logAxis({ from: 2e-8, to: 9e-8 }, 8), ['2×10⁻⁸', '3×10⁻⁸', '4×10⁻⁸', '5×10⁻⁸', '6×10⁻⁸', '7×10⁻⁸', '8×10⁻⁸', '9×10⁻⁸']],
      [logAxis({ from: 0.0501, to: 0.0523 }, 8), ['0.0500', '0.0505', '0.0510', '0.0515', '0.0520', '0.0525']],
    ];
    for (const [axis, expected] of cases) assert.deepEqual(labels(axis), expected);
  });

  it('that is logarithmic ends close to its values', () => {
    for (const [from, to, expected] of [
      [0.0189, 0.056, [0.015, 0.06]],
      [0.09, 2.3, [0.09, 2.5]],
      [0.0501, 0.0523, [0.05, 0.0525]],
    ] as const)
      assert.deepEqual([logAxis({ from, to }, 8).from, logAxis({ from, to }, 8).to], expected);
  });

  it('counts in whole numbers', () => {
    for (const [epochs, expected] of [
      [1, ['0', '1']],
      [3, ['0', '1', '2', '3']],
      [8, ['0', '1', '2', '3', '4', '5', '6', '7', '8']],
      [1000, ['0', '200', '400', '600', '800', '1000']],
    ] as const)
      assert.deepEqual(labels(linearAxis({ from: 0, to: epochs }, { ends: 'exact', ticks: 6, isWhole: true })), expected);
  });

  it('has nothing without a range, and places nothing that it cannot have', () => {
    for (const axis of [linearAxis(undefined, { ends: 'nice', ticks: 5 }), logAxis(undefined, 8), logAxis({ from: -2, to: 0 }, 8)]) {
      assert.deepEqual(axis.ticks, []);
      assert.ok(Number.isNaN(axis.at(1)));
    }
    for (const value of [NaN, Infinity, -Infinity]) assert.ok(Number.isNaN(nice(0, 1).at(value)));
    for (const value of [NaN, Infinity, 0, -1]) assert.ok(Number.isNaN(logAxis({ from: 0.1, to: 1 }, 8).at(value)));
    assert.equal(rangeOf([NaN, Infinity]), undefined);
  });

  const positive = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
  for (const [name, axisOf] of [
    ['linear', nice],
    ['logarithmic', (from: number, to: number) => logAxis({ from, to }, 8)],
  ] as const)
    property(
      `that is ${name} reaches all of its range, with few ticks that rise and say what they are`,
      fc.tuple(positive, fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e12, noNaN: true }))),
      ([from, growth]) => {
        const to = from * (1 + growth);
        const axis = axisOf(from, to);
        assert.ok(axis.at(from) >= -1e-9 && axis.at(to) <= 1 + 1e-9, `${axis.from} to ${axis.to}`);
        assert.ok(axis.at(from) <= axis.at(to));
        const values = axis.ticks.map(({ value }) => value);
        assert.ok(values.length >= 1 && values.length <= 11, String(values));
        assert.deepEqual(
          values,
          values.toSorted((a, b) => a - b),
        );
        for (const { value, label } of axis.ticks) {
          assert.ok(axis.at(value) >= -1e-9 && axis.at(value) <= 1 + 1e-9);
          assert.ok(label.length <= 9, label);
          // Of values that differ in their last digits alone, labels are rounded.
          if (growth > 0.01) assert.ok(Math.abs(tickNumber(label) - value) <= Math.abs(value) * 0.006, `${label}: ${value}`);
        }
      },
      { cases: 1000 },
    );
});
