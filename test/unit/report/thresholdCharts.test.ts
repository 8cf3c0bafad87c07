import assert from 'node:assert/strict';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import { paperPalette } from '../../../src/report/palette';
import { precisionRecallChart } from '../../../src/report/precisionRecallChart';
import { rocChart } from '../../../src/report/rocChart';
import { elements, ofClass, readSvg, textsOf } from './readSvg';

const good = [
  { x: 0, y: 0 },
  { x: 0.002, y: 0.99 },
  { x: 1, y: 1 },
];
const view = {
  title: 'ROC · class 4',
  chosen: { label: 'class 4', points: good },
  others: [
    { label: 'class 5', points: good },
    { label: 'class 6', points: [] },
  ],
};
const picture = (chart: ReturnType<typeof rocChart>) => readSvg(lineChartSvg(chart, { palette: paperPalette, width: 480, height: 400 }));

describe('a picture of ROC curves', () => {
  it('has the chosen one over the others, and names it alone', () => {
    const svg = picture(rocChart({ ...view, isZoomed: true }));
    const strokes = ofClass(svg, 'series').map(one => elements(one, 'path')[0]!.getAttribute('stroke'));
    assert.deepEqual(strokes, [paperPalette.context, paperPalette.training]);
    assert.deepEqual(ofClass(svg, 'legend').flatMap(textsOf), ['class 4']);
  });

  it('has all of it in a corner while it is zoomed', () => {
    assert.equal(ofClass(picture(rocChart({ ...view, isZoomed: true })), 'inset').length, 1);
    assert.equal(ofClass(picture(rocChart({ ...view, isZoomed: false })), 'inset').length, 0);
    assert.equal(ofClass(picture(precisionRecallChart({ ...view, isZoomed: true })), 'inset').length, 0);
  });

  it('has axes in percent, to the end of the unit square', () => {
    const ticks = ofClass(picture(rocChart({ ...view, isZoomed: false })), 'yTick').flatMap(textsOf);
    assert.deepEqual([ticks[0], ticks.at(-1)], ['0 %', '100 %']);
  });

  it('marks the threshold, at the edge where it lies outside', () => {
    const mark = { label: 'threshold 0.5', x: 0.001, y: 0.98 };
    const inside = rocChart({ ...view, isZoomed: true, mark }).highlights![0]!;
    assert.deepEqual(inside, { ...mark, side: 'below', look: 'threshold' });
    const outside = rocChart({ ...view, isZoomed: true, mark: { ...mark, x: 0.5 } }).highlights![0]!;
    assert.deepEqual([outside.look, outside.label], ['outside', 'threshold 0.5, outside']);
    const [dot] = ofClass(picture(rocChart({ ...view, isZoomed: true, mark })), 'highlight').flatMap(one => elements(one, 'circle'));
    assert.equal(dot!.getAttribute('fill'), paperPalette.validation);
  });

  it('says that there is no curve', () => {
    const svg = picture(rocChart({ title: 'ROC', chosen: { label: 'class 4', points: [] }, others: [], isZoomed: true }));
    assert.ok(textsOf(svg).includes('Not defined'));
  });
});
