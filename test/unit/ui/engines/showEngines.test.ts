import assert from 'node:assert/strict';
import type { Disposable } from '../../../../src/util/emitter';
import type { EngineChoice } from '../../../../src/contract/engines';
import { FakeEditor } from '../../fakeEditor';
import type { FakeInput } from '../../fakeQuickInput';
import { FakeTrainers } from '../../runs/fakeTrainer';
import { measuredTrainer, works } from '../../runs/engines/measuredTrainer';
import { temporaryCache } from '../../temporaryCache';

describe('Show Engines', () => {
  const editor = new FakeEditor();
  const trainers = new FakeTrainers();
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => {
    installed.dispose();
    trainers.dispose();
  });
  temporaryCache();
  beforeEach(() => editor.changed.clear());

  const logged: string[] = [];
  const log = { info: assert.fail, warn: (line: string) => void logged.push(line), error: assert.fail, show: assert.fail };
  const show = async (
    what: Parameters<typeof measuredTrainer>[0],
  ): Promise<{ chosen: Promise<EngineChoice | undefined>; list: FakeInput }> => {
    const { showEngines } = await import('../../../../src/ui/engines/showEngines');
    const trainer = { trainerFile: trainers.write(measuredTrainer(what)), log: assert.fail };
    const options = { trainer, log: { ...log, dispose: () => undefined }, threads: 2 };
    const chosen = showEngines(options);
    return { chosen, list: await editor.quickInput.next() };
  };

  it('lists what each engine does here, and which one auto takes', async () => {
    const { chosen, list } = await show({ onnx: works(5012), wasm: works(1530) });
    const [auto, onnx] = list.rows;
    assert.equal(auto, 'auto | current · takes ONNX Runtime');
    assert.equal(onnx, 'ONNX Runtime | onnx · 5,012 images/s · auto takes this one');
    assert.ok(list.rows.includes('ONNX Runtime as WebAssembly | wasm · 1,530 images/s'));
    assert.equal(list.row('ONNX Runtime').detail, 'Version 1.2.3');
    assert.match(list.placeholder, /with 2 threads/);
    list.escape();
    assert.equal(await chosen, undefined);
    assert.equal(editor.changed.size, 0);
  });

  it('has the setting name the engine that is chosen', async () => {
    const { chosen, list } = await show({ onnx: works(5012), wasm: works(1530) });
    list.choose('ONNX Runtime as WebAssembly');
    assert.equal(await chosen, 'wasm');
    assert.deepEqual([...editor.changed], [['digitsLab.engine', 'wasm']]);
  });

  it('says what is wrong with one that does not work, and changes nothing', async () => {
    editor.answer = (_message, [copy]) => copy;
    const { chosen, list } = await show({ onnx: 'The processor is too old.', wasm: works(1530) });
    assert.ok(list.rows.includes('ONNX Runtime | onnx · does not work here'));
    assert.equal(list.row('ONNX Runtime').detail, 'The processor is too old.');
    list.choose('ONNX Runtime');
    assert.equal(await chosen, undefined);
    assert.equal(editor.messages.at(-1), 'ONNX Runtime does not work here: The processor is too old.');
    assert.equal(editor.clipboard, 'The processor is too old.');
    assert.equal(editor.changed.size, 0);
    assert.deepEqual(logged, ['ONNX Runtime does not work here: The processor is too old.']);
  });

  it('says how to get one that is not installed', async () => {
    editor.answer = () => undefined;
    const { chosen, list } = await show({ onnx: works(1000) });
    assert.ok(list.rows.includes('ONNX Runtime as WebAssembly | wasm · not installed'));
    list.press('Why it does not work', 'ONNX Runtime as WebAssembly');
    assert.equal(await chosen, undefined);
    assert.match(editor.messages.at(-1) ?? '', /^ONNX Runtime as WebAssembly is not installed: It is optional\./);
  });
});
