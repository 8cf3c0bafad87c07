import assert from 'node:assert/strict';
import { linearAxis } from '../../../src/report/axis';
import { placeHighlights } from '../../../src/report/highlights';
import type { Highlight, LineChart } from '../../../src/report/lineChart';
import { placeReachedLabel } from '../../../src/report/reached';

const axis = linearAxis({ from: 0, to: 10 }, { ends: 'exact', ticks: 5 });
/** Twenty pixels are 1 on either axis. */
const box = { left: 0, top: 0, right: 200, bottom: 200 };
const chart = (more: Partial<LineChart>): LineChart => {
  return { title: '', xLabel: '', yLabel: '', xAxis: axis, yAxis: axis, series: [], format: String, ...more };
};
const best = (x: number, y: number, side: Highlight['side'] = 'above'): LineChart => chart({ highlights: [{ x, y, label: 'best', side }] });

describe('a highlighted point', () => {
  it('has its label on the side that is asked for, where there is room, within the axes', () => {
    const labelOf = (one: LineChart) => placeHighlights(one, box, [])[0]!.label;
    assert.deepEqual(placeHighlights(best(5, 5), box, [])[0]!.ring, { x: 100, y: 100 });
    assert.ok(labelOf(best(5, 5)).y < 90 && labelOf(best(5, 5, 'below')).y > 110);
    assert.ok(labelOf(best(5, 9.8)).y > 10, 'no room above');
    assert.ok(labelOf(best(5, 0.2, 'below')).y < 190, 'no room below');
    const { x } = labelOf(best(10, 5));
    assert.ok(x < 200 && x > 180, String(x));
  });

  it('gives way to the label at the end of a curve', () => {
    const free = placeHighlights(best(9, 5), box, [])[0]!.label;
    const ends = [{ text: '97 %', x: free.x, y: free.y + 2 }];
    assert.ok(placeHighlights(best(9, 5), box, ends)[0]!.label.y > 110);
  });

  it('stands to the left of that label where there is no other room, never over the axis', () => {
    const low = best(5, 0.2, 'below');
    const above = placeHighlights(low, box, [])[0]!.label;
    const { x, y } = placeHighlights(low, box, [{ text: '0.09', x: 106, y: above.y }])[0]!.label;
    assert.equal(y, above.y);
    assert.ok(x < 100, String(x));
  });

  it('is not drawn outside of what is shown', () => {
    for (const [x, y] of [[11, 5], [-1, 5], [5, 12]] as const) assert.deepEqual(placeHighlights(best(x, y), box, []), []); // prettier-ignore
  });
});

describe('the label of what was not reached', () => {
  const labels = ['stopped early after epoch 5', 'stopped early'];
  const textAt = (reached: number): string | undefined => placeReachedLabel(chart({ reached, reachedLabels: labels }), box)?.text;

  it('is as long as there is room', () => {
    assert.deepEqual([0, 5, 9].map(textAt), [labels[0], labels[1], undefined]);
  });

  it('is there only where that is shown', () => {
    assert.equal(textAt(10), undefined);
    assert.equal(placeReachedLabel(chart({ reached: -5, reachedLabels: labels }), box)?.x, 6);
  });
});
