import assert from 'node:assert/strict';
import { placeInset } from '../../../../../src/report/inset';
import { lineChartSvg } from '../../../../../src/report/lineChartSvg';
import { paperPalette } from '../../../../../src/report/palette';
import { rocChart } from '../../../../../src/report/rocChart';
import { CurveCanvas } from '../../../../../webview/shared/charts/curveCanvas';
import { elements, numberOf, ofClass, readSvg } from '../../../report/readSvg';
import { recordingCanvas } from '../../shared/charts/recordingCanvas';

const points = [
  { x: 0, y: 0 },
  { x: 0.002, y: 0.99 },
  { x: 1, y: 1 },
];
const chosen = { label: 'class 4', points };
const mark = { x: 0.001, y: 0.98, label: 'threshold 0.5' };
const chart = rocChart({ title: 'ROC', chosen, others: [], isZoomed: true, mark });

describe('the mark of a threshold and the inset', () => {
  const { canvas, painted } = recordingCanvas(560, 340);
  const painter = new CurveCanvas(canvas, paperPalette);
  const dots = () => painted().fills.filter(({ color }) => color === paperPalette.validation);
  beforeEach(() => painter.draw(chart));

  const expected = (x: number, y: number): [number, number] => {
    const { left, right, top, bottom } = painter.area;
    return [left + chart.xAxis.at(x) * (right - left), bottom - chart.yAxis.at(y) * (bottom - top)];
  };
  const middle = ({ points: [from, to] }: ReturnType<typeof dots>[number]) => [(from![0] + to![0]) / 2, (from![1] + to![1]) / 2] as const;

  it('are where they belong on the canvas', () => {
    assert.equal(dots().length, 1);
    assert.deepEqual(middle(dots()[0]!).map(Math.round), expected(mark.x, mark.y).map(Math.round));
    const { frame } = placeInset(chart.inset, painter.area)!;
    const corners = [
      [frame.left, frame.top],
      [frame.right, frame.bottom],
    ];
    assert.ok(painted().fills.some(fill => JSON.stringify(fill.points) === JSON.stringify(corners)));
    assert.ok(painted().texts.some(({ text }) => text === '0–1') && painted().texts.some(({ text }) => text === mark.label));
  });

  it('moves without the curves being laid out anew, or goes', () => {
    painter.mark([{ ...chart.highlights![0]!, x: 0.01, y: 0.995, label: 'threshold 0.01' }]);
    assert.deepEqual(middle(dots()[0]!).map(Math.round), expected(0.01, 0.995).map(Math.round));
    assert.ok(!painted().texts.some(({ text }) => text === mark.label));
    painter.mark([]);
    assert.equal(dots().length, 0);
    assert.ok(painted().paths.some(({ color }) => color === paperPalette.training));
  });

  it('are the same in an exported picture', () => {
    const svg = readSvg(lineChartSvg(chart, { palette: paperPalette, width: 480, height: 400 }));
    const [dot] = ofClass(svg, 'highlight').flatMap(one => elements(one, 'circle'));
    const ticks = ofClass(svg, 'yTick').map(one => numberOf(elements(one, 'line')[0], 'y1'));
    const [bottom, top] = [Math.max(...ticks), Math.min(...ticks)];
    assert.ok(Math.abs((bottom - numberOf(dot, 'cy')) / (bottom - top) - chart.yAxis.at(mark.y)) < 0.001);
    const [frame] = ofClass(svg, 'inset').flatMap(one => elements(one, 'rect'));
    const lowest = numberOf(frame, 'y') + numberOf(frame, 'height');
    assert.ok(Math.abs(bottom - lowest - 12) <= 1, String(bottom - lowest));
  });
});
