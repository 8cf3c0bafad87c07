import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { CheckedRuns } from '../../../../src/ui/checkedRuns';
import { labRun } from '../labRuns';

describe('the runs that are checked', () => {
  let kept: unknown;
  const there = new Set(['a', 'b', 'c']);
  const state = { get: () => kept, update: (_: string, value: unknown) => Promise.resolve((kept = value)) } as unknown as Memento;
  const lab = { find: (id: string) => (there.has(id) ? labRun({ id }) : undefined) };
  const open = (): CheckedRuns => new CheckedRuns(state, lab);
  beforeEach(() => (kept = undefined));

  it('are kept, in the order in which the runs were made', () => {
    const checked = open();
    checked.check(['c', 'a'], true);
    checked.check(['a'], false);
    checked.check(['b'], true);
    assert.deepEqual(open().ids, ['b', 'c']);
    checked.set(['a']);
    assert.deepEqual(open().ids, ['a']);
  });

  it('tell of changes alone', () => {
    const checked = open();
    const told: (readonly string[])[] = [];
    checked.onChanged(ids => told.push(ids));
    checked.check(['a', 'b'], true);
    checked.check(['a'], true);
    checked.set(['b', 'a']);
    checked.set(['c', 'b']);
    assert.deepEqual(told, [['a', 'b'], ['c', 'a']]); // prettier-ignore
  });

  it('do not count while they are gone', () => {
    const checked = open();
    checked.set(['a', 'b']);
    there.delete('a');
    assert.deepEqual(checked.ids, ['b']);
    there.add('a');
    assert.deepEqual(checked.ids, ['a', 'b']);
  });

  it('are none where something else was kept', () => {
    kept = { a: true };
    assert.deepEqual(open().ids, []);
    kept = ['a', 7];
    assert.deepEqual(open().ids, ['a']);
  });
});
