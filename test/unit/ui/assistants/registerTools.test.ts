import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CancellationToken, PreparedToolInvocation } from 'vscode';
import type * as Extension from '../../../../src/extension';
import type { Disposable } from '../../../../src/util/emitter';
import { fakeContext } from '../../fakeContext';
import { FakeEditor } from '../../fakeEditor';

/** Of the extension as the editor starts it, with the runs of the example. */
describe('the tools that the editor calls', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-editor-tools-'));
  const runs = path.join(folder, '.digits', 'runs');
  const editor = new FakeEditor();
  let installed: Disposable;
  let extension: typeof Extension;
  const token = { isCancellationRequested: false } as CancellationToken;

  before(async () => {
    cpSync('examples/digits/.digits', path.join(folder, '.digits'), { recursive: true });
    installed = editor.install();
    extension = await import('../../../../src/extension');
    editor.openFolder(folder);
    extension.activate(fakeContext(folder, path.resolve('.')));
  });
  afterEach(() => (editor.isTrusted = true));
  after(async () => {
    await extension.deactivate();
    installed.dispose();
    rmSync(folder, { recursive: true });
  });

  async function prepared(name: string, input: object): Promise<PreparedToolInvocation> {
    return (await editor.tools.get(name)!.prepareInvocation!({ input }, token))!;
  }

  async function invoked(name: string, input: object): Promise<Record<string, unknown>> {
    const result = await editor.tools.get(name)!.invoke({ input, toolInvocationToken: undefined }, token);
    const [first] = result!.content as [{ readonly value: string }];
    return JSON.parse(first.value) as Record<string, unknown>;
  }

  it('say what they are about to do, as text, and ask only before a start', async () => {
    const filter = 'num_filters=8 $(bug) [x](command:y)';
    const { invocationMessage, confirmationMessages } = await prepared('digits_list_runs', { filter });
    assert.equal(invocationMessage, 'Listing runs with num_filters=8 $\u2060(bug) [x]\u2060(command:y)');
    assert.equal(confirmationMessages, undefined);
    assert.equal((await prepared('digits_start_run', {})).confirmationMessages, undefined);
  });

  it('ask before a start with parameters, time and place', async () => {
    const parameters = { num_filters: 8, epochs: 2, train_samples: 6000 };
    const { confirmationMessages } = await prepared('digits_start_run', { parameters, confirmed: true });
    assert.equal(confirmationMessages?.title, 'Train a run?');
    const message = confirmationMessages?.message;
    assert.ok(typeof message === 'string');
    assert.match(message, /^epochs 2, num_filters 8, train_samples 6000; all others at their defaults\. It takes (about|roughly) \d/);
    assert.ok(message.includes(`It is kept in ${runs}.`), message);
    assert.doesNotMatch(message, /Weights/);
  });

  it('read runs in Restricted Mode and start nothing there, whoever says that the person agreed', async () => {
    editor.isTrusted = false;
    const { all } = await invoked('digits_list_runs', {});
    assert.equal(all, 20);
    const start = { parameters: { epochs: 1 }, confirmed: true };
    assert.equal((await prepared('digits_start_run', start)).confirmationMessages, undefined);
    await assert.rejects(() => invoked('digits_start_run', start), /Nothing is trained in Restricted Mode: trust the workspace first\./);
    const { started, next } = await invoked('digits_start_run', { parameters: { epochs: 1 } });
    assert.deepEqual([started, next], [false, 'Nothing is trained in Restricted Mode: trust the workspace first.']);
    assert.equal(readdirSync(runs).length, 20);
    assert.equal(existsSync(path.join(folder, '.digits', 'queue.json')), false);
  });

  it('refuse an input that is not what they take', async () => {
    await assert.rejects(
      () => prepared('digits_start_run', { parameters: { epochs: 0 } }),
      /digits_start_run: parameters\.epochs: found 0/,
    );
    await assert.rejects(() => invoked('digits_list_runs', { limit: 0 }), /digits_list_runs: limit: found 0/);
  });
});
