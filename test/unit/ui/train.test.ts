import assert from 'node:assert/strict';
import type { RunDraft } from '../../../src/contract/runDraft';
import type { Training } from '../../../src/ui/train';
import { Emitter, type Disposable } from '../../../src/util/emitter';
import { FakeEditor } from '../fakeEditor';

describe('a run that is filled in', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  let kept: Map<string, unknown>;
  let training: Training;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());
  beforeEach(async () => {
    editor.openFolder('/work');
    kept = new Map();
    const state = {
      get: (key: string, usual: unknown) => kept.get(key) ?? usual,
      update: (key: string, value: unknown) => kept.set(key, value),
    };
    const expectRun = (): Disposable => ({ dispose: () => undefined });
    const train = (): Promise<string> => Promise.reject(new Error('The disk is full.'));
    const lab = { runs: [], queued: [], find: () => undefined, onEvents: new Emitter().event, train, expectRun };
    const { Training: Class } = await import('../../../src/ui/train');
    const services = { lab, names: {}, context: { globalState: state, workspaceState: state } };
    training = new Class(services as unknown as ConstructorParameters<typeof Class>[0], {} as ConstructorParameters<typeof Class>[1]);
  });
  afterEach(() => training.dispose());

  it('is kept for the next time if it cannot be started', async () => {
    const started = training.train(undefined);
    const list = await editor.quickInput.next();
    list.choose('hypothesis');
    (await editor.quickInput.next()).enter('More at 64.');
    (await editor.quickInput.next()).choose('Start training');
    await assert.rejects(started, /The disk is full/);
    assert.equal((kept.get('trainDraft') as RunDraft).hypothesis, 'More at 64.');
  });
});
