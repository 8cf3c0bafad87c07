import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { SavedFilters } from '../../../../src/ui/tree/savedFilters';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';

describe('the filter of the view Runs', () => {
  const editor = new FakeEditor();
  const { quickInput } = editor;
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());

  let kept: unknown;
  let warnings: string[];
  let saved: SavedFilters;
  beforeEach(() => {
    [kept, warnings] = [undefined, []];
    const state = { get: () => kept, update: (_: string, value: unknown) => Promise.resolve((kept = value)) };
    saved = new SavedFilters(state as unknown as Memento, { warn: line => warnings.push(line) });
  });
  const choose = async (current = ''): Promise<string | undefined> => {
    const { chooseFilter } = await import('../../../../src/ui/tree/chooseFilter');
    return chooseFilter(current, saved);
  };

  it('is what is typed, even for one who is quicker than the rows', async () => {
    const chosen = choose('tanh');
    const list = await quickInput.next();
    assert.equal(list.value, 'tanh');
    assert.deepEqual(list.rows, ['tanh', 'Save this filter…']);
    list.enter('num_filters=64 ');
    assert.equal(await chosen, 'num_filters=64');
  });

  it('is none where nothing is typed', async () => {
    const chosen = choose('tanh');
    const list = await quickInput.next();
    list.type('');
    assert.deepEqual(list.rows, ['All runs | no filter']);
    list.choose('All runs');
    assert.equal(await chosen, '');
  });

  it('says what is wrong with it, and keeps it to be mended', async () => {
    const chosen = choose();
    let list = await quickInput.next();
    list.type('lr=1');
    assert.match(list.rows.join(), /^lr=1 \| There is no column "lr"/);
    list.choose('lr=1');
    list = await quickInput.next();
    assert.equal(list.value, 'lr=1');
    list.enter('learning_rate=1');
    assert.equal(await chosen, 'learning_rate=1');
  });

  it('is given a name and chosen again by it, until it is deleted', async () => {
    const first = choose();
    let list = await quickInput.next();
    list.type('num_filters=64');
    list.choose('Save this filter…');
    const box = await quickInput.next();
    assert.equal(box.title, 'Save filter');
    box.enter('wide');
    assert.equal(await first, 'num_filters=64');
    assert.deepEqual(kept, [{ name: 'wide', filter: 'num_filters=64' }]);

    const second = choose('seed=1');
    list = await quickInput.next();
    assert.deepEqual(list.rows, ['seed=1', 'Save this filter…', 'wide | num_filters=64']);
    list.choose('wide');
    assert.equal(await second, 'num_filters=64');

    const third = choose('num_filters=64');
    list = await quickInput.next();
    assert.deepEqual(list.rows, ['num_filters=64', 'wide | num_filters=64'], 'it has a name already');
    list.press('Delete filter', 'wide');
    list = await quickInput.next();
    assert.deepEqual(list.rows, ['num_filters=64', 'Save this filter…']);
    list.escape();
    assert.equal(await third, undefined);
    assert.deepEqual(kept, []);
  });

  it('passes over what is no filter, and says so', () => {
    kept = [{ name: 'wide', filter: 'x' }, { name: '' }, 7];
    assert.deepEqual(saved.all, [{ name: 'wide', filter: 'x' }]);
    assert.equal(warnings.length, 2);
  });
});
