import assert from 'node:assert/strict';
import { tagsIn, tagsInUse } from '../../../../src/experiment/tagsInUse';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';

describe('tags that are picked', () => {
  const editor = new FakeEditor();
  const { quickInput } = editor;
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());

  const choose = async (existing: readonly string[], chosen: readonly string[]): Promise<readonly string[] | undefined> => {
    const { chooseTags } = await import('../../../../src/ui/edits/chooseTags');
    return chooseTags({ title: 'Tags', existing, chosen });
  };

  it('are those in use, the commonest first', () => {
    const runs = [
      ['b', 'a'],
      ['b', 'b'],
      ['c', 'b'],
    ].map(tags => ({ labels: { tags } }));
    assert.deepEqual(tagsInUse([...runs, { labels: {} }]), ['b', 'a', 'c']);
    assert.deepEqual(tagsIn(' a, b b ,,a'), ['a', 'b b']);
  });

  it('are set and taken off by Enter, and taken by Enter on the first row', async () => {
    const chosen = choose(['wide', 'slow'], ['slow']);
    let list = await quickInput.next();
    assert.deepEqual(list.rows, ['Set slow', 'slow | set', 'wide']);
    list.choose('wide');
    list = await quickInput.next();
    assert.deepEqual(list.rows, ['Set slow, wide', 'slow | set', 'wide | set']);
    list.choose('slow');
    list = await quickInput.next();
    list.choose('Set wide');
    assert.deepEqual(await chosen, ['wide']);
  });

  it('may be new: what is typed is a row, even for one who is quicker than the row', async () => {
    const chosen = choose(['wide'], []);
    let list = await quickInput.next();
    list.type('wid');
    assert.deepEqual(list.rows, ['No tags', 'wide', 'New tag | wid']);
    list.type('wide');
    assert.deepEqual(list.rows, ['No tags', 'wide']);
    list.type('deep, narrow');
    list.choose('New tags');
    list = await quickInput.next();
    assert.deepEqual(list.rows, ['Set deep, narrow', 'wide', 'deep | set', 'narrow | set']);
    list.enter('quick');
    list = await quickInput.next();
    list.choose('Set deep, narrow, quick');
    assert.deepEqual(await chosen, ['deep', 'narrow', 'quick']);
  });

  it('are set by a line of several, whether they exist or not', async () => {
    const chosen = choose(['wide', 'slow'], ['slow']);
    let list = await quickInput.next();
    list.type('deep, wide, slow');
    assert.deepEqual(list.rows, ['Set slow', 'slow | set', 'wide', 'These tags | deep, wide']);
    list.choose('These tags');
    list = await quickInput.next();
    list.type('slow, wide');
    assert.deepEqual(list.rows, ['Set slow, deep, wide', 'slow | set', 'wide | set', 'deep | set']);
    list.choose('Set slow, deep, wide');
    assert.deepEqual(await chosen, ['slow', 'deep', 'wide']);
  });

  it('stay as they were after Escape', async () => {
    const chosen = choose(['wide'], ['slow']);
    (await quickInput.next()).choose('wide');
    (await quickInput.next()).escape();
    assert.equal(await chosen, undefined);
  });
});
