import assert from 'node:assert/strict';
import { metrics } from '../../../src/contract/metrics';
import { comparedChart, type ChartedRun, type ComparedChartView } from '../../../src/report/comparedChart';
import { comparedCurvesCsv } from '../../../src/report/comparedCurvesCsv';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import { paperPalette } from '../../../src/report/palette';
import { readingRows } from '../../../src/report/readingRows';
import { readingsOf } from '../../../src/report/readings';
import { looksOf } from '../../../src/report/runLooks';
import { epoch } from '../webview/fixture';
import { ofClass, readSvg } from './readSvg';

/** Its validation accuracy is `level` below 1 in the first epoch, and half of that in the second. */
function run(id: string, level: number, epochs = 3): ChartedRun {
  const look = looksOf(['a', 'b', 'c'], 'a').get(id)!;
  const recorded = Array.from({ length: epochs }, (_, i) => epoch(i + 1, { valAccuracy: 1 - level / (i + 1) }));
  return { id, label: `run ${id}`, epochs: recorded, batchesPerEpoch: 10, isRunning: false, look };
}

const view: ComparedChartView = {
  metric: metrics.val_accuracy as ComparedChartView['metric'],
  xUnit: 'epochs',
  scale: 'linear',
  smoothing: 0,
  range: null,
  hidden: [],
  highlighted: null,
  groups: null,
};
const runs = [run('a', 0.2), run('b', 0.4), run('c', 0.6, 2)];

describe('curves of several runs', () => {
  it('lie at epochs, steps and the time that was trained', () => {
    const xOf = (xUnit: ComparedChartView['xUnit']): (number | undefined)[] =>
      comparedChart(runs, { ...view, xUnit })
        .pointsOf.get('b')!
        .map(({ x }) => x);
    assert.deepEqual(xOf('epochs'), [1, 2, 3]);
    assert.deepEqual(xOf('steps'), [10, 20, 30]);
    assert.deepEqual(xOf('time'), [10_000, 20_000, 30_000]);
    assert.deepEqual(comparedChart(runs, view).places.extent, { from: 1, to: 3 });
  });

  it('leave out what is off, and draw last and widest what is highlighted', () => {
    const { series, pointsOf, recorded } = comparedChart(runs, { ...view, hidden: ['a'], highlighted: 'b' });
    assert.deepEqual(series.map(({ label }) => label), ['run c', 'run b']); // prettier-ignore
    assert.equal(series.at(-1)?.look?.width, 3);
    assert.equal(pointsOf.has('a'), false);
    assert.equal(recorded.length, 3, 'A table has all.');
  });

  it('say first at a place what the highlighted one has, and no more than can be read', () => {
    const rowsAt = (chart: ReturnType<typeof comparedChart>) => readingRows(readingsOf(chart.read, 'epochs')[0]!, chart.read, chart.format);
    const { rows, left } = rowsAt(comparedChart(runs, { ...view, highlighted: 'b' }));
    assert.deepEqual(rows.map(({ label, value, standsOut }) => [label, value, standsOut]), [['run b', '60.00 %', true], ['run a', '80.00 %', false], ['run c', '40.00 %', false]]); // prettier-ignore
    assert.equal(left, 0);
    const many = Array.from({ length: 15 }, (_, i) => ({ ...run('a', 0.01 * i), id: `${i}` }));
    assert.deepEqual([rowsAt(comparedChart(many, view)).rows.length, rowsAt(comparedChart(many, view)).left], [12, 3]);
  });

  it('have a logarithmic axis for everything but shares', () => {
    const axis = (metric: keyof typeof metrics) =>
      comparedChart(runs, { ...view, scale: 'log', metric: metrics[metric] as ComparedChartView['metric'] }).yAxis;
    assert.deepEqual((['val_loss', 'images_per_second', 'duration', 'val_accuracy'] as const).map(name => axis(name).scale), ['log', 'log', 'log', 'linear']); // prettier-ignore
    assert.ok(
      axis('duration').ticks.some(({ label }) => /\d s$/.test(label)),
      JSON.stringify(axis('duration').ticks),
    );
  });

  it('have what was measured behind them where they are smoothed', () => {
    const { series, note } = comparedChart(runs, { ...view, smoothing: 0.5 });
    assert.deepEqual(series.map(({ part }) => part), ['measured', 'smoothed', 'measured', 'smoothed', 'measured', 'smoothed']); // prettier-ignore
    assert.equal(note, 'smoothing 0.50');
  });

  it('are faint behind the means of groups, which have a band of one standard deviation and say N', () => {
    const groups = [
      { key: 'group x', label: 'x', ids: ['a', 'b'], look: looksOf(['x'], null).get('x')! },
      { key: 'group y', label: 'y', ids: ['c'], look: looksOf(['y'], null).get('y')! },
    ];
    const chart = comparedChart(runs, { ...view, groups });
    assert.deepEqual(chart.read.map(({ label }) => label), ['x (N 2)', 'y (N 1)']); // prettier-ignore
    const [first] = chart.pointsOf.get('group x')!;
    assert.ok(Math.abs(first!.y - 0.7) < 1e-12);
    const [band, none] = chart.bands!;
    // Two values 0.2 apart: their standard deviation is 0.2 / √2.
    assert.ok(Math.abs(band!.points[0]!.high - band!.points[0]!.low - 2 * (0.2 / Math.SQRT2)) < 1e-12);
    assert.deepEqual(none!.points, [], 'One run has no spread.');
    const faint = chart.series.filter(({ look }) => look!.opacity! < 0.5);
    assert.equal(faint.length, 3);
    const svg = readSvg(lineChartSvg(chart, { palette: paperPalette, width: 720, height: 400 }));
    assert.equal(ofClass(svg, 'band').length, 1);
    const off = comparedChart(runs, { ...view, groups, hidden: ['group x'] });
    assert.deepEqual([...off.pointsOf.keys()], ['c', 'group y']);
  });

  it('go on to the last epoch that is expected of a run that is trained', () => {
    const chart = comparedChart([{ ...run('a', 0.2, 1), isRunning: true }], view);
    assert.deepEqual(chart.places.extent, { from: 1, to: 3 });
  });

  it('say that there is none yet', () => {
    assert.equal(comparedChart([run('a', 0.2, 0)], view).empty, 'No epoch yet');
    assert.equal(comparedChart([run('a', 0.2)], { ...view, hidden: ['a'] }).empty, 'All curves are off');
  });

  it('are a row for each epoch of each run in a CSV file', () => {
    const [head, first, ...rest] = comparedCurvesCsv(runs).trim().split('\r\n');
    assert.equal(head, 'run,name,epoch,loss,accuracy,val_loss,val_accuracy,images_per_second,duration');
    assert.equal(first, 'a,run a,1,1,0.9,0.5,0.8,100,10000');
    assert.equal(rest.length, 7);
  });
});

describe('the looks of runs', () => {
  it('differ in colour or mark for the first 42, and that of the baseline from all', () => {
    const keys = Array.from({ length: 42 }, (_, i) => String(i));
    const looks = [...looksOf(keys, '7').values()].map(look => JSON.stringify(look));
    assert.equal(new Set(looks).size, 42);
  });
});
