import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { TableViews } from '../../../../src/ui/comparison/tableViews';

describe('views of the table of runs', () => {
  it('are kept by their names, and one that cannot be read takes none of the others with it', async () => {
    let kept: unknown;
    const warnings: string[] = [];
    const state = { get: () => kept, update: (_: string, value: unknown) => Promise.resolve((kept = value)) };
    const views = new TableViews(state as unknown as Memento, { warn: line => warnings.push(line) });
    let told = 0;
    views.onChanged(() => told++);
    const view = { name: 'wide', columns: ['num_filters'], filter: 'num_filters>32', sort: null, grouping: 'none' };
    await views.save(view);
    await views.save({ ...view, name: 'seeds', columns: null, grouping: 'replicates', baseline: '20260101-030405-abcd' });
    await views.save({ ...view, filter: '' });
    assert.deepEqual(views.all.map(({ name, filter }) => [name, filter]), [['seeds', 'num_filters>32'], ['wide', '']]); // prettier-ignore
    kept = [{ name: '' }, ...views.all];
    assert.equal(views.all.length, 2);
    assert.deepEqual(views.all.map(({ baseline }) => baseline), ['20260101-030405-abcd', undefined]); // prettier-ignore
    assert.match(warnings.join(), /A view in the window's state \(tableViews\): name/);
    await views.delete('wide');
    assert.deepEqual(views.all.map(({ name }) => name), ['seeds']); // prettier-ignore
    assert.equal(told, 4);
  });
});
