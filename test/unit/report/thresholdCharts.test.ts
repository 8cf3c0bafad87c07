import assert from 'node:assert/strict';
import { lineChartSvg } from '../../../src/report/lineChartSvg';
import { paperPalette } from '../../../src/report/palette';
import { precisionRecallChart } from '../../../src/report/precisionRecallChart';
import { rocChart } from '../../../src/report/rocChart';
import { textWidth } from '../../../src/report/svg';
import { elements, numberOf, ofClass, readSvg, textsOf } from './readSvg';

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

  it('says what is faint beside the label of the axis, not over it', () => {
    const texts = elements(picture(rocChart({ ...view, isZoomed: true })), 'text');
    const [label, note] = ['false positive rate', 'faint: each class against the rest'].map(words =>
      texts.find(one => one.textContent === words)!,
    );
    const end = numberOf(label, 'x') + textWidth('false positive rate') * (label!.getAttribute('text-anchor') === 'middle' ? 0.5 : 1);
    assert.ok(end < numberOf(note, 'x') - textWidth('faint: each class against the rest'), String(end));
  });

  it('has all of it in a corner while it is zoomed', () => {
    assert.equal(ofClass(picture(rocChart({ ...view, isZoomed: true })), 'inset').length, 1);
    assert.equal(ofClass(picture(rocChart({ ...view, isZoomed: false })), 'inset').length, 0);
    assert.equal(ofClass(picture(precisionRecallChart({ ...view, isZoomed: true })), 'inset').length, 0);
  });

  it('shows the part that it was zoomed to, with all of it in a corner unless that is the part', () => {
    const part = { x: { from: 0.1, to: 0.3 }, y: { from: 0.5, to: 0.75 } };
    for (const chart of [rocChart, precisionRecallChart]) {
      const { xAxis, yAxis } = chart({ ...view, isZoomed: true, part });
      assert.deepEqual([xAxis.from, xAxis.to, yAxis.from, yAxis.to], [0.1, 0.3, 0.5, 0.75]);
    }
    assert.ok(rocChart({ ...view, isZoomed: false, part }).inset);
    assert.equal(rocChart({ ...view, isZoomed: true, part: { x: { from: 0, to: 1 }, y: { from: 0, to: 1 } } }).inset, undefined);
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
