import assert from 'node:assert/strict';
import { comparisonTable } from '../../../../src/experiment/comparison/table';
import { meanGroups } from '../../../../webview/comparison/curves/grouped';
import { deltaOf, metricOfDelta } from '../../../../webview/comparison/table/deltas';
import { gridRows } from '../../../../webview/comparison/table/gridRows';
import { moved } from '../../../../webview/comparison/table/moved';
import { ROW_HEIGHT, rowsInView, scrolledTo } from '../../../../webview/comparison/table/virtualRows';
import { listed } from '../../experiment/listed';

describe('the rows that are there of many', () => {
  it('are those that are seen and some around them', () => {
    assert.deepEqual(rowsInView(0, 240, 1000), [0, 18]);
    assert.deepEqual(rowsInView(100 * ROW_HEIGHT, 240, 1000), [92, 118]);
    assert.deepEqual(rowsInView(995 * ROW_HEIGHT, 240, 1000), [987, 1000]);
    assert.deepEqual(rowsInView(0, 240, 0), [0, 0]);
    assert.deepEqual(rowsInView(1e6, 240, 5), [4, 5], 'The list has become shorter.');
  });

  it('are scrolled no farther than needed', () => {
    assert.equal(scrolledTo(3, 0, 240), 0);
    assert.equal(scrolledTo(10, 0, 240), ROW_HEIGHT);
    assert.equal(scrolledTo(2, 100, 240), 2 * ROW_HEIGHT);
  });
});

describe('columns', () => {
  it('are moved to another place', () => {
    assert.deepEqual(moved(['a', 'b', 'c'], 'a', 1), ['b', 'a', 'c']);
    assert.deepEqual(moved(['a', 'b', 'c'], 'c', 0), ['c', 'a', 'b']);
    for (const [name, to] of [['a', -1], ['c', 3], ['a', 0], ['x', 1]] as const) assert.equal(moved(['a', 'b', 'c'], name, to), undefined); // prettier-ignore
  });

  it('of differences are named after their metric', () => {
    assert.equal(metricOfDelta(deltaOf('val_accuracy')), 'val_accuracy');
    assert.equal(metricOfDelta('val_accuracy'), undefined);
  });
});

describe('the lines of a table', () => {
  const runs = [1, 2, 3].map(seed => listed({ id: `2026010${seed}-030405-aaaa` }, { seed, num_filters: seed === 3 ? 8 : 32 }));

  it('are the groups, and the runs of those that are open', () => {
    const table = comparisonTable(runs, { grouping: 'replicates' });
    assert.equal(gridRows(table, () => false).length, 2);
    const all = gridRows(table, () => true);
    assert.deepEqual(all.map(({ isInside }) => isInside), [false, true, true, false, true]); // prettier-ignore
    assert.equal(new Set(all.map(({ key }) => key)).size, 5);
    assert.equal(gridRows(table, () => true)[0], all[0], 'The same row is the same object.');
  });
});

describe('the groups whose means are drawn', () => {
  const runs = (count: number, filters: (i: number) => number) =>
    Array.from({ length: count }, (_, i) =>
      listed({ id: `20260101-${String(i).padStart(6, '0')}-aaaa` }, { seed: i, num_filters: filters(i) }),
    );

  it('are none where the curves can be told apart', () => {
    assert.equal(meanGroups(runs(12, () => 8), 'none'), null); // prettier-ignore
  });

  it('are those of the table, or those of the same parameters but for the seed', () => {
    assert.equal(meanGroups(runs(4, i => 8 << (i % 2)), 'num_filters')?.length, 2); // prettier-ignore
    assert.deepEqual(meanGroups(runs(15, i => 8 << (i % 3)), 'none')?.map(group => group.runs.length), [5, 5, 5]); // prettier-ignore
  });

  it('are those of the parameter with the fewest values where there are too many others', () => {
    const grid = Array.from({ length: 60 }, (_, i) =>
      listed({ id: `20260101-${String(i).padStart(6, '0')}-aaaa` }, { num_filters: 1 + (i % 30), num_layers: 1 + (i % 2) }),
    );
    assert.equal(meanGroups(grid, 'none')?.length, 2);
  });
});
