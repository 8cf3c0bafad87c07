import assert from 'node:assert/strict';
import { metrics } from '../../../src/contract/metrics';
import { paperPalette } from '../../../src/report/palette';
import { looksOf } from '../../../src/report/runLooks';
import { placedDot, scatterPlot } from '../../../src/report/scatterPlot';
import { scatterSvg } from '../../../src/report/scatterSvg';
import { listed, summary } from '../experiment/listed';
import { ofClass, readSvg } from './readSvg';

const run = (id: string, filters: number, testAccuracy: number | null) =>
  listed({ id, summary: { ...summary, testAccuracy } }, { num_filters: filters, activation_fun: filters === 8 ? 'tanh' : 'relu' });
const runs = [run('c', 64, 0.99), run('a', 8, 0.97), run('b', 16, 0.98), run('d', 32, null)];
const options = {
  metric: metrics.test_accuracy,
  labels: new Map(runs.map(({ id }) => [id, `run ${id}`])),
  looks: looksOf(['a', 'b', 'c', 'd'], 'a'),
} as const;

describe('a parameter against a metric', () => {
  it('has a mark for each run that has both, from left to right, on a logarithmic axis where factors count', () => {
    const plot = scatterPlot(runs, { ...options, parameter: 'num_filters' });
    assert.deepEqual(plot.dots.map(({ label }) => label), ['run a', 'run b', 'run c']); // prettier-ignore
    assert.equal(plot.scatter.leftOut, 1);
    assert.equal(plot.xAxis.scale, 'log');
    const box = { left: 0, top: 0, right: 100, bottom: 100 };
    const [a, b, c] = plot.dots.map(dot => placedDot(dot, plot, box));
    assert.ok(a!.x < b!.x && b!.x < c!.x && a!.y > b!.y && b!.y > c!.y);
    for (const { x, y } of [a!, c!]) assert.ok(x > 0 && x < 100 && y > 0 && y < 100);
    const svg = readSvg(scatterSvg(plot, { palette: paperPalette, width: 720, height: 400 }));
    assert.equal(ofClass(svg, 'dot').length, 3);
  });

  it('has the choices of a parameter side by side', () => {
    const plot = scatterPlot(runs, { ...options, parameter: 'activation_fun' });
    assert.deepEqual(plot.xAxis.ticks.map(({ label }) => label), ['relu', 'tanh']); // prettier-ignore
    assert.deepEqual(plot.dots.map(({ xText }) => xText), ['relu', 'relu', 'tanh']); // prettier-ignore
  });

  it('can be empty', () => {
    const plot = scatterPlot([], { ...options, parameter: 'num_filters' });
    assert.equal(plot.dots.length, 0);
    readSvg(scatterSvg(plot, { palette: paperPalette, width: 720, height: 400 }));
  });
});
