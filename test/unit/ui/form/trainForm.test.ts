import assert from 'node:assert/strict';
import { engineChoices } from '../../../../src/contract/engines';
import { defaultParameters, type ParameterName, type Parameters } from '../../../../src/contract/parameters';
import { draftOf, type RunDraft } from '../../../../src/contract/runDraft';
import type { FormFacts } from '../../../../src/ui/form/formFacts';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';
import type { FakeInput } from '../../fakeQuickInput';

const parent = '20260102-030405-abcd';

describe('the form', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());

  /** What VS Code keeps. */
  let kept: Record<string, unknown>;
  let parents: Readonly<Record<string, Parameters>>;
  beforeEach(() => {
    kept = {};
    parents = { [parent]: { ...defaultParameters, num_filters: 64, seed: 3 } };
  });

  const facts = async (): Promise<FormFacts> => {
    const { DraftStore } = await import('../../../../src/ui/form/draftStore');
    const { PresetStore } = await import('../../../../src/ui/form/presetStore');
    const memento = {
      get: (key: string, usual?: unknown) => kept[key] ?? usual,
      update: (key: string, value: unknown) => Promise.resolve(void (kept[key] = value)),
      keys: () => Object.keys(kept),
    } as never;
    return {
      presets: new PresetStore(memento, memento),
      drafts: new DraftStore(memento),
      machine: { speeds: [], engine: 'auto', threads: 2 },
      tags: ['wide'],
      findParent: id => parents[id] && { label: 'num_filters 64 · seed 3', parameters: parents[id] },
    };
  };

  /** The form, and what it shows first. */
  interface Opened {
    readonly result: Promise<RunDraft | undefined>;
    readonly list: FakeInput;
  }
  const opened = async (result: Promise<RunDraft | undefined>): Promise<Opened> => ({ result, list: await next() });
  const next = (): Promise<FakeInput> => editor.quickInput.next();
  const open = async (): Promise<Opened> => {
    const { showTrainForm } = await import('../../../../src/ui/form/trainForm');
    return opened(showTrainForm(await facts()));
  };
  const rerun = async (first: ParameterName): Promise<Opened> => {
    const { showRerunForm } = await import('../../../../src/ui/form/trainForm');
    return opened(showRerunForm(await facts(), draftOf(parents[parent]!, parent), first));
  };
  /** Opens a row, types a value, and is back in the list. */
  const set = async (list: FakeInput, row: string, text: string): Promise<FakeInput> => {
    list.choose(row);
    (await next()).enter(text);
    return next();
  };
  const description = (list: FakeInput, row: string): string | undefined => list.row(row).description;
  const focused = (list: FakeInput): string | undefined => list.activeItems[0]?.label.replace(/^\$\(.*?\) /, '');

  it('goes back to its list on Escape in a value, and keeps what was filled in', async () => {
    const { result, list } = await open();
    const after = await set(list, 'num_filters', '64');
    after.choose('epochs');
    (await next()).escape();
    const again = await next();
    assert.equal(focused(again), 'epochs');
    again.choose('optimizer');
    (await next()).escape();
    const last = await next();
    assert.equal(description(last, 'num_filters'), '64 · default 32');
    last.choose('Start training');
    assert.deepEqual(await result, draftOf({ ...defaultParameters, num_filters: 64 }));
  });

  it('offers what was filled in when it was closed, until that is started or discarded', async () => {
    const first = await open();
    const named = await set(await set(first.list, 'num_filters', '64'), 'name', 'wide');
    named.escape();
    assert.equal(await first.result, undefined);

    const second = await open();
    // Enter still repeats the last run.
    assert.match(description(second.list, 'Start training') ?? '', /defaults$/);
    assert.equal(description(second.list, 'Draft'), 'wide · num_filters 64');
    second.list.choose('Draft');
    const list = await next();
    assert.deepEqual([description(list, 'num_filters'), description(list, 'name')], ['64 · default 32', 'wide']);
    assert.ok(!list.rows.some(row => row.startsWith('Draft')));
    list.choose('Start training');
    assert.deepEqual(await second.result, { ...draftOf({ ...defaultParameters, num_filters: 64 }), name: 'wide' });
    const third = await open();
    assert.ok(!third.list.rows.some(row => row.startsWith('Draft')));

    (await set(third.list, 'seed', '3')).escape();
    await third.result;
    const fourth = await open();
    fourth.list.press('Discard draft', 'Draft');
    const without = await next();
    assert.ok(!without.rows.some(row => row.startsWith('Draft')));
    without.escape();
    assert.equal(await fourth.result, undefined);
    assert.equal(kept['trainDraft'], undefined);
  });

  it('keeps no draft of a form in which nothing was changed, and passes over one that it cannot read', async () => {
    const draft = draftOf({ ...defaultParameters, seed: 3 });
    kept['trainDraft'] = draft;
    const first = await open();
    first.list.escape();
    await first.result;
    assert.equal(kept['trainDraft'], draft);
    for (const strange of [{ parameters: { num_filters: -1 } }, { ...draft, tags: 'x' }, 7, null]) {
      kept['trainDraft'] = strange;
      const { result, list } = await open();
      assert.ok(!list.rows.some(row => row.startsWith('Draft')));
      list.escape();
      await result;
    }
  });

  it('takes name, tags and hypothesis, and lets each be cleared', async () => {
    const { result, list } = await open();
    assert.deepEqual(
      ['name', 'tags', 'hypothesis'].map(row => description(list, row)),
      ['none: called by what differs', 'none', 'none'],
    );
    const described = await set(await set(list, 'name', ' three blocks '), 'hypothesis', 'Fewer mistakes with 4.');
    described.choose('tags');
    const tags = await next();
    assert.deepEqual(tags.rows, ['No tags', 'wide']);
    tags.choose('wide');
    (await next()).enter('deep');
    (await next()).choose('Set wide, deep');
    const filled = await next();
    assert.equal(description(filled, 'tags'), 'wide, deep');
    filled.press('Clear', 'name');
    const cleared = await next();
    assert.equal(description(cleared, 'name'), 'none: called by what differs');
    cleared.choose('Start training');
    assert.deepEqual(await result, { ...draftOf(defaultParameters), tags: ['wide', 'deep'], hypothesis: 'Fewer mistakes with 4.' });
  });

  it('takes an engine, which is that of the settings until another one is chosen', async () => {
    const { newRunOf } = await import('../../../../src/ui/form/newRunOf');
    const { result, list } = await open();
    assert.equal(description(list, 'engine'), 'auto · as in the settings');
    list.choose('engine');
    const choices = await next();
    assert.deepEqual(
      choices.rows.map(row => row.split(' ')[0]),
      engineChoices,
    );
    assert.equal(focused(choices), 'auto');
    assert.equal(description(choices, 'auto'), 'current · as in the settings');
    choices.choose('wasm');
    const chosen = await next();
    assert.equal(description(chosen, 'engine'), 'wasm · settings auto');
    chosen.choose('engine');
    (await next()).escape();
    const back = await next();
    assert.equal(focused(back), 'engine');
    back.escape();
    assert.equal(await result, undefined);

    const second = await open();
    assert.equal(description(second.list, 'Draft'), 'wasm · defaults');
    second.list.choose('Draft');
    (await next()).choose('Start training');
    const draft = await second.result;
    assert.deepEqual(draft, { ...draftOf(defaultParameters), engine: 'wasm' });
    assert.equal(newRunOf(draft).engine, 'wasm');
    assert.ok(!('engine' in newRunOf(draftOf(defaultParameters))));
  });

  it('lets the engine go back to that of the settings, by its button or by choosing it', async () => {
    const { result, list } = await open();
    list.choose('engine');
    (await next()).choose('onnx');
    const chosen = await next();
    chosen.press('Back to auto, as in the settings', 'engine');
    const back = await next();
    assert.equal(description(back, 'engine'), 'auto · as in the settings');
    back.choose('engine');
    (await next()).choose('onnx');
    (await next()).choose('engine');
    (await next()).choose('auto');
    (await next()).choose('Start training');
    assert.deepEqual(await result, draftOf(defaultParameters));
  });

  it('goes back to its list on Escape in name, tags and hypothesis', async () => {
    const { result, list } = await open();
    let now = await set(list, 'name', 'wide');
    for (const row of ['name', 'tags', 'hypothesis']) {
      now.choose(row);
      (await next()).escape();
      now = await next();
      assert.equal(focused(now), row);
    }
    assert.equal(description(now, 'name'), 'wide');
    now.escape();
    await result;
  });

  describe('of a rerun', () => {
    /** Opens it at a parameter, which is changed. */
    const changed = async (name: ParameterName, text: string): Promise<Opened> => {
      const { result, list: box } = await rerun(name);
      assert.equal(box.value, String(parents[parent]![name]));
      box.enter(text);
      return { result, list: await next() };
    };
    const marked = (list: FakeInput): string[] =>
      list.items.filter(({ label }) => label.startsWith('$(circle-filled)')).map(({ label }) => label.split(' ')[1]!);

    it('names the run, marks what is changed from it, and takes one back', async () => {
      const { result, list } = await changed('num_filters', '32');
      assert.equal(list.title, 'Rerun of num_filters 64 · seed 3');
      assert.match(description(list, 'Start training') ?? '', / · num_filters 32$/);
      const more = await set(list, 'epochs', '3');
      assert.deepEqual(marked(more), ['epochs', 'num_filters']);
      assert.deepEqual(
        more.items.slice(1, 4).map(({ label }) => label),
        ['changed', '$(circle-filled) epochs', '$(circle-filled) num_filters'],
      );
      assert.deepEqual(
        ['epochs', 'num_filters', 'seed'].map(row => description(more, row)),
        ['3 · was 12', '32 · was 64', '3 · default 0'],
      );
      more.press('Back to 64', 'num_filters');
      const less = await next();
      assert.deepEqual(marked(less), ['epochs']);
      less.choose('As it was');
      const none = await next();
      assert.match(description(none, 'Start training') ?? '', / · nothing changed$/);
      none.choose('Start training');
      assert.deepEqual(await result, draftOf(parents[parent]!, parent));
    });

    it('shows its list after Escape in the first value', async () => {
      const { result, list: box } = await rerun('seed');
      box.escape();
      const list = await next();
      assert.equal(focused(list), 'seed');
      list.escape();
      assert.equal(await result, undefined);
      assert.equal(kept['trainDraft'], undefined);
    });

    it('is offered again as one, while that run is there', async () => {
      const { result, list } = await changed('seed', '4');
      list.escape();
      await result;
      const again = await open();
      assert.equal(description(again.list, 'Draft'), 'seed 4 · rerun of num_filters 64 · seed 3');
      again.list.choose('Draft');
      const taken = await next();
      assert.equal(taken.title, 'Rerun of num_filters 64 · seed 3');
      parents = {};
      taken.press('Save as preset…');
      (await next()).escape();
      const orphan = await next();
      assert.equal(orphan.title, 'Train digits CNN');
      orphan.choose('Start training');
      assert.deepEqual(await again.result, draftOf({ ...defaultParameters, num_filters: 64, seed: 4 }, parent));
    });
  });

  it('hands on what was filled in as a new run', async () => {
    const { newRunOf } = await import('../../../../src/ui/form/newRunOf');
    assert.deepEqual(newRunOf(draftOf(defaultParameters)), { parameters: defaultParameters, labels: {} });
    const draft = { ...draftOf(defaultParameters, parent), name: 'wide', tags: ['a'], hypothesis: 'Better.' };
    assert.deepEqual(newRunOf(draft), {
      parameters: defaultParameters,
      labels: { name: 'wide', tags: ['a'] },
      notes: '# Hypothesis\n\nBetter.\n\n# Conclusion\n\n',
      parent,
    });
  });
});
