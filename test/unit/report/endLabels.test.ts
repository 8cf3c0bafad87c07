import assert from 'node:assert/strict';
import { linearAxis } from '../../../src/report/axis';
import { endLabelMargin, placeEndLabels } from '../../../src/report/endLabels';
import type { LineChart, Series } from '../../../src/report/lineChart';

const axis = linearAxis({ from: 0, to: 10 }, { ends: 'exact', ticks: 5 });
/** Ten pixels are 1 on either axis. */
const box = { left: 0, top: 0, right: 100, bottom: 100 };

const series = (endLabel: string | undefined, ...points: readonly (readonly [number, number])[]): Series => {
  return { label: 'a', points: points.map(([x, y]) => ({ x, y })), role: 'training', style: 'line', ...(endLabel && { endLabel }) };
};
const chartOf = (...all: readonly Series[]): LineChart => {
  return { title: '', xLabel: '', yLabel: '', xAxis: axis, yAxis: axis, series: all, format: String };
};
const heights = (...all: readonly Series[]): [string, number][] => placeEndLabels(chartOf(...all), box).map(({ text, y }) => [text, y]);

describe('the labels at the ends of curves', () => {
  it('stand beside the last points', () => {
    assert.deepEqual(placeEndLabels(chartOf(series('a', [0, 9], [10, 5])), box), [{ text: 'a', x: 109, y: 50 }]);
    assert.deepEqual(heights(series(undefined, [0, 9], [10, 5])), []);
  });

  it('give way to each other, the later to the earlier', () => {
    const close = heights(series('a', [10, 5]), series('b', [10, 5.2]), series('c', [10, 4.9]));
    assert.deepEqual(close[0], ['a', 50]);
    const sorted = close.map(([, y]) => y).toSorted((a, b) => a - b);
    for (const [i, y] of sorted.slice(1).entries()) assert.ok(y - sorted[i]! >= 14, String(close));
    assert.deepEqual(close[1], ['b', 36], 'on the side on which its curve ends');
  });

  it('stand above or below a point beyond which another curve goes on, away from it', () => {
    const own = series('own', [0, 9], [5, 5]);
    assert.deepEqual(heights(own, series(undefined, [0, 8], [10, 2]))[0], ['own', 38], 'a curve passes at the point itself');
    assert.deepEqual(heights(own, series(undefined, [0, 7], [10, 7]))[0], ['own', 62]);
    assert.deepEqual(heights(own, series(undefined, [0, 4], [10, 4]))[0], ['own', 38]);
    assert.deepEqual(heights(own, { ...series(undefined, [0, 7], [10, 7]), part: 'measured' })[0], ['own', 50], 'noise counts for nothing');
  });

  it('stay inside of the axes, and leave out what ends outside', () => {
    assert.deepEqual(heights(series('a', [5, 9.5]), series(undefined, [0, 9], [10, 9])), [['a', 17]]);
    assert.deepEqual(heights(series('low', [5, 0])), [['low', 92]]);
    assert.deepEqual(heights(series('low', [10, 0]), series('high', [10, 10])), [['low', 100], ['high', 0]], 'beside the axes there is more room'); // prettier-ignore
    assert.deepEqual(heights(series('a', [10, 11]), series('b', [10, NaN]), series('c')), []);
  });

  it('name a curve where it leaves the axes, and say no value of what lies outside', () => {
    const leaving = series('parent', [0, 2], [20, 6]);
    assert.deepEqual(placeEndLabels(chartOf({ ...leaving, name: 'a run' }), box), [{ text: 'parent', x: 109, y: 60 }]);
    assert.deepEqual(heights(leaving, { ...series('ended', [-9, 1], [-1, 2]), name: 'another run' }), []);
  });

  it('have the room that the longest of them needs', () => {
    assert.equal(endLabelMargin(chartOf()), 60);
    assert.ok(endLabelMargin(chartOf(series('a rather long name', [0, 0]))) > 18 * 6 + 9);
  });
});
