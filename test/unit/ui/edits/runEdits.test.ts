import assert from 'node:assert/strict';
import type { RunLabels } from '../../../../src/contract/labels';
import { noLabels } from '../../../../src/contract/labels';
import type { LabRun } from '../../../../src/runs/labRun';
import type { RunEdits } from '../../../../src/ui/edits/runEdits';
import type { Disposable } from '../../../../src/util/emitter';
import { until } from '../../../until';
import { eventsOfRun } from '../../cli/events';
import { FakeEditor } from '../../fakeEditor';
import { labRun, trainedRun } from '../labRuns';

describe('what a person changes of runs', () => {
  const [one, two] = ['20260101-000001-aaaa', '20260101-000002-bbbb'] as const;
  let editor: FakeEditor;
  let installed: Disposable;
  let runs: Map<string, LabRun>;
  let written: string[];
  let edits: RunEdits;
  before(() => (installed = (editor = new FakeEditor()).install()));
  after(() => installed.dispose());
  beforeEach(async () => {
    editor.messages.length = 0;
    editor.answer = () => undefined;
    written = [];
    runs = new Map([one, two].map(id => [id, labRun({ id, labels: { ...noLabels, name: id.slice(-4) } })]));
    const { RunEdits: Class } = await import('../../../../src/ui/edits/runEdits');
    const lab = {
      changeLabels: async (id: string, changed: Partial<RunLabels>) => {
        if (runs.get(id)?.readOnly != null) throw new Error(runs.get(id)!.readOnly!);
        written.push(`${id.slice(-4)} ${JSON.stringify(changed)}`);
        const run = runs.get(id)!;
        runs.set(id, { ...run, labels: { ...run.labels, ...changed } });
        await Promise.resolve();
      },
      moveToTrash: async (id: string) => {
        const run = runs.get(id);
        if (run?.readOnly != null) throw new Error(run.readOnly);
        runs.delete(id);
        await Promise.resolve();
        return run && (async () => void (await Promise.resolve(runs.set(id, run))));
      },
    };
    // What a run is called depends on those beside it.
    const names = { fullOf: (id: string) => `${runs.get(id)?.labels.name ?? id} of ${runs.size}` };
    edits = new Class({ lab, names, log: { error: () => undefined } } as unknown as ConstructorParameters<typeof Class>[0]);
  });
  const all = (): LabRun[] => [...runs.values()];

  it('is taken back step by step, the last first', async () => {
    await edits.changeLabels([runs.get(one)!], { name: 'other' });
    await edits.changeLabels(all(), { tags: ['a'], pinned: true });
    assert.deepEqual(written.length, 3);
    await edits.undoStack.undo();
    assert.deepEqual(
      all().map(({ labels }) => [labels.name, labels.tags, labels.pinned]),
      [
        ['other', [], false],
        ['bbbb', [], false],
      ],
    );
    await edits.undoStack.undo();
    assert.equal(runs.get(one)!.labels.name, 'aaaa');
    await edits.undoStack.undo();
  });

  it('is nothing where it is so already: nothing is written, and nothing to be taken back', async () => {
    assert.equal(await edits.changeLabels(all(), { tags: [], archived: false }), undefined);
    await edits.archive([labRun({ id: one, labels: { ...noLabels, archived: true } })]);
    assert.deepEqual([written, editor.messages], [[], []]);
  });

  it('is taken back of those that were changed, if another one could not be', async () => {
    runs.set(two, labRun({ id: two, readOnly: 'It is held open.' }));
    await assert.rejects(edits.changeLabels(all(), { pinned: true }), /held open/);
    assert.equal(runs.get(one)!.labels.pinned, true);
    await edits.undoStack.undo();
    assert.equal(runs.get(one)!.labels.pinned, false);
  });

  it('says what was archived, and takes it back at once', async () => {
    editor.answer = (_, [undo]) => undo;
    await edits.archive(all());
    await until({ isSo: () => written.length === 4, seen: () => written });
    assert.deepEqual(editor.messages, ['Archived 2 runs.']);
    assert.deepEqual(
      all().map(({ labels }) => labels.archived),
      [false, false],
    );
  });

  it('says what was deleted, and brings it back, once', async () => {
    editor.answer = (_, [undo]) => undo;
    await edits.delete([runs.get(one)!]);
    await until({ isSo: () => runs.has(one), seen: () => editor.messages });
    assert.deepEqual(editor.messages, ['Deleted the run “aaaa of 2”.']);
    editor.answer = () => undefined;
    await edits.delete(all());
    assert.deepEqual([editor.messages[1], runs.size], ['Deleted 2 runs.', 0]);
    await edits.undoStack.undo();
    assert.equal(runs.size, 2);
    runs.clear();
    await edits.undoStack.undo();
    assert.equal(runs.size, 0, 'what was taken back is done with');
  });

  it('deletes nothing if one of them is trained, and what it can if another one cannot be moved', async () => {
    const trained = trainedRun(eventsOfRun().slice(0, 2), { id: two });
    await assert.rejects(edits.delete([runs.get(one)!, trained]), /is being trained; stop it first/);
    assert.equal(runs.size, 2);
    runs.set(two, labRun({ id: two, readOnly: 'It is held open.' }));
    await assert.rejects(edits.delete(all()), /held open/);
    assert.deepEqual([editor.messages, [...runs.keys()]], [['Deleted the run “aaaa of 2”.'], [two]]);
    await edits.undoStack.undo();
    assert.equal(runs.size, 2);
  });
});
