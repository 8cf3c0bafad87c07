import assert from 'node:assert/strict';
import { noLabels } from '../../../../src/contract/labels';
import type { Lab } from '../../../../src/runs/lab';
import type { LabRun } from '../../../../src/runs/labRun';
import type { Log } from '../../../../src/ui/sinks/window';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';
import { labRun } from '../labRuns';

describe('the tags of runs', () => {
  const editor = new FakeEditor();
  const { quickInput } = editor;
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());

  const run = (id: string, ...tags: string[]): LabRun => labRun({ id, labels: { ...noLabels, tags } });
  let changes: [string, unknown][];
  const edit = async (runs: readonly LabRun[], all = runs): Promise<void> => {
    changes = [];
    const { editTags } = await import('../../../../src/ui/edits/editTags');
    const queued = [{ labels: { tags: ['waits'] } }] as unknown as Lab['queued'];
    const lab = { runs: all, queued, changeLabels: async (id: string, changed: unknown) => void changes.push([id, changed]) };
    const { RunEdits } = await import('../../../../src/ui/edits/runEdits');
    const edits = new RunEdits({ lab: lab as unknown as Lab, names: { fullOf: String }, log: { error: assert.fail } as unknown as Log });
    return editTags({ lab, edits, names: { fullOf: id => `run ${id}` } }, runs);
  };

  it('are picked from those in use, and new ones typed', async () => {
    const one = run('a', 'slow');
    const edited = edit([one], [one, run('b', 'wide', 'slow'), run('c', 'wide')]);
    let list = await quickInput.next();
    assert.equal(list.title, 'Edit tags of run a');
    assert.deepEqual(list.rows, ['Set slow', 'slow | set', 'wide', 'waits']);
    list.choose('wide');
    list = await quickInput.next();
    list.enter('deep');
    list = await quickInput.next();
    list.choose('Set slow, wide, deep');
    await edited;
    assert.deepEqual(changes, [['a', { tags: ['slow', 'wide', 'deep'] }]]);
  });

  it('of several runs are those of all, and each keeps its others', async () => {
    const edited = edit([run('a', 'x', 'all'), run('b', 'all', 'y')]);
    let list = await quickInput.next();
    assert.equal(list.title, 'Edit tags of 2 runs');
    assert.deepEqual(list.rows, ['Set all', 'all | set', 'waits', 'x', 'y']);
    list.choose('all');
    list = await quickInput.next();
    list.choose('y');
    list = await quickInput.next();
    list.choose('Set y');
    await edited;
    assert.deepEqual(changes, [
      ['a', { tags: ['x', 'y'] }],
      ['b', { tags: ['y'] }],
    ]);
  });

  it('are not written where none is different', async () => {
    const edited = edit([run('a', 'x')]);
    (await quickInput.next()).choose('Set x');
    await edited;
    assert.deepEqual(changes, []);
  });
});
