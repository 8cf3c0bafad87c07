import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Disposable } from '../../src/util/emitter';
import { eachTurn, until } from '../until';
import { fakeContext } from './fakeContext';
import { FakeEditor } from './fakeEditor';

describe('activate', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-activate-'));
  const editor = new FakeEditor();
  let installed: Disposable;
  before(() => (installed = editor.install()));
  after(() => {
    installed.dispose();
    rmSync(folder, { recursive: true });
  });
  const context = fakeContext(folder);
  const timers = (): number => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length;
  const kinds = (): string[] => [...editor.open].map(({ kind }) => kind);

  it('leaves nothing behind when the editor fails in the middle, wherever that is, nor when it has ended', async () => {
    const { activate, deactivate } = await import('../../src/extension');
    editor.openFolder(folder);
    const before = timers();
    // The wait has a timer too, for its limit.
    const untilNothingIsLeft = (): Promise<void> =>
      until({ isSo: () => editor.open.size === 0 && timers() <= before + 1, seen: () => [kinds(), timers()], on: eachTurn });
    let failures = 0;
    for (; ; failures++) {
      editor.failAt(failures + 1);
      try {
        activate(context);
        break;
      } catch (error) {
        assert.match(String(error), /cannot be made/);
        await untilNothingIsLeft();
      }
    }
    assert.ok(failures > 40, `${failures} things were made`);
    assert.equal(editor.open.size, failures);
    await deactivate();
    await untilNothingIsLeft();
  });
});
